"""How well attributions inside attributions are read.

    python training/attribution/nested.py --model FOLDER --polnear DATA/polnear

PolNeAR is flat, so the cases are made: attribution clauses of the held-out training
articles, each put into the frame of another ("The Herald reported that ..."). Outer and
inner attribution are known. Counts, in %: the outer content found (word Jaccard at least
0.5), the inner one found at depth 1, and the inner one found with its source.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from data import Span, divide, fragments, read_split
from tune import WORD, covered, jaccard

from variorum.models.attribution import OnnxAttributionReader

FRAMES = (
    "The Herald reported that {}.",
    "The ministry said {}.",
    "According to the Tribune, {}.",
    "“{},” the mayor told reporters.",
    "The mayor told reporters: “{}.”",
    "A spokesman for the group said that {}.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--file", default="model.int8.onnx")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--held-out", type=int, default=40)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=JSON", help="override config values")
    args = parser.parse_args()
    reader = OnnxAttributionReader(args.model, 1, model=args.file)
    for item in args.set:
        key, value = item.split("=", 1)
        reader.config[key] = json.loads(value)
    _, held = divide(read_split(args.polnear / "train"), args.held_out, args.seed)
    rng = random.Random(7)
    texts, inner, outer = [], [], []
    for article in held:
        made = fragments(article, rng, 1.0, prefixes=("",))
        for gold in made[1] if made else ():
            every = gold.source + gold.cue + gold.content
            start, end = min(a for a, _ in every), max(b for _, b in every)
            body = made[0][start:end].strip().rstrip(".") if made else ""
            frame = rng.choice(FRAMES)
            if any(mark in body for mark in '"“”') and "“" in frame:
                frame = FRAMES[0]
            place = frame.index("{}")
            text = frame.format(body)
            shifted = gold.shifted(place - start)
            if max(b for _, b in shifted.content) > place + len(body) or not body:
                continue
            texts.append(text)
            inner.append(shifted)
            outer.append((place, place + len(body)))
    hits = [0, 0, 0, 0]
    for text, gold, around, found in zip(texts, inner, outer, reader.read_all(texts), strict=True):
        words = [m.span() for m in WORD.finditer(text)]

        def same(a: list[Span] | tuple[Span, ...], b: list[Span] | tuple[Span, ...], words: list[Span] = words) -> bool:
            return jaccard(covered(words, a), covered(words, b)) >= 0.5

        hits[0] += any(a.depth == 0 and same(a.content, [around]) for a in found)
        within = [a for a in found if a.depth == 1 and same(a.content, gold.content)]
        hits[1] += bool(within)
        hits[2] += any(same([a.source] if a.source else [], gold.source) for a in within)
        hits[3] += sum(a.depth > 0 for a in found)
    n = max(1, len(texts))
    print(
        f"{n} cases: outer {100 * hits[0] / n:.1f}, inner {100 * hits[1] / n:.1f}, with source {100 * hits[2] / n:.1f}, "
        f"nested read per case {hits[3] / n:.2f}"
    )


if __name__ == "__main__":
    main()
