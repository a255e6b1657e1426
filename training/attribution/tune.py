"""Choose the decoder's settings on the training articles that were held out.

    python training/attribution/tune.py --model FOLDER --polnear DATA/polnear

Reads the held-out articles once, then decodes them under many settings, one setting at a
time (coordinate ascent), and writes the best into FOLDER/config.json. The objective is
the mean of three F1: contents found (word Jaccard at least 0.5, one to one), found with
the right source (word Jaccard at least 0.5, or absent on both sides), and the words of all
contents. Dev is not looked at.
"""

from __future__ import annotations

import argparse
import bisect
import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from data import Article, Gold, divide, read_split

from variorum.crafts import arcs as craft
from variorum.crafts.arcs import Arc, Settings
from variorum.models import attribution as reading

WORD = re.compile(r"[^\W_]+(?:['\u2019\-.&][^\W_]+)*")
DECODER: dict[str, list[float]] = {
    "cue": [0.0, 0.5, 1.0, 1.5, 2.0],
    "source": [0.0, 1.0, 2.0, 3.0, 4.0],
    "content": [0.0, 0.5, 0.75, 1.0, 1.25, 1.5],
    "keep": [0.0, 0.1, 0.2, 0.25, 0.3, 0.4],
}
READER: dict[str, list[float]] = {
    "rival_share": [0.5, 0.7, 2.0],
    "quotation_share": [0.3, 0.5, 0.7, 2.0],
}


def covered(words: list[tuple[int, int]], spans: Any) -> frozenset[int]:
    """Numbers of the words that any of the spans touches."""
    found: set[int] = set()
    for start, end in spans:
        first = bisect.bisect_right(words, start, key=lambda w: w[1])
        found.update(range(first, bisect.bisect_left(words, end, key=lambda w: w[0])))
    return frozenset(found)


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def counts(words: list[tuple[int, int]], gold: list[Gold], arcs: list[Arc]) -> tuple[int, ...]:
    """(gold, read, found, found with source, words of gold contents, words of those read, words of both)."""
    theirs = [(covered(words, g.content), covered(words, g.source)) for g in gold]
    ours = [(covered(words, a.content), covered(words, [a.source] if a.source else [])) for a in arcs]
    pairs = sorted(
        ((jaccard(g[0], p[0]), i, j) for i, g in enumerate(theirs) for j, p in enumerate(ours) if g[0] & p[0]),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    found = full = 0
    for value, i, j in pairs:
        if value >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found += 1
            full += jaccard(theirs[i][1], ours[j][1]) >= 0.5
    wanted = frozenset[int]().union(*(content for content, _ in theirs))
    given = frozenset[int]().union(*(content for content, _ in ours))
    return len(theirs), len(ours), found, full, len(wanted), len(given), len(wanted & given)


class Tuner:
    def __init__(self, reader: reading.OnnxAttributionReader, articles: list[Article]) -> None:
        self.reader, self.articles = reader, articles
        self.cut = [reader._cut(a.text) for a in articles]
        self.scores = reader._scores(self.cut)
        self.words = [[m.span() for m in WORD.finditer(a.text)] for a in articles]

    def score(self, config: dict[str, Any]) -> tuple[float, float, float]:
        """F1 of found, of found with source, and of the words of contents."""
        total = [0] * 7
        settings = Settings(**config["decode"])
        for item, scores, article, words in zip(self.cut, self.scores, self.articles, self.words, strict=True):
            arcs = reading._finish(item, reading._arcs(item, scores, settings), config)
            above = craft.parents(arcs)
            outer = [a for a, parent in zip(arcs, above, strict=True) if parent is None]
            for k, n in enumerate(counts(words, article.gold, outer)):
                total[k] += n
        both = max(1, total[0] + total[1])
        return 2 * total[2] / both, 2 * total[3] / both, 2 * total[6] / max(1, total[4] + total[5])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--file", default="model.int8.onnx")
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--held-out", type=int, default=40)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="report, do not write")
    args = parser.parse_args()
    reader = reading.OnnxAttributionReader(args.model, args.threads, model=args.file)
    _, held = divide(read_split(args.polnear / "train"), args.held_out, args.seed)
    tuner = Tuner(reader, held)
    config = json.loads(json.dumps(reader.config))
    best = tuner.score(config)
    print("before", [round(100 * x, 1) for x in best])
    for _ in range(args.rounds):
        for name, values in {**DECODER, **READER}.items():
            place = config["decode"] if name in DECODER else config
            kept = place[name]
            for value in values:
                place[name] = value
                got = tuner.score(config)
                if sum(got) > sum(best) + 1e-9:
                    best, kept = got, value
            place[name] = kept
            print(name, kept, [round(100 * x, 1) for x in best], flush=True)
    if not args.dry:
        (args.model / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
