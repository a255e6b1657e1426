"""How far is one text made from another: copied, lightly revised, heavily revised, or written without it?

    python evaluation/lineage/reuse.py DATA_FOLDER/clough_stevenson_reuse

Reads `pairs.jsonl` (short answers, each with the source it may have used, and one of four classes). Every measure gives one
number a pair; the class is read off by three thresholds (one for the two-way question: any reuse or none), chosen on
all other pairs and tried on the one left out. Baseline: 5-gram containment of the answer in the source. The program's
measures: the share of the answer's words in runs that it shares with the source, short runs down to two words, and that
with the likeness of its rewritten sentences.
"""

import argparse
import bisect
import json
import pathlib
import sys
from collections.abc import Callable, Sequence

import numpy as np

from variorum.crafts.reuse import find_retold, find_sentences
from variorum.crafts.shingles import find_runs, match_positions, shingle, split_words

Measure = Callable[[str, str], float]


def gram_containment(answer: str, source: str) -> float:
    """The baseline: the share of the answer's distinct 5-grams that the source has."""
    ours, theirs = (np.unique(shingle(split_words(text).forms)) for text in (answer, source))
    return len(np.intersect1d(ours, theirs)) / max(1, len(ours))


def in_runs(answer: str, source: str) -> float:
    """The share of the answer's words in runs of at least five words."""
    ours, theirs = split_words(answer), split_words(source)
    return sum(run.length for run in find_runs(ours, theirs)) / max(1, len(ours.forms))


def in_short_runs(answer: str, source: str) -> float:
    """The share of the answer's words in runs of at least two words."""
    ours, theirs = split_words(answer), split_words(source)
    return sum(run.length for run in find_runs(ours, theirs, length=2)) / max(1, len(ours.forms))


def with_rewritten(answer: str, source: str) -> float:
    """The mean of the words in long runs, the words in short runs, and the answer's words in sentences told again."""
    return (in_runs(answer, source) + in_short_runs(answer, source) + retold(answer, source)) / 3


def retold(answer: str, source: str) -> float:
    """The share of the answer's words in sentences told again, each by its likeness."""
    ours, theirs = split_words(answer), split_words(source)
    bounds = find_sentences(answer, ours), find_sentences(source, theirs)
    i, j = match_positions(shingle(ours.forms, 2), shingle(theirs.forms, 2))
    openings = list(zip(i.tolist(), j.tolist(), strict=True))
    found = find_retold(ours, theirs, bounds, openings, least=0.3)
    return sum((one.left[1] - one.left[0]) * one.likeness for one in found) / max(1, len(ours.forms))


def best_cuts(scores: np.ndarray, labels: np.ndarray, classes: int) -> list[float]:
    """The thresholds that put most of the pairs into their classes, by dynamic programming over the sorted scores."""
    order = np.argsort(scores, kind="stable")
    ordered, truth = scores[order], labels[order]
    places = [0, *[i for i in range(1, len(ordered)) if ordered[i] > ordered[i - 1]], len(ordered)]
    right = np.array([np.concatenate(([0], np.cumsum(truth == c))) for c in range(classes)])
    best = {place: (int(right[0][place]), (place,)) for place in places}
    for c in range(1, classes):
        fresh = {}
        for end in places:
            fresh[end] = max(
                (score + int(right[c][end] - right[c][cuts[-1]]), (*cuts, end))
                for place, (score, cuts) in best.items()
                if place <= end
            )
        best = fresh
    cuts = best[len(ordered)][1][:-1]
    return [(ordered[max(0, c - 1)] + ordered[min(c, len(ordered) - 1)]) / 2 for c in cuts]


def leave_one_out(scores: Sequence[float], labels: Sequence[int], classes: int) -> float:
    """The share of the pairs put into their class by thresholds chosen without them."""
    values, truth = np.array(scores), np.array(labels)
    right = 0
    for i in range(len(values)):
        rest = np.arange(len(values)) != i
        right += bisect.bisect_right(best_cuts(values[rest], truth[rest], classes), values[i]) == truth[i]
    return right / len(values)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    path = parser.parse_args(arguments).folder / "pairs.jsonl"
    if not path.exists():
        sys.exit(f"{path}: not there; give the folder that holds the labelled pairs")
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    labels = [int(row["label"]) for row in rows]
    order = {row["label_name"]: int(row["label"]) for row in rows}
    print(f"{len(rows)} answers, classes {order}")
    for measure in (gram_containment, in_runs, in_short_runs, retold, with_rewritten):
        scores = [measure(row["answer"], row["source"]) for row in rows]
        four = leave_one_out(scores, labels, 4)
        two = leave_one_out(scores, [min(label, 1) for label in labels], 2)
        print(f"{measure.__name__:<18} four-way {four:.3f}  two-way {two:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
