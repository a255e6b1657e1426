"""Learn where units are from the development texts of SFM Nigeria, and measure it on texts it was not shown.

    python training/units/train.py DATA/sfm_nigeria [--spans FILE.json] [--folds 5] [--seed 0] [--threads 1]

A linear-chain CRF over words, shapes and the classes of the table of units, in folds of whole texts; three of them that differ in the
share of features left out while learning are averaged. Printed: each alone (named by that share), their mean, and the mean put together with the grammar: a
unit of the grammar is dropped where the net gives it less than `--keep`, one that only the net sees is added from `--add` on.
The rules of today were written on the same texts, so their own figure here is a fit; `--spans` gives the answers of another state of the
grammar (spans.py), to see what the sum does to rules that were fitted less. Needs torch; nothing of this ships.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from data import BUCKETS, Sample, development, folds, sample
from torch import Tensor, nn

NEVER = torch.zeros(3, 3)
NEVER[0, 2] = -50.0  # no further word of a unit right behind a word outside
DROPS = (0.1, 0.3, 0.5)
BATCH = 64  # segments
PLAIN = 0.4  # share of the segments without a unit that an epoch shows, each with the weight of those left out
FAINT = 0.03

Spans = list[set[tuple[int, int]]]


class Chain(nn.Module):
    def __init__(self, features: int) -> None:
        super().__init__()
        self.weights = nn.EmbeddingBag(features, 3, mode="sum", padding_idx=0)
        nn.init.zeros_(self.weights.weight)
        self.bias, self.first = nn.Parameter(torch.zeros(3)), nn.Parameter(torch.zeros(3))
        self.steps = nn.Parameter(torch.zeros(3, 3))

    def words(self, features: Tensor, drop: float = 0.0) -> Tensor:
        """Scores [n, 3] of words; `drop` is the share of features left out."""
        kept = torch.where(torch.rand(features.shape) < drop, 0, features) if drop else features
        return self.weights(kept) / (1 - drop) + self.bias

    def loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of each row; scores [b, t, 3]."""
        steps = self.steps + NEVER
        ways = scores[:, 0] + self.first
        gold = ways.gather(1, labels[:, :1])[:, 0]
        for at in range(1, scores.shape[1]):
            here = mask[:, at]
            onward = torch.logsumexp(ways[:, :, None] + steps, 1) + scores[:, at]
            ways = torch.where(here[:, None], onward, ways)
            step = steps[labels[:, at - 1], labels[:, at]] + scores[:, at].gather(1, labels[:, at : at + 1])[:, 0]
            gold = gold + torch.where(here, step, torch.zeros_like(step))
        return torch.logsumexp(ways, 1) - gold

    @torch.no_grad()
    def marginals(self, item: Sample) -> np.ndarray:
        """How likely each label of each word is, float[n, 3]."""
        scores = self.words(torch.from_numpy(item.features)).numpy()
        steps, first = (self.steps + NEVER).numpy(), self.first.numpy()
        return np.concatenate([_marginals(scores[a:b], steps, first) for a, b in item.segments])


def _marginals(scores: np.ndarray, steps: np.ndarray, first: np.ndarray) -> np.ndarray:
    ahead, back = np.zeros_like(scores), np.zeros_like(scores)
    ahead[0] = scores[0] + first
    for at in range(1, len(scores)):
        ahead[at] = np.logaddexp.reduce(ahead[at - 1][:, None] + steps, 0) + scores[at]
    for at in range(len(scores) - 2, -1, -1):
        back[at] = np.logaddexp.reduce(steps + (scores[at + 1] + back[at + 1])[None], 1)
    return np.exp(ahead + back - np.logaddexp.reduce(ahead[-1]))


def fit(items: list[Sample], features: int, drop: float, epochs: int, rate: float, seed: int) -> Chain:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    rows = [
        (torch.from_numpy(x.features[a:b]), torch.from_numpy(x.labels[a:b]), bool(x.labels[a:b].any()))
        for x in items
        for a, b in x.segments
    ]
    net = Chain(features)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-4)
    total, step = epochs * sum(1.0 if told else PLAIN for *_, told in rows) / BATCH, 0
    for _ in range(epochs):
        shown = [row for row in rows if row[2] or rng.random() < PLAIN]
        shown.sort(key=lambda row: len(row[1]) + 6 * rng.random())
        batches = [shown[at : at + BATCH] for at in range(0, len(shown), BATCH)]
        rng.shuffle(batches)
        for batch in batches:
            optimiser.param_groups[0]["lr"] = rate * max(0.02, 1 - step / total)
            lengths = [len(labels) for _, labels, _ in batch]
            flat = net.words(torch.cat([f for f, *_ in batch]), drop)
            scores = nn.utils.rnn.pad_sequence(flat.split(lengths), batch_first=True)
            labels = nn.utils.rnn.pad_sequence([y for _, y, _ in batch], batch_first=True)
            mask = torch.arange(labels.shape[1]) < torch.tensor(lengths)[:, None]
            weight = torch.tensor([1.0 if told else 1 / PLAIN for *_, told in batch])
            optimiser.zero_grad()
            (net.loss(scores, labels, mask) * weight).mean().backward()
            optimiser.step()
            step += 1
    return net


def likely(item: Sample, chances: np.ndarray) -> dict[tuple[int, int], float]:
    """Every span that could be a unit, with the chance of its weakest part."""
    out: dict[tuple[int, int], float] = {}
    for at in np.flatnonzero(chances[:, 1] >= FAINT).tolist():
        whole = chances[at, 1]
        for end in range(at + 1, min(len(chances), at + 14) + 1):
            ends = 1 - chances[end, 2] if end < len(chances) else 1.0
            if min(whole, ends) >= FAINT:
                out[item.words[at].start, item.words[end - 1].end] = float(min(whole, ends))
            whole = min(whole, chances[end, 2]) if end < len(chances) else 0.0
            if whole < FAINT:
                break
    return out


def take(ranked: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The best of the spans that touch each other."""
    chosen: set[tuple[int, int]] = set()
    for span, _ in sorted(ranked.items(), key=lambda x: -x[1]):
        if all(span[1] <= a or b <= span[0] for a, b in chosen):
            chosen.add(span)
    return chosen


def together(chances: dict[tuple[int, int], float], rules: set[tuple[int, int]], keep: float, add: float):
    """The units of the grammar that the net does not deny, and those it is sure of; where two touch the grammar's stands."""
    ranked = {span: p for span, p in chances.items() if p >= add}
    ranked |= {span: 1 + chances.get(span, 0.0) for span in rules if chances.get(span, 0.0) >= keep}
    return take(ranked)


def figures(items: list[Sample], said: Spans) -> str:
    """P, R, F1 of exact spans, and how far F1 moves when the texts are drawn anew (standard error of 500 draws)."""
    counts = np.array([[len(x.gold & s), len(s), len(x.gold)] for x, s in zip(items, said, strict=True)])
    hits, found, gold = counts.sum(0)
    rng = np.random.default_rng(0)
    drawn = counts[rng.integers(0, len(counts), (500, len(counts)))].sum(1)
    spread = (2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2])).std()
    return f"P {hits / max(1, found):.3f}  R {hits / gold:.3f}  F1 {2 * hits / (found + gold):.3f} ± {spread:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--spans", type=Path, help="answers of another state of the grammar, from spans.py")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=0.03)
    parser.add_argument(
        "--eager", type=float, default=1.0, help="how much recall is sought where the net is asked alone"
    )
    parser.add_argument("--keep", type=float, default=0.07)
    parser.add_argument("--add", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    items = [sample(*told) for told in development(args.folder)]
    used = squeeze(items)
    chances: dict[object, list[np.ndarray]] = {drop: [np.zeros(0)] * len(items) for drop in DROPS}
    for held in folds(len(items), args.folds, 7 + args.seed):
        shown = [x for i, x in enumerate(items) if i not in held]
        for drop in DROPS:
            net = fit(shown, used, drop, args.epochs, args.rate, args.seed)
            for i in held:
                chances[drop][i] = net.marginals(items[i])
    chances["mean"] = [sum(chances[d][i] for d in DROPS) / len(DROPS) for i in range(len(items))]
    for name, told in chances.items():
        print(f"net, {name}:", figures(items, [read(x, c, args.eager) for x, c in zip(items, told, strict=True)]))
    mean = [likely(x, c) for x, c in zip(items, chances["mean"], strict=True)]
    from variorum.crafts.units import find_units

    rules = {"grammar of today": [{(u.start, u.end) for u in find_units(x.text)} for x in items]}
    if args.spans:
        told = json.loads(args.spans.read_text())
        rules["grammar given"] = [{(a, b) for a, b in told[x.name]} for x in items]
    for name, said in rules.items():
        print(f"{name}:", figures(items, said))
        both = [together(c, s, args.keep, args.add) for c, s in zip(mean, said, strict=True)]
        print(f"{name} and the nets:", figures(items, both))


def read(item: Sample, chances: np.ndarray, eager: float) -> set[tuple[int, int]]:
    """The likeliest labels of a whole text, `eager` taken off the logarithm of the chance to be outside."""
    scores = np.log(np.maximum(chances, 1e-9))
    scores[:, 0] -= eager
    steps = NEVER.numpy()
    best, back = scores[0] + [0, 0, -50], []
    for row in scores[1:]:
        ways = best[:, None] + steps
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    labels = [int(best.argmax())]
    for row in reversed(back):
        labels.append(int(row[labels[-1]]))
    labels.reverse()
    out = set()
    for at, label in enumerate(labels):
        if label == 1:
            end = at + 1
            while end < len(labels) and labels[end] == 2:
                end += 1
            out.add((item.words[at].start, item.words[end - 1].end))
    return out


def squeeze(items: list[Sample]) -> int:
    """Numbers the features that stand more than once from 1 on, in place; returns one more than the last."""
    often, counts = np.unique(np.concatenate([x.features.ravel() for x in items]), return_counts=True)
    often = often[(counts >= 2) & (often > 0)]
    number = np.zeros(BUCKETS, np.int64)
    number[often] = np.arange(1, len(often) + 1)
    for x in items:
        x.features = number[x.features]
    return len(often) + 1


if __name__ == "__main__":
    main()
