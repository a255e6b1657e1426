"""Sweep a constant of collation on the gold cases, and say what leaving one case out would have chosen.

    PYTHONPATH=src python evaluation/claims/sweep.py NAME VALUES GOLD_DIR...      e.g. SAME 0.3,0.4,0.5

NAME is a constant of `stages.claims` or `stages.claims.deciding`. Prints same-claim and conflict F1 of each value and case;
then, for each case, the value that is best on the others and what it gives on the case itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold_statements import read_case
from measure import Tally, measure, vectors_of

from variorum.stages import claims
from variorum.stages.claims import deciding


def f1(row: tuple[int, ...]) -> float:
    """F1 of hits, found and wanted."""
    hit, got, want = row
    return 2 * hit / (got + want) if got + want else 0.0


def total(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Rows summed column by column."""
    return tuple(map(sum, zip(*rows, strict=True)))


def main() -> None:
    """Print the sweep and the choice without each case."""
    name, values, *folders = sys.argv[1:]
    cases = [(case, vectors_of(case)) for case in (read_case(Path(folder)) for folder in folders)]
    names = [case.name for case, _ in cases]
    swept = [float(value) for value in values.split(",")]
    results: dict[tuple[float, str], dict[str, tuple[int, ...]]] = {}
    for value in swept:
        for module in (claims, deciding):
            if hasattr(module, name):
                setattr(module, name, value)
        for case, vectors in cases:
            tally = Tally()
            measure(case, vectors, tally)
            results[value, case.name] = {kind: tuple(row) for kind, row in tally.rows.items()}
        same, conflicts, hard = (
            total([results[value, case][kind] for case in names])
            for kind in ("same claim", "conflicts", "hard negatives wrong")
        )
        print(
            f"{name} {value:.2f}  same {f1(same):.3f} (p {same[0] / max(1, same[1]):.2f})  conflicts {f1(conflicts):.3f}  hard {hard[1]}"
        )
    for kind in ("same claim", "conflicts"):
        left = (0, 0, 0)
        for case in names:
            others = [other for other in names if other != case]
            worth = {value: f1(total([results[value, other][kind] for other in others])) for value in swept}
            chosen = max(swept, key=lambda value: (worth[value], -value))
            left = total([left, results[chosen, case][kind]])
            print(f"{kind}: without {case} best {chosen:.2f}, gives {f1(results[chosen, case][kind]):.3f} on it")
        print(f"{kind}: leave one case out F1 {f1(left):.3f} precision {left[0] / max(1, left[1]):.3f}")


if __name__ == "__main__":
    main()
