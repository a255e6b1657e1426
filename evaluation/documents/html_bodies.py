"""How well are the bodies of articles taken out of web pages?

Asked of scrapinghub/article-extraction-benchmark (181 pages): `python evaluation/documents/html_bodies.py FOLDER`, where
FOLDER holds `html/*.html.gz` and `ground-truth.json`. Counted as there: for each page the overlap of 4-grams of words,
with repetition, between the true body and what `read` gives as body; precision and recall are the means over pages, and
F1 is made from these two. Pages in a language that `read` refuses are left out and their number printed. The second line
counts as body too what we set apart (captions, credits and so on).
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from variorum.stages.documents import Told, Unreadable, read
from variorum.values.documents import Document, Role

_TOKEN = re.compile(r"\w+|[^\w\s]")


def shingles(text: str, *, size: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of `size` tokens of a text, counted; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    runs = [tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1))] if tokens else []
    return Counter(runs)


def score(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """F1, precision and recall of (true, found) texts."""
    precisions, recalls = [], []
    for true, found in pairs:
        wanted, got = shingles(true), shingles(found)
        both = sum((wanted & got).values())
        if got:
            precisions.append(both / got.total())
        if wanted:
            recalls.append(both / wanted.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall


def document_of(raw: bytes, name: str) -> Document | str:
    """What `read` gives for a page, or why it was refused."""
    try:
        return read(raw, name=name, told=Told()).values[0]
    except Unreadable as refusal:
        return refusal.reason


def body_of(document: Document, *roles: Role) -> str:
    """The words of the roles, paragraphs joined by line breaks."""
    return "\n".join(document.text[span.start : span.end] for span in document.stretches(*roles))


def main(folder: Path) -> None:
    """Print the scores."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in sorted(truth)}
    documents = {key: document_of(raw, f"{key[:12]}.html") for key, raw in pages.items()}
    foreign = [key for key, found in documents.items() if isinstance(found, str) and "only English" in found]
    print(
        f"{len(foreign)} pages in other languages left out; {sum(isinstance(d, str) for d in documents.values()) - len(foreign)} refused"
    )
    sets: tuple[tuple[Role, ...], ...] = (
        ("body",),
        ("body", "dateline", "caption", "credit", "byline", "boilerplate"),
    )
    for roles in sets:
        found = [
            (truth[key]["articleBody"], "" if isinstance(document, str) else body_of(document, *roles))
            for key, document in documents.items()
            if key not in foreign
        ]
        f1, precision, recall = score(found)
        print(f"{'+'.join(roles)}: F1 {f1:.3f} precision {precision:.3f} recall {recall:.3f} on {len(found)} pages")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
