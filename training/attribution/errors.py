"""Sort the reader's errors on a split by kind, and draw a sample as a table of ids.

    python training/attribution/errors.py --predictions dev.jsonl --polnear DATA/polnear --split dev --sample 100 --out errors.md

Writes no text of the corpus: article id, character offset and kind only.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from data import Gold, Span, read_split
from tune import WORD, covered, jaccard

Words = list[Span]
Row = tuple[str, int, str]


def missed(words: Words, gold: Gold, ours: list[Gold]) -> str:
    """Why a gold attribution was not found."""
    content, cue = covered(words, gold.content), covered(words, gold.cue)
    for other in ours:
        if covered(words, other.cue) & cue:
            read = covered(words, other.content)
            if read < content:
                return "cue right, content too short"
            return "cue right, content too long" if read > content else "cue right, content elsewhere"
    for other in ours:
        if cue <= covered(words, other.content):
            return "missed: cue read as part of another content"
        if jaccard(covered(words, other.content), content) >= 0.5:
            return "missed: its content given to another cue"
    if len(content) <= 3:
        return "missed: content of one to three words"
    if not gold.source:
        return "missed: no source named"
    return "missed: cue of several words" if len(cue) > 2 else "missed: cue of one or two words"


def invented(words: Words, ours: Gold, gold: list[Gold]) -> str | None:
    """What an unmatched reading is; None where its cue is right (counted as `missed`)."""
    cue = covered(words, ours.cue)
    if any(covered(words, g.cue) & cue for g in gold):
        return None
    if any(cue <= covered(words, g.content) for g in gold):
        return "extra: inside an annotated content"
    if any(jaccard(covered(words, g.content), covered(words, ours.content)) >= 0.5 for g in gold):
        return "extra: a second cue for the same content"
    return "extra: not annotated"


def kinds(text: str, gold: list[Gold], ours: list[Gold]) -> list[tuple[int, str]]:
    """(offset, kind) of every error in one article."""
    words = [m.span() for m in WORD.finditer(text)]
    theirs = [covered(words, g.content) for g in gold]
    read = [covered(words, o.content) for o in ours]
    pairs = sorted(
        ((jaccard(g, o), i, j) for i, g in enumerate(theirs) for j, o in enumerate(read) if g & o), reverse=True
    )
    matched: dict[int, int] = {}
    for value, i, j in pairs:
        if value >= 0.5 and i not in matched and j not in matched.values():
            matched[i] = j
    found: list[tuple[int, str]] = []
    for i, g in enumerate(gold):
        if i not in matched:
            found.append((g.cue[0][0], missed(words, g, ours)))
            continue
        left, right = covered(words, g.source), covered(words, ours[matched[i]].source)
        if jaccard(left, right) < 0.5:
            kind = (
                "missing" if not right else "invented" if not left else "of other extent" if left & right else "another"
            )
            found.append((g.cue[0][0], f"source {kind}"))
    for j, o in enumerate(ours):
        kind_ = None if j in matched.values() else invented(words, o, gold)
        if kind_:
            found.append((o.cue[0][0], kind_))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--predictions", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows: list[Row] = []
    ours: dict[str, list[Gold]] = {}
    for line in args.predictions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        ours[row["id"]] = [
            Gold(*([tuple(s) for s in a[k]] for k in ("source", "cue", "content"))) for a in row["attributions"]
        ]
    for article in read_split(args.polnear / args.split):
        rows += [(article.id, at, kind) for at, kind in kinds(article.text, article.gold, ours.get(article.id, []))]
    counts = Counter(kind for _, _, kind in rows)
    lines = ["| kind | errors | share |", "|---|---|---|"]
    lines += [f"| {kind} | {n} | {100 * n / len(rows):.1f} % |" for kind, n in counts.most_common()]
    lines += ["", f"A sample of {args.sample}, drawn with seed 1:", "", "| article | cue at | kind |", "|---|---|---|"]
    sample = sorted(random.Random(1).sample(rows, min(args.sample, len(rows))))
    lines += [f"| {ident} | {at} | {kind} |" for ident, at, kind in sample]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
