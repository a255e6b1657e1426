"""How collation grows with the number of documents of one topic.

    PYTHONPATH=src python evaluation/claims/scale.py ARTICLES.jsonl [--sizes 125,250,500,1000]

No set holds a thousand real articles of one topic, so a generator makes them from real ones: the articles (rows with a
text and a date) are told again in families of four, each member keeps a sentence with chance 0.8 and changes a number in
a sentence that has one with chance 0.3; seed 7. A statement is a sentence; its figure is the first number in it. Prints,
for each size: statements, processor seconds for the vectors and for `align`, candidates and their share of all pairs; then the
log-log slope of `align` over the sizes.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import random
import re
import time
from pathlib import Path

from variorum.models.embedding import Embedder
from variorum.stages.claims import align, candidates, sketch_all
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.identity import identify
from variorum.values.statements import Figure, Statement
from variorum.values.text import Span, quote

FAMILY, KEPT, CHANGED, SEED = 4, 0.8, 0.3, 7


def generate(rows: list[dict[str, str]], size: int) -> tuple[list[Document], list[Statement]]:
    """So many documents and their statements, by the chances named above."""
    chance = random.Random(SEED)
    documents: list[Document] = []
    statements: list[Statement] = []
    for number in range(size):
        row = rows[(number // FAMILY) % len(rows)]
        text = next(row[key] for key in ("text", "body", "article_content", "content") if row.get(key))
        sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s.split()) > 4]
        told = [_retold(s, chance) for s in sentences if chance.random() < KEPT] or sentences[:1]
        if not told:
            continue
        whole = "\n".join(told)
        ident = identify("doc", number, whole)
        day = datetime.date(2016, 1, 1) + datetime.timedelta(days=number // FAMILY % 300)
        part = Part("body", Span(ident, 0, len(whole)))
        documents.append(
            Document(ident, f"{number}.txt", ident, "text/plain", whole, None, KnownName(None, "unknown"), (),
                     KnownDate(day, "user"), "en", (part,))
        )  # fmt: skip
        at = 0
        for sentence in told:
            statements.append(_statement(whole, ident, at, at + len(sentence)))
            at += len(sentence) + 1
    return documents, statements


def _retold(sentence: str, chance: random.Random) -> str:
    if chance.random() < CHANGED:
        return re.sub(r"\b\d{1,3}\b", lambda m: str(int(m.group()) + chance.randint(1, 9)), sentence, count=1)
    return sentence


def _statement(whole: str, ident: str, start: int, end: int) -> Statement:
    passage = quote(whole, Span(ident, start, end))
    figures: tuple[Figure, ...] = ()
    if hit := re.search(r"\b(\d{1,3}) (\w+)", passage.words):
        value = float(hit.group(1))
        kind = "killed" if re.search(r"kill|dead|die", passage.words) else hit.group(2)
        words = quote(whole, Span(ident, start + hit.start(1), start + hit.end(1)))
        figures = (Figure(kind, value, value, words),)
    return Statement(
        identify("statement", ident, start),
        passage,
        passage.words,
        "own",
        "none",
        (),
        "asserted",
        "positive",
        None,
        figures,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="125,250,500,1000")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.articles.read_text(encoding="utf-8").splitlines()]
    embedder = Embedder(threads=2)
    points = []
    by_text: dict[str, object] = {}
    embedded = 0.0
    print("documents  statements  vectors s  align s  candidates  share of pairs")
    for size in map(int, arguments.sizes.split(",")):
        documents, statements = generate(rows, size)
        # A sentence told again word for word has the vector it had; the seconds are those of all texts of this size.
        texts = sorted({s.passage.words for s in statements} - by_text.keys())
        start = time.process_time()
        by_text |= dict(zip(texts, embedder.embed(texts), strict=True))
        embedded += time.process_time() - start
        vectors = {s.id: by_text[s.passage.words] for s in statements}
        start = time.process_time()
        align(documents, statements, (), vectors)
        aligned = time.process_time() - start
        pairs = len(candidates(tuple(sketch_all(documents, statements, ()).values()), vectors))
        n = len(statements)
        print(
            f"{size:9d}  {n:10d}  {embedded:9.1f}  {aligned:7.1f}  {pairs:10d}  {pairs / (n * (n - 1) / 2):14.4%}",
            flush=True,
        )
        points.append((math.log(len(documents)), math.log(aligned)))
    if len(points) > 1:
        mx, my = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        slope = sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)
        print(f"log-log slope of align over documents {slope:.2f}")


if __name__ == "__main__":
    main()
