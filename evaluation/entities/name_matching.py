"""How well do the name rules tell one name from another, over scripts, slips and orders?

    python evaluation/entities/name_matching.py DATA_FOLDER/name_matching [--misses]

Asks of each labelled pair: could the two spellings be one name? Prints precision, recall and F1 at the threshold from which
`resolve` merges across documents, and what lies between that and the threshold from which it asks a person. Beside it two
plain measures of rapidfuzz on the folded names, each at the threshold that is best for it on this very set.
"""

import csv
import pathlib
import sys
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from variorum.crafts.names import compare_bodies, compare_people, fold
from variorum.stages.entities.resolving import MERGE, UNSURE


def best_f1(rows: Sequence[dict[str, str]], measure: Callable[[str, str], float]) -> float:
    """The F1 of a measure of likeness at its best threshold."""
    scored = [(measure(fold(row["name1"]), fold(row["name2"])), row["is_match"] == "true") for row in rows]
    all_true = sum(gold for _, gold in scored)
    best, hits = 0.0, 0
    for said, (_, gold) in enumerate(sorted(scored, key=lambda s: (-s[0], s[1])), 1):
        hits += gold
        best = max(best, 2 * hits / (said + all_true))
    return best


def main(folder: str, *options: str) -> None:
    path = pathlib.Path(folder) / "nomenklatura_name_bench_cases.csv"
    if not path.exists():
        sys.exit(f"{path}: not there; give the folder that holds the labelled pairs")
    hits = misses = alarms = asked_right = asked_wrong = 0
    with path.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        compare = compare_people if row["schema"] == "Person" else compare_bodies
        likeness = compare(row["name1"], row["name2"])
        said, gold = likeness.score >= MERGE, row["is_match"] == "true"
        hits, misses, alarms = hits + (said and gold), misses + (gold and not said), alarms + (said and not gold)
        if UNSURE <= likeness.score < MERGE:
            asked_right, asked_wrong = asked_right + gold, asked_wrong + (not gold)
        if said != gold and "--misses" in options:
            print(
                f"{'missed' if gold else 'alarm '} {likeness.score:.2f} {row['schema']} | {row['name1']} | {row['name2']} | {likeness.reason}"
            )
    precision, recall = hits / (hits + alarms), hits / (hits + misses)
    print(
        f"{len(rows)} pairs  merged from {MERGE}: P {precision:.3f}  R {recall:.3f}  "
        f"F1 {2 * precision * recall / (precision + recall):.3f}  asked from {UNSURE}: {asked_right} of one name, {asked_wrong} of two"
    )
    for name, measure in (("ratio", fuzz.ratio), ("Jaro-Winkler", JaroWinkler.similarity)):
        print(f"rapidfuzz {name} at its best threshold: F1 {best_f1(rows, measure):.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
