"""Are ranks, titles and postings found with the person they belong to, in reporting on security forces?

    python evaluation/entities/posts.py DATA_FOLDER/sfm_nigeria [--dev] [--given] [--misses]

Gold: the relations has_rank, has_title, has_role and is_posted; a relation is right where both places are right, a full stop or
comma at their ends aside. A title of the program answers for a title or a role. Texts as in units.py: the 32 set aside, or with
`--dev` the others. `--given` gives the gold names and units instead of finding them.
"""

import pathlib
import sys
from collections import defaultdict

from units import held_out

from variorum.crafts.posts import find_posts
from variorum.crafts.spotting import spot
from variorum.crafts.units import find_units
from variorum.models.parsing import Parser
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.text import Span

Place = tuple[int, int]
Told = set[tuple[str, Place, Place]]


def read_gold(path: pathlib.Path) -> tuple[dict[str, tuple[str, Place]], list[tuple[str, str, str]]]:
    """The named places of a text by id, and its relations as (kind, id, id)."""
    places, relations = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T"):
            kind, rest = fields[1].split(" ", 1)
            numbers = rest.replace(";", " ").split()
            places[fields[0]] = (kind, (int(numbers[0]), int(numbers[-1])))
        elif fields[0].startswith("R"):
            kind, left, right = fields[1].split(" ")[:3]
            relations.append((kind, left.partition(":")[2], right.partition(":")[2]))
    return places, relations


def trimmed(text: str, place: Place) -> Place:
    """A place without marks and white space at its ends."""
    start, end = place
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")'’\"":
        end -= 1
    while start < end and not text[start].isalnum() and text[start] not in "('‘\"":
        start += 1
    return start, end


def document_of(name: str, text: str) -> Document:
    unknown, date = KnownName(None, "unknown"), KnownDate(None, "unknown")
    body = (Part("body", Span(name, 0, len(text))),)
    return Document(name, name, "", "text/plain", text, None, unknown, (), date, "en", body)


def main(folder: str, *options: str) -> None:
    root = pathlib.Path(folder)
    names = [p.stem for p in root.glob("*.ann")]
    if not names:
        sys.exit(f"{root}: no annotated texts there")
    kept = set(held_out(names))
    names = sorted(set(names) - kept) if "--dev" in options else sorted(kept)
    documents = [document_of(name, (root / f"{name}.txt").read_bytes().decode("utf-8")) for name in names]
    parses = [None] * len(names) if "--given" in options else list(Parser().parse_all(documents))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document, parse in zip(documents, parses, strict=True):
        text = document.text
        places, relations = read_gold(root / f"{document.name}.ann")
        gold: Told = set()
        for kind, left, right in relations:
            kind = "has_title" if kind == "has_role" else kind
            gold.add((kind, trimmed(text, places[left][1]), trimmed(text, places[right][1])))
        if parse is None:
            people = [trimmed(text, place) for kind, place in places.values() if kind == "Person"]
            units = [trimmed(text, place) for kind, place in places.values() if kind == "Organization"]
        else:
            people = [(s.start, s.end) for s in spot(text, parse) if s.kind == "person" and s.form == "name"]
            units = [(u.start, u.end) for u in find_units(text)]
        said: Told = set()
        for post in find_posts(text, people, units):
            for kind, place in (("has_rank", post.rank), ("has_title", post.title), ("is_posted", post.unit)):
                if place is not None:
                    said.add((kind, trimmed(text, post.person), trimmed(text, place)))
        for kind in ("has_rank", "has_title", "is_posted"):
            one, two = {g for g in gold if g[0] == kind}, {s for s in said if s[0] == kind}
            for at, number in enumerate((len(one & two), len(one - two), len(two - one))):
                counts[kind][at] += number
        if "--misses" in options:
            for kind, left, right in sorted(gold ^ said, key=lambda r: (r[1], r[2])):
                mark = "missed" if (kind, left, right) in gold else "alarm "
                hull = text[max(0, min(left[0], right[0]) - 30) : max(left[1], right[1]) + 30]
                print(f"{mark} {kind:9} {text[slice(*left)]!r} {text[slice(*right)]!r} | {' '.join(hull.split())}")
    counts["all"] = [sum(column) for column in zip(*counts.values(), strict=True)]
    for kind, (hits, misses, alarms) in counts.items():
        precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + misses)
        f1 = 2 * hits / max(1, 2 * hits + misses + alarms)
        print(f"{len(names)} texts  {kind:9}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
