"""Words cut short to be shown: in a question, a label, a row. What is stored is never cut."""

from collections.abc import Sequence

# XML and HTML allow no control characters but tab and line ends, which are blanks here.
_CONTROL = {code: None for code in (*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


def clip(text: str, most: int = 120) -> str:
    """Text on one line, cut at a word's end to at most `most` characters (at least 2), with an ellipsis where something was cut."""
    flat = " ".join(text.translate(_CONTROL).split())
    return flat if len(flat) <= most else flat[: most - 2].rsplit(" ", 1)[0] + " …"


# More words than these tell no better what somebody speaks of.
_WHOLE = 12


def telling(words: Sequence[str]) -> str:
    """Of several statements in words the first that is long enough to tell by itself what is spoken of, else the longest."""
    return max(words, key=lambda one: min(_WHOLE, len(one.split())))
