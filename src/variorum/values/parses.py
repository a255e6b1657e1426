"""A grammatical reading of a text as plain values, so that no parser's own objects travel through the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `head` is the index of its governor in the same parse (its own index for a root).

    `pos` is the Universal POS tag, `tag` the Penn tag, `dep` the dependency label (ClearNLP style, as spaCy's
    English pipelines), `name` the named-entity label ("" outside a name) and `begins` whether a name begins here.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    name: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens of one document in order, white space left out.

    `sentences` and `chunks` (base noun phrases) are half-open ranges of token indices. Sentences never cross a
    line break that separates paragraphs. Offsets of tokens are code points of the document's text.
    """

    document: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    chunks: tuple[tuple[int, int], ...]
