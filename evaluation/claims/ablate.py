"""What each part of collation gives by itself: vectors alone, rules alone, all.

    PYTHONPATH=src python evaluation/claims/ablate.py GOLD_DIR...

Vectors alone: two statements are one claim where their cosine is at least 0.684, the best on the ECB+ development topics
(evaluation/claims/fit.py); nothing is vetoed or related. Rules alone: the cosine of a pair is replaced by its overlap of
words, so that no vector takes part but in the choice of candidates. All: the room as it ships.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold_statements import read_case
from measure import Tally, measure, vectors_of

from variorum.stages import claims
from variorum.stages.claims import scoring

COSINE = 0.684


def main() -> None:
    """Print the three tables."""
    cases = [(case, vectors_of(case)) for case in (read_case(Path(folder)) for folder in sys.argv[1:])]
    shipped = claims.compare, claims.measure, claims.likelihood, claims.decide, claims.SAME, claims._LEAST_WORDS

    def by_vector(likeness: scoring.Likeness) -> float:
        return float(likeness["cosine"] >= COSINE)

    def by_words(a, b, cosine, found, rarity):  # type: ignore[no-untyped-def]
        return scoring.measure(a, b, rarity.overlap(a.content, b.content), found, rarity)

    nothing = claims.Decision(False, None, None, "", 0.0)
    for label in ("vectors alone", "rules alone", "all"):
        claims.compare, claims.measure, claims.likelihood, claims.decide, claims.SAME, claims._LEAST_WORDS = shipped
        if label == "vectors alone":
            claims.compare, claims.likelihood, claims.SAME = (lambda a, b: ()), by_vector, 0.5
            claims.decide, claims._LEAST_WORDS = (lambda *values: nothing), 0.0
        if label == "rules alone":
            claims.measure = by_words
        tally = Tally()
        for case, vectors in cases:
            measure(case, vectors, tally)
        tally.show(label)


if __name__ == "__main__":
    main()
