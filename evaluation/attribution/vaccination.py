"""The attribution reader on another domain: claims on vaccination from 293 web pages (Morante et al. 2020).

    PYTHONPATH=src python evaluation/attribution/vaccination.py DATA/vaccination_corpus_attr/test_bio.jsonl [--model FOLDER]

The test part is single sentences without context, and only claims on vaccination are marked. So words are compared in the
sentences that have a mark (precision, recall, F1 of words by role), without links, and what is found in the others is not counted.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
from collections import Counter
from pathlib import Path

from variorum.models.attribution import OnnxAttributionReader

SHIPPED = Path(str(importlib.resources.files("variorum.models").joinpath("data", "attribution")))
ROLES = ("source", "cue", "content")


def sentence(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as a text, and the place of each token in it."""
    text, places = "", []
    for token in tokens:
        close = token[0] in ".,;:!?)’'”%" or token == "n’t"
        text += "" if not text or close or text[-1] in "(“" else " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--model", type=Path, default=SHIPPED, help="a folder of weights; the project's own if left out"
    )
    args = parser.parse_args()
    reader = OnnxAttributionReader(args.model, 1)
    rows = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines()]
    marked = [row for row in rows if any(label != "O" for label in row["labels"])]
    laid = [sentence(row["tokens"]) for row in marked]
    right: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for row, (_, places), found in zip(marked, laid, reader.read_all([text for text, _ in laid]), strict=True):
        spans: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for one in found:
            spans["cue"].append(one.cue)
            spans["content"].extend(one.content)
            if one.source:
                spans["source"].append(one.source)
        for role in ROLES:
            taken = {
                at
                for at, (start, end) in enumerate(places)
                if any(begin <= start and end <= stop for begin, stop in spans[role])
            }
            gold = {at for at, label in enumerate(row["labels"]) if label.endswith(role.upper())}
            right[role] += len(taken & gold)
            ours[role] += len(taken)
            theirs[role] += len(gold)
    print(f"{len(marked)} of {len(rows)} sentences have a mark")
    for role in ROLES:
        p, r = right[role] / max(1, ours[role]), right[role] / max(1, theirs[role])
        print(f"{role:8} words: precision {p:.3f}  recall {r:.3f}  F1 {2 * p * r / (p + r) if p + r else 0:.3f}")


if __name__ == "__main__":
    main()
