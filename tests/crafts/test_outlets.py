"""When two names mean one newspaper, agency or broadcaster."""

import pytest

from variorum.crafts.outlets import same_outlet


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Inland Post", "Inland Post"),
        ("The Inland Post", "TIP"),
        ("North Sea Times", "The North Sea Times (NST)"),
        ("NST", "North Sea Times"),
        ("inlandpost.com", "InlandPost.com"),
    ],
)
def test_one_house(left: str, right: str) -> None:
    assert same_outlet(left, right)
    assert same_outlet(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Harbour Gazette", "Hill Guardian"),
        ("Inland Post", "Inland Herald"),
        ("", ""),
        ("The", "The"),
        ("HG", "HJ"),
    ],
)
def test_two_houses_or_none(left: str, right: str) -> None:
    assert not same_outlet(left, right)
    assert not same_outlet(right, left)
