"""What each part of collation gives by itself: vectors alone, rules alone, the reader of pairs alone, and together.

    PYTHONPATH=src python evaluation/claims/ablate.py [--reader FOLDER] GOLD_DIR...

Vectors alone: two statements are one claim where their cosine is at least 0.684, the best on the ECB+ development topics
(evaluation/claims/fit.py); nothing is vetoed or related. Rules alone: the cosine of a pair is replaced by its overlap of
words, so that no vector takes part but in the choice of candidates. Reader alone: one claim where each follows from the other with
at least 0.5, a conflict where both cannot be so with at least 0.9; no rule. All: the room as it ships, without and with the reader,
whose export lies in FOLDER (without it, the rows of the reader are left out).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from gold_statements import read_case
from measure import Tally, measure, vectors_of

from variorum.models.relations import RelationReader
from variorum.stages import claims
from variorum.stages.claims import scoring
from variorum.stages.claims.deciding import Decision

COSINE = 0.684
NAMES = ("compare", "measure", "likelihood", "decide", "SAME", "_LEAST_WORDS", "revise", "candidates")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", type=Path)
    parser.add_argument("gold", nargs="+", type=Path)
    arguments = parser.parse_args()
    cases = [(case, vectors_of(case)) for case in map(read_case, arguments.gold)]
    shipped = {name: getattr(claims, name) for name in NAMES}
    reader = RelationReader(2, folder=arguments.reader) if arguments.reader else None

    def by_vector(likeness: scoring.Likeness) -> float:
        return float(likeness["cosine"] >= COSINE)

    def by_words(a, b, cosine, found, rarity):  # type: ignore[no-untyped-def]
        return scoring.measure(a, b, rarity.overlap(a.content, b.content), found, rarity)

    nothing = Decision(False, None, None, "", 0.0)
    no_rules = {"compare": lambda a, b: (), "decide": lambda *values: nothing, "_LEAST_WORDS": 0.0, "SAME": 0.5}
    reader_only = {
        "revise": lambda likely, verdict, weights: verdict.both,
        "likelihood": lambda likeness: likeness["cosine"],
    }
    variants = [
        ("vectors alone", {**no_rules, "likelihood": by_vector}, None),
        ("rules alone", {"measure": by_words}, None),
        ("all without the reader", {}, None),
    ]
    if reader is not None:
        variants += [("reader alone", {**no_rules, **reader_only}, reader), ("all with the reader", {}, reader)]
    for label, changed, heard in variants:
        for name, value in {**shipped, **changed}.items():
            setattr(claims, name, value)
        tally = Tally()
        for case, vectors in cases:
            measure(case, vectors, tally, reader=heard)
        tally.show(label)


if __name__ == "__main__":
    main()
