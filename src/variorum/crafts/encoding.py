"""Bytes to text without guessing in silence: say which encoding was used and whether it is certain."""

import codecs
from dataclasses import dataclass

import charset_normalizer

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that a text may hold: tab, line feed, vertical tab, form feed, carriage return, next line.
_USUAL_CONTROLS = frozenset("\t\n\v\f\r\x85\x1a")
# Above this share of other control characters the bytes are no text. English prose has none at all; a stray escape
# or backspace from an old word processor stays far below.
_MOST_CONTROLS = 0.01
# The encoding of English files before UTF-8. Where few bytes are beyond ASCII (curly quotes, a name with an accent) there
# is too little to tell code pages apart, and the statistics of charset-normalizer prefer Central European ones.
_WESTERN = "cp1252"
_FEW_BEYOND_ASCII = 0.1


class Undecodable(ValueError):
    """The bytes are not text. The message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it was read in, and whether another encoding would have given another text."""

    text: str
    encoding: str
    certain: bool


def decode(raw: bytes, *, declared: str | None = None) -> Decoded:
    """The text of some bytes; `declared` is the encoding a page or mail names for itself.

    A byte-order mark is dropped (it says how to read and is no part of the text); nothing else is changed. UTF-8 and
    marked UTF-16/32 are certain; a single-byte encoding never is. Raises `Undecodable` for what is not text.
    """
    found = _decode_marked(raw) or _decode_unmarked_utf16(raw)
    if found is None and b"\0" in raw:
        raise Undecodable("it holds binary data, not text")
    found = found or _decode_as(raw, "utf-8", certain=True)
    if found is None and declared is not None:
        found = _decode_as(raw, declared, certain=True)
    found = found or _decode_legacy(raw)
    if _looks_binary(found.text):
        raise Undecodable("it holds binary data, not text")
    return found


def _decode_as(raw: bytes, encoding: str, *, certain: bool) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), codecs.lookup(encoding).name, certain)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_marked(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            found = _decode_as(raw[len(mark) :], encoding, certain=True)
            if found is not None:
                return found
    return None


def _decode_unmarked_utf16(raw: bytes) -> Decoded | None:
    """UTF-16 without a mark: in a Western text every second byte is nought, and the other half never is."""
    if len(raw) < 4 or len(raw) % 2 or b"\0" not in raw:
        return None
    low, high = raw[0::2], raw[1::2]
    for encoding, noughts, others in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if noughts.count(0) > 0.7 * len(noughts) and others.count(0) == 0:
            return _decode_as(raw, encoding, certain=False)
    return None


def _decode_legacy(raw: bytes) -> Decoded:
    """A single-byte or East Asian encoding, by charset-normalizer; Western where little speaks for any."""
    best = charset_normalizer.from_bytes(raw).best()
    if best is None:
        raise Undecodable("it is in no encoding that could be recognised")
    beyond = sum(1 for byte in raw if byte >= 0x80)
    encoding = _WESTERN if beyond <= _FEW_BEYOND_ASCII * len(raw) else best.encoding
    found = _decode_as(raw, encoding, certain=False) or _decode_as(raw, best.encoding, certain=False)
    if found is None:
        raise Undecodable("it is in no encoding that could be recognised")
    return found


def _looks_binary(text: str) -> bool:
    controls = sum(1 for char in text if (char < " " or "\x7f" <= char < "\xa0") and char not in _USUAL_CONTROLS)
    return controls > _MOST_CONTROLS * len(text)
