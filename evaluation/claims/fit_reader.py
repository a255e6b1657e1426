"""Fit how the likelihood of one assertion and a reader of pairs are put together, and print the table `likeness.reader`.

    PYTHONPATH=src python evaluation/claims/fit_reader.py ECBPLUS FOLDER [--pairs 800]

The question and the pieces are those of `fit.py`; only the development topics are used, because the reader (its export in FOLDER)
was trained on the others. Of the pairs that are worth reading (likelihood at least 0.05 or cosine at least 0.45) so many are drawn with
seed 11. Average precision is that of leaving one topic out; the table is fitted on all that were drawn.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from fit import DEVELOPMENT, annotated, fit

from variorum.models.embedding import Embedder
from variorum.models.relations import RelationReader
from variorum.stages.claims.reading import _LIKELY, _NEAR, _logit, read
from variorum.stages.claims.scoring import likelihood

SEED = 11


def rows(root: Path, embedder: Embedder) -> list[tuple[int, float, float, float, tuple[str, str]]]:
    """Topic, answer, likelihood, cosine and texts of every pair worth reading."""
    found = []
    for number in sorted(DEVELOPMENT):
        for x, y, cosine, likeness, same, _ in annotated(root, number, embedder):
            likely = likelihood(likeness)
            if x.document != y.document and (likely >= _LIKELY or cosine >= _NEAR):
                found.append((number, float(same), likely, cosine, (x, y)))
    return found


def precision(scores: np.ndarray, y: np.ndarray) -> float:
    """Average precision."""
    order = np.argsort(-scores)
    precise = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    return float((precise * y[order]).sum() / y.sum())


def main() -> None:
    """Print the measures and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ecbplus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=800)
    arguments = parser.parse_args()
    every = rows(arguments.ecbplus, Embedder(threads=2))
    drawn = np.random.default_rng(SEED).permutation(len(every))[: arguments.pairs]
    some = [every[i] for i in drawn]
    sketches = {s.id: s for row in some for s in row[4]}
    keys = [(row[4][0].id, row[4][1].id) for row in some]
    told = read(RelationReader(2, folder=arguments.folder), keys, sketches)
    both = np.array([told[key].both for key in keys])
    topics, y, likely, cosine = (np.array([row[i] for row in some]) for i in range(4))
    x = np.array([[_logit(p), _logit(q)] for p, q in zip(likely, both, strict=True)])
    left_out = np.zeros(len(y))
    for number in sorted(set(topics)):
        w = fit(x[topics != number], y[topics != number])
        left_out[topics == number] = x[topics == number] @ w[:-1] + w[-1]
    print(f"# {len(y)} of {len(every)} pairs of {len(set(topics))} topics, {y.mean():.3f} the same")
    for name, scores in (("cosine", cosine), ("likelihood", likely), ("reader", both), ("together", left_out)):
        print(f"# {name:12} average precision {precision(scores, y):.3f}")
    w = fit(x, y)
    # The likelihood stays what it is where the reader says nothing: its own scale is that of the pairs of `fit.py`.
    base = fit(x[:, :1], y)
    print(
        f"# likelihood alone: weight {base[0]:.2f}, bias {base[1]:.2f}; log-odds of the sample {math.log(y.mean() / (1 - y.mean())):.2f}"
    )
    print(f"[reader]\nbias = {w[2]:.2f}\nlikely = {w[0]:.2f}\nfollows = {w[1]:.2f}")


if __name__ == "__main__":
    main()
