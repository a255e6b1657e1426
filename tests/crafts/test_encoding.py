"""Bytes to text: certain where the bytes say so, marked where they do not, refused where they are no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.encoding import Undecodable, decode

WORDS = "The keeper’s wife said: “No – nobody passed the gate at Port Olsen that night.”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_the_bytes_say_is_certain(encoding: str) -> None:
    found = decode(WORDS.encode(encoding))
    assert (found.text, found.certain) == (WORDS, True)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")])
def test_marked_utf_16_in_both_orders(encoding: str, mark: bytes) -> None:
    found = decode(mark + WORDS.encode(encoding))
    assert (found.text, found.encoding, found.certain) == (WORDS, encoding, True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf_16_is_read_and_uncertain(encoding: str) -> None:
    found = decode(WORDS.encode(encoding))
    assert (found.text, found.encoding, found.certain) == (WORDS, encoding, False)


def test_a_legacy_encoding_is_read_and_uncertain() -> None:
    found = decode(WORDS.encode("cp1252"))
    assert (found.text, found.encoding, found.certain) == (WORDS, "cp1252", False)


def test_a_text_in_another_script_is_not_forced_into_a_western_encoding() -> None:
    words = "Паром вышел из порта в шесть часов утра, сообщил начальник порта."
    assert decode(words.encode("cp1251")).text == words


def test_a_declared_encoding_goes_before_guessing() -> None:
    words = "Žofie Dvořáková said she was there."
    assert decode(words.encode("iso-8859-2"), declared="iso-8859-2").text == words
    assert decode(words.encode("utf-8"), declared="no-such-encoding").text == words


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\x03" * 50, b"abc\x00def", bytes(range(1, 32)) * 20])
def test_binary_is_refused(raw: bytes) -> None:
    with pytest.raises(Undecodable, match="binary"):
        decode(raw)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
