"""Are the day of publication and the title found? MEANTIME's plain texts and the pages of the article extraction benchmark.

    python evaluation/documents/heads.py --meantime DATA/meantime --pages DATA/article_extraction_benchmark

MEANTIME (Wikinews, CC BY 4.0) marks the creation time and the title of 120 texts: each is put together as a plain text (title, date,
body) and read without being told anything. Right: the day is the marked one; the title is the first line. The pages of the
benchmark (MIT; the pages are their publishers') have no gold for either: what share is given a day, a title and a publisher, and from
where, is a coverage, not a correctness. Pages in other languages are refused and counted apart.
"""

import argparse
import gzip
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "moments"))

from meantime import load

from variorum.stages.documents import Told, Unreadable, read


def measure_meantime(folder: Path) -> None:
    """Print how many days and titles are right."""
    texts = [t for t in map(load, sorted((folder / "intra_cross-doc_annotation").glob("corpus_*/*.xml"))) if t]
    days = titles = 0
    for text in texts:
        (document,) = read(text.text.encode(), name=f"{text.name}.txt", told=Told()).values
        days += document.published.value == text.created
        titles += document.title == text.text.split("\n", 1)[0].strip()
    print(f"MEANTIME   texts {len(texts)}   day right {days}   title right {titles}")


def measure_pages(folder: Path) -> None:
    """Print how many pages are given a day, a title, a publisher."""
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.html.gz")):
        with gzip.open(path) as page:
            raw = page.read()
        try:
            documents = read(raw, name=path.name.removesuffix(".gz"), told=Told()).values
        except Unreadable:
            found["refused"] += 1
            continue
        for document in documents:
            found["read"] += 1
            found["titled"] += bool(document.title)
            found["published"] += document.published.value is not None
            found[f"day by {document.published.how}"] += 1
            found["publisher"] += document.publisher.value is not None
            found["authors"] += bool(document.authors)
    print("pages      " + "   ".join(f"{key} {n}" for key, n in sorted(found.items())))


def main() -> None:
    """One line a set."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--meantime", type=Path)
    arguments.add_argument("--pages", type=Path)
    given = arguments.parse_args()
    if given.meantime:
        measure_meantime(given.meantime)
    if given.pages:
        measure_pages(given.pages)


if __name__ == "__main__":
    main()
