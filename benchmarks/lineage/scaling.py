"""How do time and memory of tracing grow with the number of articles?

    python benchmarks/lineage/scaling.py ARTICLES.jsonl... [--sizes 1250 2500 5000 10000] [--seed 7]

Articles are made from real ones (JSON Lines with `text`, or `article_content`), so that lengths and wording are those of
news. Stated in full, because the result depends on it:

* a family has 1, 2, 3, 5, 8 or 13 members with probability 0.40, 0.25, 0.15, 0.10, 0.07, 0.03 (mean 2.8 before the last is cut
  off), whatever the number of articles; so families grow in number, not in size;
* each family begins from the next real article, over and over in shuffled order; 70 % of its words of four letters or more are
  replaced by other words of the pool, so that two families from one article are not one family;
* each member of a family but the first has 5 % of its words replaced, every paragraph left out with probability 0.15 and two
  neighbouring paragraphs exchanged with probability 0.10;
* the publisher is one of 200, drawn evenly; each has a notice of 25 words that stands in all its articles.

Each size runs in a process of its own; prints seconds in `trace`, peak memory of the process (inputs included), what was found
of the pairs of one family, and the slope of log time over log articles.
"""

import argparse
import collections
import itertools
import json
import math
import os
import pathlib
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from variorum.stages.lineage import trace
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.identity import identify
from variorum.values.text import Span

FAMILY_SIZES = (1, 2, 3, 5, 8, 13)
FAMILY_WEIGHTS = (0.40, 0.25, 0.15, 0.10, 0.07, 0.03)
REWRITTEN, EDITED, CUT, SWAPPED = 0.7, 0.05, 0.15, 0.10
HOUSES, NOTICE = 200, 25


def load(paths: Sequence[pathlib.Path]) -> list[list[list[str]]]:
    """Real articles as paragraphs of words; those under 100 words left out."""
    articles = []
    for path in paths:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            text = row.get("text") or row.get("article_content") or ""
            paragraphs = [p.split() for p in text.replace(" ### ", "\n").split("\n") if p.strip()]
            if sum(map(len, paragraphs)) >= 100:
                articles.append(paragraphs)
    return articles


def replace_words(
    paragraphs: list[list[str]], share: float, pool: Sequence[str], chance: random.Random
) -> list[list[str]]:
    """Some words of four letters or more replaced by other words of the pool."""
    return [[chance.choice(pool) if len(w) > 3 and chance.random() < share else w for w in p] for p in paragraphs]


def edit(paragraphs: list[list[str]], pool: Sequence[str], chance: random.Random) -> list[list[str]]:
    """A member of a family: paragraphs left out or exchanged, words replaced."""
    kept = [p for p in paragraphs if chance.random() >= CUT] or paragraphs[:1]
    for i in range(len(kept) - 1):
        if chance.random() < SWAPPED:
            kept[i], kept[i + 1] = kept[i + 1], kept[i]
    return replace_words(kept, EDITED, pool, chance)


def make(articles: list[list[list[str]]], count: int, seed: int) -> Iterator[tuple[int, int, str]]:
    """`count` articles as (family, house, text)."""
    chance = random.Random(seed)
    pool = sorted({w for article in articles for p in article for w in p if len(w) > 3})
    notices = [" ".join(chance.choices(pool, k=NOTICE)) for _ in range(HOUSES)]
    order = list(range(len(articles)))
    chance.shuffle(order)
    made = 0
    for family in itertools.count():
        base = replace_words(articles[order[family % len(order)]], REWRITTEN, pool, chance)
        for member in range(chance.choices(FAMILY_SIZES, FAMILY_WEIGHTS)[0]):
            if made == count:
                return
            paragraphs = edit(base, pool, chance) if member else base
            house = chance.randrange(HOUSES)
            yield family, house, "\n\n".join([*map(" ".join, paragraphs), notices[house]])
            made += 1


def as_document(number: int, house: int, text: str) -> Document:
    """The text as an account without a date, all of it body."""
    ident = identify("doc", number, text)
    return Document(
        id=ident,
        name=f"{number}.txt",
        exhibit="",
        media_type="text/plain",
        text=text,
        title=None,
        publisher=KnownName(f"House {house}", "user"),
        authors=(),
        published=KnownDate(None, "unknown"),
        language="en",
        parts=(Part("body", Span(ident, 0, len(text))),),
    )


def measure(paths: Sequence[pathlib.Path], count: int, seed: int) -> dict[str, float]:
    """One size, in this process."""
    documents, families = [], collections.defaultdict(list)
    for number, (family, house, text) in enumerate(make(load(paths), count, seed)):
        documents.append(as_document(number, house, text))
        families[family].append(documents[-1].id)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    edges = trace(documents, ()).edges
    took, worked = time.perf_counter() - began, time.process_time() - cpu
    true = {tuple(sorted(pair)) for members in families.values() for pair in itertools.combinations(members, 2)}
    found = {tuple(sorted((e.child, e.parent))) for e in edges}
    return {
        "articles": count,
        "words": sum(len(d.text.split()) for d in documents) / count,
        "seconds": took,
        "cpu": worked,
        "before": before / 1024,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pairs": len(true),
        "recall": len(true & found) / len(true),
        "precision": len(true & found) / max(1, len(found)),
    }


def slope(rows: Sequence[dict[str, float]], what: str) -> float:
    """The least-squares slope of log `what` over log articles."""
    x, y = [math.log(r["articles"]) for r in rows], [math.log(r[what]) for r in rows]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def main(arguments: Sequence[str]) -> None:
    """Run every size and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=pathlib.Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1250, 2500, 5000, 10000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(options.articles, options.one, options.seed)))
        return
    print(f"{len(load(options.articles))} real articles, seed {options.seed}, {os.cpu_count()} cores")
    rows = []
    for size in options.sizes:
        command = [
            sys.executable,
            __file__,
            *map(str, options.articles),
            "--one",
            str(size),
            "--seed",
            str(options.seed),
        ]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(
            "{articles:>6} articles of {words:.0f} words  {seconds:6.1f} s  {cpu:6.1f} s of processor  peak {peak:.0f} MiB"
            " ({before:.0f} before)  {pairs} pairs of one family: R {recall:.3f} P {precision:.3f}".format(**rows[-1]),
            flush=True,
        )
    if len(rows) > 1:
        print(f"slope of log time {slope(rows, 'seconds'):.2f}, of processor time {slope(rows, 'cpu'):.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
