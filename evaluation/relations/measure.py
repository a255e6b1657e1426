"""How far the relation model can be trusted: accuracy, confusion, calibration, and made edits by kind.

    PYTHONPATH=src python evaluation/relations/measure.py DATA [--rows N] [--svg FILE] [--check] [--model FOLDER]

DATA holds nli/ with the dev sets and ecbplus/, whose development topics give the sentences for the made edits (one thing
changed, by training/relations/edits.py; no sentence of these topics was trained on). With --rows only so many rows of
each set are read. With --check the floors of floors.toml hold on the full sets, or the program ends with an error.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "training" / "relations"))

from data import ecb_sentences, spoken  # noqa: E402
from edits import Names, Pair, pairs  # noqa: E402

from variorum.models.relations import RelationReader, directions  # noqa: E402

VERDICTS = ("entailment", "neutral", "contradiction")
SETS = {"mnli": "dev_mnli.jsonl", "cad": "dev_cad.jsonl", "climate_fever": "dev_climate_fever.jsonl"}
BINS = 10


def rows(path: Path, limit: int) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Pairs of a set and their verdicts by number."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if limit and limit < len(found):
        found = random.Random(0).sample(found, limit)
    return [(r["premise"], r["hypothesis"]) for r in found], np.array([VERDICTS.index(r["label"]) for r in found])


def confusion(gold: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Counts [gold, read]."""
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (gold, chances.argmax(1)), 1)
    return table


def macro_f1(table: np.ndarray) -> float:
    right = np.diag(table)
    return float(np.mean(2 * right / np.maximum(table.sum(0) + table.sum(1), 1)))


def reliability(gold: np.ndarray, chances: np.ndarray) -> list[tuple[float, float, int]]:
    """Of the verdicts given, by their probability in bins of a tenth: mean probability, share right, how many."""
    best, right = chances.max(1), chances.argmax(1) == gold
    places = np.minimum((best * BINS).astype(int), BINS - 1)
    return [
        (float(best[places == i].mean()), float(right[places == i].mean()), int((places == i).sum()))
        for i in range(BINS)
        if (places == i).any()
    ]


def expected_error(table: list[tuple[float, float, int]]) -> float:
    """Expected calibration error (Guo et al. 2017): mean gap between probability and share right, weighted by count."""
    return sum(abs(said - was) * n for said, was, n in table) / sum(n for _, _, n in table)


def chart(curves: dict[str, list[tuple[float, float, int]]]) -> str:
    """A calibration curve as SVG: how often a verdict is right, over the probability it was given."""
    side, edge = 320, 44
    colours = ("#1b6ca8", "#b3541e", "#4a7c3a")

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + (x - 0.3) / 0.7 * side, 12 + (1 - y) * side

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + edge + 150}" height="{side + edge + 16}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Share of verdicts that are right, over the probability given</title>",
        f'<rect x="{edge}" y="12" width="{side}" height="{side}" fill="none" stroke="#999"/>',
        '<line x1="{:.0f}" y1="{:.0f}" x2="{:.0f}" y2="{:.0f}" stroke="#bbb" stroke-dasharray="4 3"/>'.format(
            *at(0.3, 0.3), *at(1, 1)
        ),
    ]
    for tick in (0.3, 0.5, 0.7, 0.9):
        parts.append(f'<text x="{at(tick, 0)[0]:.0f}" y="{side + 28}" text-anchor="middle">{tick}</text>')
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{edge - 6}" y="{at(0.3, tick)[1] + 4:.0f}" text-anchor="end">{tick}</text>')
    parts.append(f'<text x="{edge + side / 2}" y="{side + 46}" text-anchor="middle">probability given</text>')
    for i, (name, curve) in enumerate(curves.items()):
        line = " ".join("{:.1f},{:.1f}".format(*at(said, was)) for said, was, _ in curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colours[i]}" stroke-width="2"/>')
        for said, was, n in curve:
            x, y = at(said, was)
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[i]}"><title>{n} verdicts</title></circle>'
            )
        parts.append(f'<text x="{edge + side + 10}" y="{30 + 18 * i}" fill="{colours[i]}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def made(data: Path, limit: int) -> list[Pair]:
    """Edits of sentences of the ECB+ development topics, at most `limit` a kind."""
    sentences = []
    for found in ecb_sentences(data / "ecbplus", "Dev").values():
        sentences += [s for s in map(spoken, found) if 6 <= len(s.split()) <= 30 and s[0].isupper() and "http" not in s]
    rng = random.Random(7)
    names = Names.of(sentences)
    by_kind: dict[str, list[Pair]] = defaultdict(list)
    for sentence in sorted(set(sentences)):
        for pair in pairs(sentence, rng, names):
            by_kind[pair.kind].append(pair)
    return [p for kind in sorted(by_kind) for p in rng.sample(by_kind[kind], min(limit, len(by_kind[kind])))]


def measure_sets(reader: RelationReader, data: Path, limit: int, svg: Path | None) -> dict[str, float]:
    results: dict[str, float] = {}
    curves = {}
    for name, file in SETS.items():
        given, gold = rows(data / "nli" / file, limit)
        started = time.perf_counter()
        chances = reader.compare(given)
        spent = time.perf_counter() - started
        table = confusion(gold, chances)
        curves[name] = reliability(gold, chances)
        results[f"{name}_accuracy"] = float(np.diag(table).sum() / table.sum())
        results[f"{name}_macro_f1"] = macro_f1(table)
        results[f"{name}_calibration_error"] = expected_error(curves[name])
        print(
            f"\n{name}: {len(gold)} pairs, accuracy {results[f'{name}_accuracy']:.4f}, macro F1 {macro_f1(table):.4f}, "
            f"calibration error {expected_error(curves[name]):.4f}, {len(gold) / spent:.0f} pairs/s"
        )
        print("| gold \\ read | " + " | ".join(VERDICTS) + " |\n|---|---|---|---|")
        for verdict, counts in zip(VERDICTS, table, strict=True):
            print(f"| {verdict} | " + " | ".join(map(str, counts)) + " |")
    print(
        "\n| probability given | " + " | ".join(f"{n}: right (n)" for n in curves) + " |\n|---|" + "---|" * len(curves)
    )
    for low in range(BINS):
        cells = []
        for curve in curves.values():
            match = [(was, n) for said, was, n in curve if min(int(said * BINS), BINS - 1) == low]
            cells.append(f"{match[0][0]:.2f} ({match[0][1]})" if match else "–")
        if any(c != "–" for c in cells):
            print(f"| {low / BINS:.1f} to {(low + 1) / BINS:.1f} | " + " | ".join(cells) + " |")
    if svg:
        svg.parent.mkdir(parents=True, exist_ok=True)
        svg.write_text(chart(curves), encoding="utf-8")
    return results


def measure_edits(reader: RelationReader, data: Path, limit: int) -> dict[str, float]:
    found = made(data, limit or 150)
    texts = [(p.first, p.second) for p in found]
    there = reader.compare(texts)
    back = reader.compare([(b, a) for a, b in texts])
    stand = directions(there, back)
    columns = np.stack([stand.equivalent, stand.refines, stand.refined, stand.contradicts, stand.neither], 1)
    names = {(0, 0): 0, (0, 1): 1, (1, 0): 2, (2, 2): 3, (1, 1): 4}
    gold = np.array([names[p.forward, p.backward] for p in found])
    read = columns.argmax(1)
    print("\nmade edits (first to second, second to first, how both together are read):")
    print("| kind | n | first to second | second to first | relation |\n|---|---|---|---|---|")
    relations = []
    for kind in sorted({p.kind for p in found}):
        some = np.array([p.kind == kind for p in found])
        forward = there[some].argmax(1) == np.array([p.forward for p in found])[some]
        backward = back[some].argmax(1) == np.array([p.backward for p in found])[some]
        relations.append((gold[some] == read[some]).mean())
        print(f"| {kind} | {some.sum()} | {forward.mean():.2f} | {backward.mean():.2f} | {relations[-1]:.2f} |")
    labels = ("equivalent", "refines", "refined", "contradicts", "neither")
    print("\n| gold \\ read | " + " | ".join(labels) + " |\n|---|" + "---|" * len(labels))
    for i, label in enumerate(labels):
        if (gold == i).any():
            print(f"| {label} | " + " | ".join(str(int(((gold == i) & (read == j)).sum())) for j in range(5)) + " |")
    return {"edits_relation": float(np.mean(relations))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--model", type=Path, help="another export than the one that ships")
    args = parser.parse_args()
    reader = RelationReader(folder=args.model) if args.model else RelationReader()
    print(reader.record())
    results = measure_sets(reader, args.data, args.rows, args.svg) | measure_edits(reader, args.data, args.rows)
    print("\n" + json.dumps({k: round(v, 4) for k, v in results.items()}, indent=1))
    if args.check:
        below = failing(results, tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8")))
        if below:
            sys.exit("below the floor: " + ", ".join(below))


def failing(results: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """What is below its floor (`at_least`), above its ceiling (`at_most`), or was not measured at all."""
    low = [k for k, v in floors.get("at_least", {}).items() if not results.get(k, -1.0) >= v]
    high = [k for k, v in floors.get("at_most", {}).items() if not results.get(k, 2.0) <= v]
    return low + high


if __name__ == "__main__":
    main()
