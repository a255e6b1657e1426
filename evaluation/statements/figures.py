"""Are the numbers of the statements right? Bounds compared with those that a careful reader wrote down.

    python evaluation/statements/figures.py SCORER GOLD_DIR... [--wrong]

For each gold statement that some statement overlaps enough (by SCORER, the path of `score_case.py`), the figures of the best
one are compared as pairs of bounds. Printed: gold figures found, and figures that the gold does not have. `on the marked
spans` reads the figures of the gold's own spans, so that segmentation plays no part.
"""

import argparse
import collections
import json
from pathlib import Path

from segmentation import load_scorer, read_case

from variorum.crafts.figures import find_figures
from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.stages.statements.segment import segment
from variorum.values.text import Span


def main() -> None:
    """Read the arguments and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("gold", type=Path, nargs="+")
    arguments.add_argument("--wrong", action="store_true")
    given = arguments.parse_args()
    scorer, parser = load_scorer(given.scorer), Parser()
    totals: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for folder in given.gold:
        case = json.loads((folder / "case.json").read_text(encoding="utf8"))
        names = {Path(d["file"]).name: d["id"] for d in case["documents"]}
        gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))["statements"]
        for document, tree, attributions in read_case(folder, parser):
            made = segment(document, tree, attributions)
            moments = find_moments(document, tree.parse)
            for entry in (one for one in gold if one["doc"] == names[document.name]):
                place = entry["start"], entry["end"]
                best = max(made, key=lambda one: scorer.overlaps((one.span.start, one.span.end), place), default=None)
                spans = {"on the marked spans": Span(document.id, *place)}
                if best is not None and scorer.overlaps((best.span.start, best.span.end), place):
                    spans["on the statements made"] = best.span
                for name, span in spans.items():
                    figures = find_figures(document, tree, span, moments)
                    have = collections.Counter((figure.low, figure.high) for figure in figures)
                    want = collections.Counter((figure["low"], figure["high"]) for figure in entry["figures"])
                    totals[name].update(
                        right=sum((have & want).values()), wanted=sum(want.values()), extra=sum((have - want).values())
                    )
                    if given.wrong and have != want:
                        print(
                            f"{name}: {entry['quote']!r} wanted {dict(want)}, read "
                            f"{[(figure.of, figure.low, figure.high) for figure in figures]}"
                        )
    for name, counts in totals.items():
        print(f"{name:24} right {counts['right']}/{counts['wanted']}  extra {counts['extra']}")


if __name__ == "__main__":
    main()
