"""In which language a text is written, so that one we cannot read is refused and not misread."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import py3langid.langid

from variorum.crafts import tables

# A text shorter than this says too little for statistics.
_FEWEST_WORDS = 12
# Share of everyday English words above which a text is English without asking the model (loading it costs over a
# second). Texts in other languages stay below 0.10; see the test of languages.
_ENGLISH_SHARE = 0.25
# The model's probability for another language above which a text is refused.
_SURE = 0.9
_LONGEST = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's code and English name, and whether there was enough text to tell."""

    code: str
    name: str
    certain: bool


@functools.cache
def _model() -> Any:
    return py3langid.langid._load_identifier(norm_probs=True)


def _name_of(code: str) -> str:
    return str(tables.load("languages")["names"].get(code, code))


def recognise(text: str) -> Tongue:
    """The language of a text. Short texts in Latin letters pass as English and are marked as not certain."""
    sample = text[:_LONGEST]
    words = _WORD.findall(sample)
    if _mostly_foreign_letters(words):
        code = str(_model().rank(sample)[0][0])
        return (
            Tongue(code, _name_of(code), True)
            if code != "en"
            else Tongue("und", "a language not in Latin letters", True)
        )
    if len(words) < _FEWEST_WORDS:
        return Tongue("en", "English", False)
    everyday = frozenset(tables.load("languages")["everyday"])
    if sum(word.lower() in everyday for word in words) >= _ENGLISH_SHARE * len(words):
        return Tongue("en", "English", True)
    code, probability = _model().rank(sample)[0]
    if code != "en" and probability >= _SURE:
        return Tongue(str(code), _name_of(str(code)), True)
    return Tongue("en", "English", code == "en")


def _mostly_foreign_letters(words: list[str]) -> bool:
    letters = [char for word in words for char in word]
    latin = sum(1 for char in letters if char.isascii() or unicodedata.name(char, "").startswith("LATIN"))
    return bool(letters) and latin < 0.5 * len(letters)
