"""Texts of SFM Nigeria as words, segments, labels and features; no text that was set aside is ever opened here."""

from __future__ import annotations

import bisect
import random
import re
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
# Behind whatever the environment names, so that another checkout can be put on the path (see spans.py).
sys.path += [str(ROOT / "src"), str(ROOT / "evaluation" / "entities")]

BUCKETS = 1 << 18
WIDTH = 100  # features a word, at most
LONGEST = 50  # words in a segment

Ints = np.ndarray


@dataclass
class Sample:
    """One text. `labels` int64[n]: 0 outside, 1 first word, 2 further word of a unit; `features` int64[n, WIDTH], 0 for none."""

    name: str
    text: str
    gold: set[tuple[int, int]]
    words: list
    labels: Ints
    features: Ints
    segments: list[tuple[int, int]]


def development(folder: Path) -> list[tuple[str, str, set[tuple[int, int]]]]:
    """Name, text and gold spans of the development texts, in order of name."""
    from units import gold_spans, held_out

    names = [p.stem for p in folder.glob("*.ann")]
    if not names:
        sys.exit(f"{folder}: no annotated texts there")
    chosen = sorted(set(names) - set(held_out(names)))
    return [
        (name, (folder / f"{name}.txt").read_bytes().decode("utf-8"), gold_spans(folder / f"{name}.ann"))
        for name in chosen
    ]


def sample(name: str, text: str, gold: set[tuple[int, int]]) -> Sample:
    from variorum.crafts.unitwords import words_of

    words = words_of(text)
    return Sample(name, text, gold, words, _labels(text, words, gold), _features(text, words), _segments(words))


def folds(count: int, parts: int, seed: int) -> list[list[int]]:
    """Which texts are held out in turn."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [sorted(order[at::parts]) for at in range(parts)]


def _labels(text: str, words: list, gold: set[tuple[int, int]]) -> Ints:
    """What the net is shown: the gold without the commas and blanks that some of its spans end in."""
    labels = np.zeros(len(words), np.int64)
    for start, end in gold:
        while end > start and text[end - 1] in " ,.;:\n\r\t":
            end -= 1
        inside = [i for i, w in enumerate(words) if w.start < end and w.end > start]
        labels[inside] = 2
        labels[inside[:1]] = 1
    return labels


def _segments(words: list) -> list[tuple[int, int]]:
    """Sentences, roughly: parted by line breaks and full stops behind a word, none longer than LONGEST."""
    out, begin = [], 0
    for at, word in enumerate(words):
        stop = word.text == "." and at + 1 < len(words) and words[at + 1].capital and len(words[at - 1].text) > 3
        if at > begin and (word.new_line or at - begin >= LONGEST):
            out.append((begin, at))
            begin = at
        elif stop:
            out.append((begin, at + 1))
            begin = at + 1
    return [*out, (begin, len(words))] if begin < len(words) else out


# Parts of the table of units whose words are told apart.
_PARTS = [
    ("modifiers", "arms"),
    ("modifiers", "stop"),
    ("services", "posts"),
    ("served", "ranks"),
    ("served", "verbs"),
    ("served", "posts"),
    ("joints", "belonging"),
    ("numbers", "ordinals"),
    ("heads", "weak"),
    ("modifiers", "named"),
    ("learning", "words"),
    ("served", "heads"),
]


def _shape(word: str) -> str:
    plain = re.sub("[a-z]", "x", re.sub("[A-Z]", "X", re.sub("[0-9]", "d", word)))
    return re.sub(r"(.)\1+", r"\1\1", plain)[:6]


def _distances(places: list[int], at: int) -> tuple[int, int]:
    """How far the nearest of some places is before and behind a word, coarsely."""
    nth = bisect.bisect(places, at)
    before = at - places[nth - 1] if nth else 99
    behind = places[nth] - at if nth < len(places) else 99
    return tuple(next((limit for limit in (1, 3, 7, 15) if d <= limit), 99) for d in (before, behind))


def _features(text: str, words: list) -> Ints:
    """Words, shapes and classes of the table around each word, where ranks and posts stand, and whether it was told before."""
    from variorum.crafts.unitwords import number_of, type_at, words_under

    parts = [words_under(*part) for part in _PARTS]
    low = [w.low for w in words]
    told = [f"#{len(w)}" if w.isdigit() else w for w in low]
    shapes = [_shape(w.text) for w in words]
    kinds = [
        "".join("01"[w.low in part or w.text in part] for part in parts)
        + ("T" if type_at(words, i) else "-")
        + ("N" if number_of(w.text) else "-")
        for i, w in enumerate(words)
    ]
    ranks = [i for i, w in enumerate(words) if w.text in parts[3] or w.low in parts[3]]
    posts = [i for i, w in enumerate(words) if w.low in parts[2] or w.low in parts[5]]
    capitals = Counter(w.low for w in words if w.capital)
    title, seen = text.find("\n"), set()
    out = np.zeros((len(words), WIDTH), np.int64)

    def near(row: list[str], at: int) -> str:
        return row[at] if 0 <= at < len(row) else "_"

    for i, word in enumerate(words):
        pair, headline = " ".join(low[i : i + 2]), word.start < title
        found = [f"p={low[i][:3]}", f"q={low[i][-3:]}", f"nl={word.new_line}", f"head={headline}"]
        found.append(f"nl1={words[i + 1].new_line if i + 1 < len(words) else 1}")
        for step in range(-3, 4):
            found += [f"w{step}={near(told, i + step)}", f"s{step}={near(shapes, i + step)}"]
            found.append(f"c{step}={near(kinds, i + step)}")
        for step in range(-2, 2):
            for mark, left, right in (
                ("b", told, told),
                ("sb", shapes, shapes),
                ("cb", kinds, kinds),
                ("cw", kinds, told),
            ):
                found.append(f"{mark}{step}={near(left, i + step)}|{near(right, i + step + 1)}")
        rank, post = _distances(ranks, i), _distances(posts, i)
        found += [f"rank={rank}", f"post={post}", f"seen={pair in seen}", f"often={min(4, capitals[low[i]])}"]
        if kinds[i][-2:] != "--":
            found += [f"seenT={pair in seen}|{low[i]}", f"rankT={rank}|{kinds[i]}", f"headT={headline}|{kinds[i]}"]
            found.append(f"placeT={min(4, 5 * i // len(words))}|{kinds[i]}")
        seen.add(pair)
        out[i, : len(found)] = [zlib.crc32(f.encode()) % (BUCKETS - 1) + 1 for f in found]
    return out
