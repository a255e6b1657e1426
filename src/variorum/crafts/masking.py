"""Words withheld from a text: each letter becomes a full block, so that every place in the text stays where it is.

Use this before something leaves the house of which a part must not. Spaces and line breaks stay; nothing else of what is withheld does.
"""

import re
from collections.abc import Iterable, Sequence

BLOCK = "█"


class Mask:
    """Withholds words wherever they stand, whole words only, in any case and over line breaks."""

    def __init__(self, words: Iterable[str]) -> None:
        wanted = {tuple(one.split()) for one in words}
        # The longest first: of "Jana Reed" and "Reed" the first takes both words.
        rows = sorted((row for row in wanted if row), key=lambda row: (-len(row), row))
        every = "|".join(r"\s+".join(re.escape(word) for word in row) for row in rows)
        # An underscore parts words too: names stand in file names.
        self._found = re.compile(rf"(?<![^\W_])(?:{every})(?![^\W_])", re.IGNORECASE) if rows else None

    def find(self, text: str) -> tuple[tuple[int, int], ...]:
        """The stretches that would be withheld, in order."""
        return tuple(match.span() for match in self._found.finditer(text)) if self._found else ()

    def hide(self, text: str) -> str:
        """The text with those words withheld; as long as before."""
        return cover(text, self.find(text))


def cover(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """A text with stretches withheld; as long as before."""
    out = text
    for start, end in stretches:
        out = out[:start] + re.sub(r"\S", BLOCK, text[start:end]) + out[end:]
    return out


def covered(words: str) -> float:
    """Which part of the letters of some words is withheld, 0..1."""
    plain = "".join(words.split())
    return plain.count(BLOCK) / len(plain) if plain else 0.0
