"""Sweep the constants of collation on the gold cases, and say what leaving one case out would have chosen.

    PYTHONPATH=src python evaluation/claims/sweep.py NAME VALUES GOLD_DIR...      e.g. SAME 0.3,0.4,0.5

NAME is a constant of `stages.claims` or `stages.claims.deciding`. Prints same-claim and conflict F1 a value and case; then,
for each case, the value that is best on the other two and what it gives on the case itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold_statements import read_case
from measure import Tally, measure, vectors_of

from variorum.stages import claims
from variorum.stages.claims import deciding


def f1(row):
    hit, got, want = row
    return 2 * hit / (got + want) if got + want else 0.0


def main() -> None:
    name, values, *folders = sys.argv[1:]
    cases = [(case, vectors_of(case)) for case in (read_case(Path(folder)) for folder in folders)]
    results = {}
    for value in map(float, values.split(",")):
        for module in (claims, deciding):
            if hasattr(module, name):
                setattr(module, name, value)
        for case, vectors in cases:
            tally = Tally()
            measure(case, vectors, tally)
            results[value, case.name] = {k: tuple(v) for k, v in tally.rows.items()}
        total = {
            kind: tuple(map(sum, zip(*(results[value, case.name][kind] for case, _ in cases))))
            for kind in ("same claim", "conflicts", "hard negatives wrong")
        }
        each = "  ".join(
            f"{f1(results[value, c.name]['same claim']):.2f}/{f1(results[value, c.name]['conflicts']):.2f}"
            for c, _ in cases
        )
        hit, got, _ = total["same claim"]
        print(
            f"{name} {value:.2f}  same {f1(total['same claim']):.3f} (p {hit / max(1, got):.2f})  conflicts {f1(total['conflicts']):.3f}  hard {total['hard negatives wrong'][1]}   {each}"
        )
    for kind in ("same claim", "conflicts"):
        left = (0, 0, 0)
        for case, _ in cases:

            def others(value):
                return f1(tuple(map(sum, zip(*(results[value, c.name][kind] for c, _ in cases if c is not case)))))

            chosen = max({v for v, _ in results}, key=lambda v: (others(v), -v))
            left = tuple(map(sum, zip(left, results[chosen, case.name][kind])))
            print(
                f"{kind}: without {case.name} best {chosen:.2f}, gives {f1(results[chosen, case.name][kind]):.3f} on it"
            )
        print(f"{kind}: leave one case out F1 {f1(left):.3f} precision {left[0] / max(1, left[1]):.3f}")


if __name__ == "__main__":
    main()
