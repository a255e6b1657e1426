"""Which passages to blur until somebody asks for them: sentences with a graphic word of the table `caution`."""

import functools
import re

from variorum.crafts.tables import load

_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+[\"'”’)\]]*\s*|[^.!?\n]+")


@functools.cache
def _graphic() -> re.Pattern[str]:
    words = load("caution")["words"]
    starts = [re.escape(w) for w in words if not w.endswith(".")]
    wholes = [re.escape(w[:-1]) + r"\b" for w in words if w.endswith(".")]
    return re.compile(r"\b(?:" + "|".join([*starts, *wholes]) + ")", re.IGNORECASE)


def is_graphic(words: str) -> bool:
    """Whether words hold something graphic."""
    return _graphic().search(words) is not None


def graphic_stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text that are graphic, as (start, end) in order; neighbours are one stretch."""
    found: list[tuple[int, int]] = []
    if not is_graphic(text):
        return ()
    for sentence in _SENTENCE.finditer(text):
        if is_graphic(sentence.group()):
            start, end = sentence.start(), sentence.start() + len(sentence.group().rstrip())
            if found and not text[found[-1][1] : start].strip():
                start = found.pop()[0]
            found.append((start, end))
    return tuple(found)
