"""Measure collation on gold cases with the gold's statements as input.

    PYTHONPATH=src python evaluation/claims/measure.py GOLD_DIR... [--errors]

Prints, for each case and for all together: recall of candidates, same-claim pairs across documents, conflicts and
successions between claims, refinements and supports between claims, and hard negatives merged or called a conflict.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold_statements import GoldCase, read_case

from variorum.models.embedding import Embedder
from variorum.stages.claims import align, candidates, sketch_all

CONFLICT = {"contradicts", "supersedes"}


def closure(pairs):
    """The pairs and what follows from them in order."""
    pairs = set(pairs)
    while more := {(a, d) for a, b in pairs for c, d in pairs if b == c and a != d} - pairs:
        pairs |= more
    return pairs


def vectors_of(case: GoldCase):
    """The vector of every statement by its id."""
    texts = [s.proposition or s.passage.words for s in case.statements]
    return dict(zip([s.id for s in case.statements], Embedder(threads=2).embed(texts), strict=True))


class Tally:
    """Hits, found and wanted, summed over cases."""

    def __init__(self):
        self.rows = collections.defaultdict(lambda: [0, 0, 0])

    def add(self, name, got, want):
        """Count one set against another."""
        row = self.rows[name]
        row[0] += len(got & want)
        row[1] += len(got)
        row[2] += len(want)

    def show(self, label):
        """Print precision, recall and F1 of every row."""
        print(f"## {label}")
        for name, (hit, got, want) in self.rows.items():
            p, r = hit / got if got else 0.0, hit / want if want else 0.0
            f = 2 * p * r / (p + r) if p + r else 0.0
            print(f"{name:24} p {p:.3f}  r {r:.3f}  f1 {f:.3f}   hit {hit} system {got} gold {want}")


def measure(case: GoldCase, vectors, tally: Tally, errors: bool = False, reader=None):
    """Align one case and count it against its gold; with `errors`, print what was wrong."""
    aligned = align(case.documents, case.statements, case.entities, vectors, reader=reader)
    doc = {s.id: s.document for s in case.statements}
    text = {s.id: s.passage.words for s in case.statements}
    home = {s: c["id"] for c in case.gold["claims"] for s in c["statements"]}
    gold_pairs = {
        frozenset(p)
        for c in case.gold["claims"]
        for p in itertools.combinations(c["statements"], 2)
        if doc[p[0]] != doc[p[1]]
    }
    sketches = sketch_all(case.documents, case.statements, case.entities)
    near = {frozenset(p) for p in candidates(tuple(sketches.values()), vectors)}
    across = {frozenset(p) for p in itertools.combinations(doc, 2) if doc[p[0]] != doc[p[1]]}
    tally.add("candidates", near & across, gold_pairs)
    together = {frozenset(p) for c in aligned.claims for p in itertools.combinations(c.statements, 2)}
    tally.add("same claim", together & across, gold_pairs)
    merged = {frozenset(home[x] for x in p) for p in together}
    after = closure((r["a"], r["b"]) for r in case.gold["relations"] if r["kind"] == "supersedes")
    conflicts = {
        frozenset((r["a"], r["b"])) for r in case.gold["relations"] if r["kind"] in ("conflicts", "supersedes")
    }
    conflicts |= {frozenset(p) for p in after}
    others = {
        frozenset((r["a"], r["b"])) for r in case.gold["relations"] if r["kind"] not in ("conflicts", "supersedes")
    }
    between = [(r, home[r.a], home[r.b]) for r in aligned.relations if home[r.a] != home[r.b]]
    system_after = closure((a, b) for r, a, b in between if r.kind == "supersedes")
    called = {frozenset((a, b)) for r, a, b in between if r.kind in CONFLICT} | {frozenset(p) for p in system_after}
    tally.add("conflicts", called, conflicts)
    beside = {frozenset((a, b)) for r, a, b in between if r.kind not in CONFLICT and r.kind != "equivalent"}
    tally.add("other relations", beside, others)
    hard = {frozenset((h["a"], h["b"])) for h in case.gold["hard_negatives"]}
    wrong = (hard & merged) | (hard & called - conflicts)
    tally.add("hard negatives wrong", wrong, hard)
    directed = [p for p in after if p in system_after or p[::-1] in system_after]
    tally.add("direction", {p for p in directed if p in system_after}, set(directed))
    if not errors:
        return
    gist = {c["id"]: c["gist"] for c in case.gold["claims"]}
    for kind, pairs in (("MERGED", (together & across) - gold_pairs), ("MISSED", gold_pairs - together)):
        for a, b in sorted(tuple(sorted(p)) for p in pairs):
            print(kind, a, b, "|", text[a][:110], "|", text[b][:110])
    for r, a, b in sorted(between, key=lambda x: (x[1], x[2])):
        if r.kind in CONFLICT and frozenset((a, b)) not in conflicts:
            print("FALSE CONFLICT", a, b, r.kind, r.facet, r.reason, "|", text[r.a][:90], "|", text[r.b][:90])
    for p in conflicts - called:
        print("MISSED CONFLICT", *sorted(p), "|", " || ".join(gist[x] for x in sorted(p)))
    for p in wrong:
        print("HARD", *sorted(p), "merged" if p in merged else "conflict", "|", " || ".join(gist[x] for x in sorted(p)))


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    whole = Tally()
    for folder in arguments.gold:
        case = read_case(folder)
        vectors = vectors_of(case)
        one = Tally()
        measure(case, vectors, one, arguments.errors)
        measure(case, vectors, whole)
        one.show(case.name)
    whole.show("all")


if __name__ == "__main__":
    main()
