"""Names told by the rank before them: each is marked ‹...› in the text itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.ranked import find_ranked


@pytest.mark.parametrize(
    "marked",
    [
        "Major-General ‹TO Aribo› moves to the coast; Brig.-Gen. ‹Ada Oduya› stays.",
        "Lt. Col. ‹Pavel Lind›, Commander of 9 Brigade, and Capt. ‹Abu Nasr al-Karsti› met.",
        "Air Marshal ‹Jon bin Tarn› and Rear Admiral ‹Mila O'Ferro› spoke.",
        "Assistant Superintendent of Police ‹Ada Hale›'s car stood there.",
        "DSP ‹J. K. Hale› answered. Colonel ‹Tarn› did not.",
        "Col. ‹Hale› Monday told them. Col. ‹Sunday Hale› did not.",
        "Sergeant ‹Jon de la Tour› left.",
    ],
)
def test_a_name_behind_a_rank(marked: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    assert [text[slice(*r.name)] for r in find_ranked(text)] == re.findall("‹([^›]+)›", marked)


@pytest.mark.parametrize(
    "text",
    [
        "The General Assembly met in Private Bank House, Major League and Field Street.",
        "The Lieutenant Governor and the Colonel Commandant left.",
        "A colonel said Ada Oduya was there. The Colonel, Ada Oduya, left.",
        "He was promoted to Colonel. Ada Oduya cheered.",
        "Major General. O. was short.",
        "The Captain Ada Oduya met",
    ],
)
def test_what_is_no_rank_before_a_name(text: str) -> None:
    assert find_ranked(text) == ()


@given(st.text(alphabet="Col. Majr-Gen AdaOy,'’\n", max_size=60))
def test_names_lie_behind_their_ranks_in_one_line(text: str) -> None:
    end = 0
    for found in find_ranked(text):
        assert end <= found.rank[0] < found.rank[1] <= found.name[0] < found.name[1]
        assert "\n" not in text[slice(*found.name)]
        end = found.name[1]
