"""Reading attributions with the exported network: who says what, through which cue.

Use `OnnxAttributionReader` when a document must be read for attributions and the
dependency parser's rules are not enough. One encoder pass per window gives cue tags and a
role score for every pair of words, so linking needs no second model (biaffine scorer:
Dozat & Manning 2017; task and training data: PolNeAR, Newell, Margolin & Ruths 2018).
Needs onnxruntime, tokenizers and numpy; never torch.

Offsets are code points of the text as given. The text is never changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from variorum.crafts import arcs as craft
from variorum.crafts.arcs import Arc, Settings, Span
from variorum.crafts.quotestate import Quotation, paragraphs, quotations, quote_states
from variorum.models.attribution_pieces import Pieces, pieces, window

_ENDINGS = '.!?"\u201d'
_MARKS = "\"\u201c\u201d\u201e\u00ab\u00bb'\u2018\u2019"


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """One attribution as read, before anybody decided whose voice it is.

    Spans are half-open code points. `source` is None when the text names none.
    `depth` is 0 for an attribution the outlet itself makes and n + 1 for one found
    inside the content of an attribution of depth n, which is `parent` (its number in the
    same list). `score` is in 0..1: how sure the tagger is of cue and content together.
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    depth: int
    parent: int | None
    score: float


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut up for reading: its pieces, which group each part belongs to, its windows."""

    text: str
    parts: list[Pieces]
    groups: list[int]
    windows: list[Span]
    quoted: list[Quotation]
    joined: bool
    """Whether an arc may cross from one part to the next."""


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of the words of one window."""

    cue: NDArray[np.float32]
    role: NDArray[np.float32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    part: NDArray[np.int64]


class OnnxAttributionReader:
    """Reads attributions with the network in `folder`.

    `folder` holds model.int8.onnx, tokenizer.json and config.json. `threads` is the
    number of threads of one inference call; 0 leaves it to the runtime.
    """

    def __init__(self, folder: Path, threads: int = 0, *, model: str = "model.int8.onnx") -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))

    def read(self, text: str) -> list[RawAttribution]:
        """The attributions of one text, outer before inner, in text order."""
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[list[RawAttribution]]:
        """The attributions of several texts, read together in batches."""
        outer = Settings(**self.config["decode"])
        inner = Settings(**self.config["decode_nested"])
        cut = [self._cut(text) for text in texts]
        scored = self._scores(cut)
        found = [
            _finish(item, _arcs(item, scores, outer), self.config) for item, scores in zip(cut, scored, strict=True)
        ]
        levels = [found]
        while len(levels) <= int(self.config["max_depth"]) and any(levels[-1]):
            cut = [self._cut_contents(text, arcs) for text, arcs in zip(texts, levels[-1], strict=True)]
            scored = self._scores(cut)
            levels.append(
                [
                    _inside(item, _arcs(item, scores, inner), arcs, self.config)
                    for item, scores, arcs in zip(cut, scored, levels[-1], strict=True)
                ]
            )
        return [_numbered([level[i] for level in levels]) for i in range(len(texts))]

    def _cut(self, text: str) -> _Text:
        spans = paragraphs(text)
        quoted = quotations(text, spans)
        limit = int(self.config["window"])
        parts: list[Pieces] = []
        for part in pieces(self._tokenizer, text, spans, quote_states(text, quoted)):
            ends = (
                [i + 1 for i, end in enumerate(part.ends.tolist()) if text[end - 1] in _ENDINGS]
                if len(part) > limit - 2
                else []
            )
            parts += [part.cut(a, b) for a, b in craft.chunks(len(part), ends, limit - 2) if b > a]
        sizes = [len(p) for p in parts]
        windows = craft.overlapping(sizes, limit - 1, int(self.config["overlap"]))
        return _Text(text, parts, list(range(len(parts))), windows, quoted, joined=True)

    def _cut_contents(self, text: str, found: Sequence[Arc]) -> _Text:
        """Contents long enough to hold an attribution, each as a paragraph of its own.

        The quotation marks around a content say nothing about what is inside it, so they
        are left out and the quotation state is taken anew. Every such content is read
        again: choosing by the chance of a cue in the first reading was tried and loses
        most nested attributions, because the network learned to be blind to them.
        """
        spans: list[Span] = []
        for arc in found:
            for start, end in arc.content:
                while start < end and (text[start].isspace() or text[start] in _MARKS):
                    start += 1
                while end > start and (text[end - 1].isspace() or text[end - 1] in _MARKS):
                    end -= 1
                if text.count(" ", start, end) >= int(self.config["least_nested_words"]) - 1:
                    spans.append((start, end))
        quoted = sorted((q for s, e in spans for q in _requoted(text, s, e)), key=lambda q: q.start)
        states = quote_states(text, quoted)
        limit = int(self.config["window"])
        parts = [p.cut(0, limit - 2) for p in pieces(self._tokenizer, text, spans, states)]
        windows = craft.pack([len(p) for p in parts], limit - 1)
        return _Text(text, parts, list(range(len(parts))), windows, quoted, joined=False)

    def _scores(self, texts: Sequence[_Text]) -> list[list[_Scores]]:
        """For every text the scores of each of its windows; like lengths share a batch."""
        jobs = [
            (number, place, window(item.parts[a:b]))
            for number, item in enumerate(texts)
            for place, (a, b) in enumerate(item.windows)
        ]
        jobs.sort(key=lambda job: -len(job[2]))
        result: list[list[_Scores | None]] = [[None] * len(item.windows) for item in texts]
        room = int(self.config["batch_pieces"])
        while jobs:
            longest = len(jobs[0][2])
            batch, jobs = jobs[: max(1, room // longest)], jobs[max(1, room // longest) :]
            ids, features, mask = (np.zeros((len(batch), longest), np.int64) for _ in range(3))
            for row, (_, _, view) in enumerate(batch):
                ids[row, : len(view)] = view.ids
                features[row, : len(view)] = view.features
                mask[row, : len(view)] = 1
            cue, role = self._session.run(["cue", "role"], {"ids": ids, "features": features, "mask": mask})
            for row, (number, place, view) in enumerate(batch):
                at = np.flatnonzero(view.first)
                item = texts[number]
                a, b = item.windows[place]
                part = np.repeat(np.arange(a, b), [int(p.first.sum()) for p in item.parts[a:b]])
                result[number][place] = _Scores(
                    cue[row][at], role[row][at][:, :, at], view.starts[at], view.ends[at], part
                )
        return [[s for s in row if s is not None] for row in result]


def _requoted(text: str, start: int, end: int) -> list[Quotation]:
    """The quotations inside a content, offsets in the whole text."""
    inside = quotations(text[start:end])
    return [Quotation(q.start + start, q.end + start, q.opened, q.closed, q.single) for q in inside]


def _arcs(item: _Text, scores: Sequence[_Scores], settings: Settings) -> list[Arc]:
    """The arcs of all windows; a cue read twice counts where it had more context."""
    owner = craft.owners(item.windows, [len(p) for p in item.parts])
    found: list[Arc] = []
    for number, view in enumerate(scores):
        allowed = None if item.joined else view.part
        for arc in craft.word_arcs(view.cue, view.role, settings, allowed):
            if owner[int(view.part[arc.cue[0]])] == number:
                found.append(craft.in_text(arc, view.starts, view.ends))
    return craft.without_repeats(found)


def _finish(item: _Text, found: Sequence[Arc], config: dict[str, Any]) -> list[Arc]:
    """Arcs with whole quotations, marks included."""
    quoted = [q for q in item.quoted if not q.single]
    result = [craft.with_marks(item.text, craft.tidy(item.text, arc), quoted) for arc in found]
    result = craft.rivals_settled(result, float(config["rival_share"]))
    result = craft.whole_quotations(item.text, result, quoted, float(config["quotation_share"]))
    result = craft.second_halves(item.text, result, quoted)
    return craft.continued(item.text, result, quoted)


def _inside(item: _Text, found: Sequence[Arc], outer: Sequence[Arc], config: dict[str, Any]) -> list[Arc]:
    """Nested arcs: never the outer arc's own cue again, and each with a parent."""
    quoted = [q for q in item.quoted if not q.single]
    kept = [craft.with_marks(item.text, craft.tidy(item.text, arc), quoted) for arc in found]
    kept = [a for a in kept if not any(craft.overlaps(a.cue, o.cue) for o in outer)]
    return craft.rivals_settled(kept, float(config["rival_share"]))


def _numbered(levels: Sequence[Sequence[Arc]]) -> list[RawAttribution]:
    """All levels of one text in one list, each arc with its depth and its parent.

    An arc of the first level whose cue lies in the content of another is nested too.
    """
    every: list[Arc] = []
    for level in levels:
        every += [a for a in level if not any(craft.overlaps(a.cue, b.cue) for b in every)]
    above = craft.parents(every)

    def depth(number: int) -> int:
        parent, steps = above[number], 0
        while parent is not None and steps <= len(every):
            parent, steps = above[parent], steps + 1
        return steps

    order = sorted(range(len(every)), key=lambda n: (every[n].cue, every[n].content))
    place = {old: new for new, old in enumerate(order)}
    return [
        RawAttribution(
            every[n].source,
            every[n].cue,
            every[n].content,
            depth(n),
            None if (up := above[n]) is None else place[up],
            round(every[n].score, 4),
        )
        for n in order
    ]
