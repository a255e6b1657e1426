"""Word pieces of a text with what the attribution encoder is told about each.

Use this on both sides of the model: training and reading must see the same pieces.
The vocabulary is uncased, so every piece also carries the shape of its word and its
quotation state, packed into one feature number (`quote * SHAPES + shape`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from variorum.crafts.quotestate import STATES

SHAPES = 6
FEATURES = STATES * SHAPES
CLS, SEP = 101, 102

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one paragraph (or of one slice of a long one).

    `ids`, `features`: int64[n]. `first`: bool[n], true on the first piece of a word.
    `starts`, `ends`: int64[n], code points in the whole text of the *word* a piece
    belongs to, half-open.
    """

    ids: Ints
    features: Ints
    first: NDArray[np.bool_]
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, start: int, stop: int) -> Pieces:
        """The pieces from `start` to `stop`."""
        return Pieces(
            self.ids[start:stop],
            self.features[start:stop],
            self.first[start:stop],
            self.starts[start:stop],
            self.ends[start:stop],
        )


def _shape(word: str) -> int:
    head = word[:1]
    if head.isdigit():
        return 4
    if not head.isalpha():
        return 5
    if head.islower():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2


def pieces(tokenizer: Tokenizer, text: str, spans: Sequence[tuple[int, int]], states: bytearray) -> list[Pieces]:
    """One `Pieces` per paragraph in `spans`; `states` are the quotation states of `text`."""
    encoded = tokenizer.encode_batch([text[a:b] for a, b in spans], add_special_tokens=False)
    result: list[Pieces] = []
    for (begin, _), item in zip(spans, encoded, strict=True):
        count = len(item.ids)
        if not count:
            empty = np.zeros(0, np.int64)
            result.append(Pieces(empty, empty, empty.astype(np.bool_), empty, empty))
            continue
        offsets = np.asarray(item.offsets, np.int64).reshape(count, 2) + begin
        words = np.asarray(item.word_ids, np.int64)
        first = np.ones(count, np.bool_)
        first[1:] = words[1:] != words[:-1]
        heads = np.flatnonzero(first)
        lasts = np.append(heads[1:], count) - 1
        which = np.cumsum(first) - 1
        starts, ends = offsets[heads, 0], offsets[lasts, 1]
        shapes = [states[s] * SHAPES + _shape(text[s:e]) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
        result.append(
            Pieces(
                np.asarray(item.ids, np.int64),
                np.asarray(shapes, np.int64)[which],
                first,
                starts[which],
                ends[which],
            )
        )
    return result


def window(parts: Sequence[Pieces]) -> Pieces:
    """Several paragraphs as one encoder input: [CLS] p [SEP] p [SEP]; marks belong to no word."""
    ids: list[Ints] = [np.asarray([CLS], np.int64)]
    rest: list[list[NDArray[np.generic]]] = [[np.zeros(1, np.int64)] for _ in range(4)]
    for part in parts:
        ids += [part.ids, np.asarray([SEP], np.int64)]
        for bucket, values in zip(rest, (part.features, part.first, part.starts, part.ends), strict=True):
            bucket += [values, np.zeros(1, np.int64)]
    features, first, starts, ends = (np.concatenate(bucket) for bucket in rest)
    return Pieces(
        np.concatenate(ids),
        features.astype(np.int64),
        first.astype(np.bool_),
        starts.astype(np.int64),
        ends.astype(np.int64),
    )
