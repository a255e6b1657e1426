"""From word pieces to windows, and from scores to arcs: who (source) says (cue) what (content).

Use this on either side of a tagger that gives, for every word, the chance of being a cue
and, for every pair (cue word, word), a role score. The role scores come from a biaffine
scorer (Dozat & Manning 2017, "Deep biaffine attention for neural dependency parsing");
the shape of an arc follows PolNeAR (Newell, Margolin & Ruths 2018, "An attribution
relations corpus for political news"): one contiguous cue, at most one source, one or
more contents, all flat. Nesting is read by giving a content to the tagger as a text of
its own, so nothing here needs to know about it except `parents`.

Pure: arrays and offsets in, values out. This room never loads a model. Offsets are code
points, half-open. Word positions are local to one window.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.quotestate import Quotation

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Span = tuple[int, int]

OUT, B_SOURCE, I_SOURCE, B_CONTENT, I_CONTENT = range(5)
_WORD = re.compile(r"\w")
_NEVER = -1e4


# ---------------------------------------------------------------- windows


def pack(sizes: Sequence[int], limit: int, *, first: int | None = None) -> list[Span]:
    """Half-open ranges of consecutive paragraphs whose sizes sum to at most `limit`.

    Each paragraph costs one piece more than its size (its separator). `first` is the
    limit of the first window alone, which training uses to move the borders from one
    epoch to the next. A paragraph larger than the limit gets a window of its own.
    """
    windows: list[Span] = []
    start, total, room = 0, 0, first or limit
    for index, size in enumerate(sizes):
        if index > start and total + size + 1 > room:
            windows.append((start, index))
            start, total, room = index, 0, limit
        total += size + 1
    if start < len(sizes):
        windows.append((start, len(sizes)))
    return windows


def overlapping(sizes: Sequence[int], limit: int, overlap: int) -> list[Span]:
    """As `pack`, but each window begins with the last paragraphs of the one before.

    At most `overlap` pieces are read twice, in whole paragraphs; the context is dropped
    where it leaves no room for the next paragraph.
    """
    windows: list[Span] = []
    start, stop = 0, 0
    while stop < len(sizes):
        total = sum(sizes[start:stop]) + stop - start
        if stop > start and total + sizes[stop] + 1 > limit:
            start, total = stop, 0
        while stop < len(sizes) and (stop == start or total + sizes[stop] + 1 <= limit):
            total += sizes[stop] + 1
            stop += 1
        windows.append((start, stop))
        start, total = stop, 0
        while start - 1 > windows[-1][0] and total + sizes[start - 1] + 1 <= overlap:
            start -= 1
            total += sizes[start] + 1
    return windows


def chunks(size: int, ends: Sequence[int], limit: int) -> list[Span]:
    """Cut `size` pieces into ranges of at most `limit`, at one of `ends` where possible."""
    ranges: list[Span] = []
    start = 0
    while size - start > limit:
        candidates = [e for e in ends if start + limit // 3 <= e <= start + limit]
        cut = candidates[-1] if candidates else start + limit
        ranges.append((start, cut))
        start = cut
    ranges.append((start, size))
    return ranges


def owners(windows: Sequence[Span], sizes: Sequence[int]) -> list[int]:
    """For each paragraph, the window that reads it with the most context on its poorer side.

    The borders of the text count as unlimited context.
    """
    before = np.concatenate([[0], np.cumsum(sizes)])
    whole = int(before[-1]) + 1
    best = [(-1, 0)] * len(sizes)
    for number, (start, stop) in enumerate(windows):
        for index in range(start, stop):
            left = int(before[index] - before[start]) if start else whole
            right = int(before[stop] - before[index + 1]) if stop < len(sizes) else whole
            best[index] = max(best[index], (min(left, right), -number))
    return [-number for _, number in best]


# ---------------------------------------------------------------- scores to words


@dataclass(frozen=True, slots=True)
class Settings:
    """How eager the decoder is. All are log-odds added in favour of the named label.

    Swept on forty PolNeAR training articles that were held out of training.
    """

    cue: float = 0.0
    source: float = 0.0
    content: float = 0.0
    keep: float = 0.0
    """Lowest product of cue and content probability that is kept."""
    settle: bool = True
    """Whether words that two cues claim, neither inside the other's content, go to the likelier."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One attribution in code points; `content` is sorted, never empty."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float


def log_softmax(scores: Floats, axis: int) -> Floats:
    """Natural-log probabilities along `axis`."""
    shifted = scores - scores.max(axis=axis, keepdims=True)
    normal: Floats = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return normal


def cue_words(scores: Floats, bias: float) -> list[Span]:
    """Cues of one window as word ranges, from BIO scores float[w, 3] (O, B, I).

    Viterbi over BIO; `bias` is added to B and I.
    """
    if not len(scores):
        return []
    logp = log_softmax(scores, 1) + np.array([0.0, bias, bias])
    path = best_path(logp.T[None], np.array([[0.0, 0.0, _NEVER], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), _starts(3))[0]
    return _ranges(path, 1, 2)


def _starts(labels: int) -> Floats:
    start = np.zeros(labels)
    start[2::2] = _NEVER
    return start


_ROLE_STEPS = np.zeros((5, 5))
_ROLE_STEPS[[OUT, B_CONTENT, I_CONTENT], I_SOURCE] = _NEVER
_ROLE_STEPS[[OUT, B_SOURCE, I_SOURCE], I_CONTENT] = _NEVER


def best_path(scores: Floats, steps: Floats, start: Floats) -> Ints:
    """Viterbi for many rows at once: float[k, labels, w] to int64[k, w].

    `steps[a, b]` is added for going from label a to b, `start[b]` for beginning with b.
    """
    rows, labels, length = scores.shape
    back = np.zeros((length, rows, labels), np.int64)
    columns = np.ascontiguousarray(scores.transpose(2, 0, 1))
    total = columns[0] + start
    towards = np.ascontiguousarray(steps.T)  # so that the best predecessor is along the last axis
    for at in range(1, length):
        options = total[:, None, :] + towards
        options.argmax(2, out=back[at])
        total = options.max(2) + columns[at]
    path = np.zeros((rows, length), np.int64)
    path[:, -1] = total.argmax(1)
    every = np.arange(rows)
    for at in range(length - 1, 0, -1):
        path[:, at - 1] = back[at][every, path[:, at]]
    return path


def _ranges(path: Ints, begin: int, inside: int) -> list[Span]:
    """Runs of `begin inside*` in a label path, as half-open ranges."""
    found: list[Span] = []
    opened: int | None = None
    for at, value in enumerate([*path.tolist(), -1]):
        if opened is not None and value != inside:
            found.append((opened, at))
            opened = None
        if value == begin:
            opened = at
    return found


@dataclass(frozen=True, slots=True)
class WordArc:
    """One attribution in word positions of a window, with the chances behind it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    score: float


def word_arcs(
    cue_scores: Floats, role_scores: Floats, settings: Settings, allowed: Ints | None = None
) -> list[WordArc]:
    """Arcs of one window.

    `cue_scores`: float[w, 3] (O, B, I). `role_scores`: float[w, 5, w], indexed by cue
    word, label, word. `allowed`: int64[w], a group number per word; an arc stays within
    the group of its cue (default: one group). The role scores of a cue of several words
    are averaged by their chances of being a cue. An arc without content is dropped; of several sources the likeliest
    stays.
    """
    cues = cue_words(cue_scores, settings.cue)
    if not cues:
        return []
    chance = 1.0 - np.exp(log_softmax(cue_scores, 1))[:, 0]
    rows = np.stack([np.average(role_scores[a:b], axis=0, weights=chance[a:b]) for a, b in cues])
    logp = log_softmax(rows, 1)
    biased = logp + np.array([0.0, settings.source, settings.source, settings.content, settings.content])[None, :, None]
    for row, (a, b) in enumerate(cues):
        biased[row, 1:, a:b] = _NEVER
        if allowed is not None:
            biased[row, 1:, allowed != allowed[a]] = _NEVER
    paths = best_path(biased, _ROLE_STEPS, _starts(5))
    contents_of = [_ranges(path, B_CONTENT, I_CONTENT) for path in paths]
    content_chance = np.exp(np.logaddexp(logp[:, B_CONTENT], logp[:, I_CONTENT]))
    if settings.settle:
        contents_of = settled(cues, contents_of, content_chance)
    arcs: list[WordArc] = []
    for (a, b), path, contents, scores, as_content in zip(cues, paths, contents_of, logp, content_chance, strict=True):
        if not contents:
            continue
        as_source = np.logaddexp(scores[B_SOURCE], scores[I_SOURCE]) - scores[OUT]
        sources = _ranges(path, B_SOURCE, I_SOURCE)
        source = max(sources, key=lambda s: float(as_source[s[0] : s[1]].sum()), default=None)
        sure = float(np.concatenate([as_content[s:e] for s, e in contents]).mean())
        score = float(chance[a:b].max()) * sure
        if score >= settings.keep:
            arcs.append(WordArc(source, (a, b), tuple(contents), score))
    return arcs


def settled(cues: Sequence[Span], contents: Sequence[list[Span]], chance: Floats) -> list[list[Span]]:
    """Contents in which words that two cues claim go to the likelier of the two.

    Only where neither cue lies in the other's content: a nested content is part of the
    outer one. `chance`: float[k, w], how likely a word is content of each cue.
    """
    width = chance.shape[1]
    claimed = np.zeros((len(cues), width + 1), np.bool_)
    for row, spans in enumerate(contents):
        for start, end in spans:
            claimed[row, start:end] = True
    original = claimed.copy()
    for one in range(len(cues)):
        for two in range(one + 1, len(cues)):
            if original[one, cues[two][0]] or original[two, cues[one][0]]:
                continue
            both = original[one] & original[two]
            for start, end in _runs(both):
                likelier = chance[one, start:end].mean() >= chance[two, start:end].mean()
                claimed[two if likelier else one, start:end] = False
    return [
        list(spans) if (claimed[row] == original[row]).all() else _runs(claimed[row])
        for row, spans in enumerate(contents)
    ]


def _runs(mask: NDArray[np.bool_]) -> list[Span]:
    """Half-open runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


# ---------------------------------------------------------------- words to text


def in_text(arc: WordArc, starts: Ints, ends: Ints) -> Arc:
    """The arc in code points; `starts` and `ends` are the words of its window."""

    def span(words: Span) -> Span:
        return int(starts[words[0]]), int(ends[words[1] - 1])

    source = span(arc.source) if arc.source else None
    return Arc(source, span(arc.cue), tuple(span(c) for c in arc.content), arc.score)


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share a code point."""
    return a[0] < b[1] and b[0] < a[1]


def merged(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sorted spans; those with no word between them become one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and not _WORD.search(text, result[-1][1], start):
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_EDGE = re.compile(r"^[\s,;:]+|[\s,;:]+$")
_LAST_STOP = re.compile(r"(?<![A-Z.\s])[.]$")


def tidy(text: str, arc: Arc) -> Arc:
    """The arc without the stops that belong to the sentence around it.

    A cue of words sheds a colon, a content its outer commas and its last full stop (not
    that of an initial or an ellipsis). Marks of quotation are left to `with_marks`.
    """

    def bare(span: Span) -> Span:
        start, end = span
        words = text[start:end]
        if not _WORD.search(words):
            return span
        shorter = _LAST_STOP.sub("", _EDGE.sub("", words))
        at = words.find(shorter)
        return start + at, start + at + len(shorter)

    return replace(arc, cue=bare(arc.cue), content=tuple(bare(c) for c in arc.content))


def with_marks(text: str, arc: Arc, quoted: Sequence[Quotation]) -> Arc:
    """The arc with contents that keep their quotation marks whole.

    A content that holds all the words of a quotation takes in its marks, and with them a
    stop that stands before the closing mark.
    """
    spans: list[Span] = []
    for start, end in arc.content:
        for q in quoted:
            if not overlaps((q.start, q.end), (start, end)):
                continue
            from_first = start <= q.start or not _WORD.search(text, q.start, start)
            to_last = end >= q.end or not _WORD.search(text, end, q.end)
            if from_first and to_last:
                start, end = min(start, q.start), max(end, q.end)
        spans.append(_trimmed(text, (start, end)))
    return replace(arc, content=merged(text, [s for s in spans if s[0] < s[1]]))


def whole_quotations(text: str, arcs: Sequence[Arc], quoted: Sequence[Quotation], share: float) -> list[Arc]:
    """Arcs whose contents grow to a quotation of which they hold at least `share`.

    A quotation says by its marks where it begins and ends; a tagger that stops a few
    words early is wrong. Nothing grows over the source, the cue or the content of
    another arc.
    """
    result: list[Arc] = []
    for arc in arcs:
        taken = [s for other in arcs for s in _all_spans(other, content=other is not arc)]
        spans = list(arc.content)
        for q in quoted:
            outer = (q.start, q.end)
            inside = sum(max(0, min(e, q.end) - max(s, q.start)) for s, e in arc.content)
            if inside < share * (q.end - q.start) or any(overlaps(outer, t) for t in taken):
                continue
            spans.append(outer)
        result.append(replace(arc, content=merged(text, _united(spans))))
    return result


def _all_spans(arc: Arc, *, content: bool) -> list[Span]:
    spans = [arc.cue, *([arc.source] if arc.source else [])]
    return spans + list(arc.content) if content else spans


def _united(spans: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def second_halves(text: str, arcs: Sequence[Arc], quoted: Sequence[Quotation]) -> list[Arc]:
    """Arcs joined with the orphaned second half of a split quotation.

    In `"X," she said. "Y."` the second quotation belongs to the first cue: it follows
    the cue in the same paragraph with no word of the outlet's own between the end of the
    frame (cue or source) and its opening mark, and no other arc has it.
    """
    result = list(arcs)
    for number, arc in enumerate(result):
        frame_end = max(arc.cue[1], arc.source[1] if arc.source else 0)
        if not any(q.start <= s and e <= q.end + 1 and e <= arc.cue[0] for q in quoted for s, e in arc.content):
            continue
        following = next((q for q in quoted if q.start >= frame_end), None)
        if following is None or "\n" in text[frame_end : following.start]:
            continue
        if _WORD.search(text, frame_end, following.start):
            continue
        outer = (following.start, following.end)
        if any(overlaps(outer, s) for other in result for s in _all_spans(other, content=True)):
            continue
        result[number] = replace(arc, content=merged(text, [*arc.content, outer]))
    return result


def continued(text: str, arcs: Sequence[Arc], quoted: Sequence[Quotation]) -> list[Arc]:
    """Arcs whose quotation goes on in the next paragraph, taken on to its closing mark.

    The paragraph ends without a closing mark and the next one opens with a mark.
    """
    result = list(arcs)
    for number, arc in enumerate(result):
        spans = list(arc.content)
        for q, following in itertools.pairwise(quoted):
            if q.closed or not any(overlaps((q.start, q.end), s) for s in spans):
                continue
            if "\n" not in text[q.end : following.start] or text[q.end : following.start].strip():
                continue
            outer = (following.start, following.end)
            others = [s for o in result if o is not arc for s in _all_spans(o, content=True)]
            if any(overlaps(outer, s) for s in [*others, *_all_spans(arc, content=False)]):
                continue
            spans = [*spans, outer]
        result[number] = replace(arc, content=merged(text, _united(spans)))
    return result


def without_repeats(arcs: Sequence[Arc]) -> list[Arc]:
    """The arcs in text order; of arcs that share their cue, the likelier one stays."""
    kept: list[Arc] = []
    for arc in sorted(arcs, key=lambda a: -a.score):
        if not any(overlaps(arc.cue, other.cue) for other in kept):
            kept.append(arc)
    return sorted(kept, key=lambda a: (a.cue, a.content))


def rivals_settled(arcs: Sequence[Arc], share: float) -> list[Arc]:
    """Arcs without those that claim the same content as a likelier arc.

    Two cues of which each lies outside the other's content cannot both introduce the
    same words; `share` is the overlap, measured on the shorter content, at which the
    weaker one goes.
    """
    kept: list[Arc] = []
    for arc in sorted(arcs, key=lambda a: -a.score):
        size = sum(e - s for s, e in arc.content)
        for other in kept:
            common = sum(max(0, min(e, f) - max(s, b)) for s, e in arc.content for b, f in other.content)
            least = min(size, sum(e - s for s, e in other.content))
            nested = any(overlaps(arc.cue, c) for c in other.content) or any(
                overlaps(other.cue, c) for c in arc.content
            )
            if not nested and common >= share * least and common > 0:
                break
        else:
            kept.append(arc)
    return sorted(kept, key=lambda a: (a.cue, a.content))


def parents(arcs: Sequence[Arc]) -> list[int | None]:
    """For each arc the number of the smallest arc whose content holds its cue, or None.

    Two arcs whose cues lie in each other's content are not nested in one another: the
    likelier one is the outer.
    """
    result: list[int | None] = []
    for number, arc in enumerate(arcs):
        around: list[tuple[int, int]] = []
        for index, other in enumerate(arcs):
            if index == number or not any(s <= arc.cue[0] and arc.cue[1] <= e for s, e in other.content):
                continue
            mutual = any(s <= other.cue[0] and other.cue[1] <= e for s, e in arc.content)
            if mutual and (arc.score, -number) > (other.score, -index):
                continue
            around.append((sum(e - s for s, e in other.content), index))
        result.append(min(around)[1] if around else None)
    return result
