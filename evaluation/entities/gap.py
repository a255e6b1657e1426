"""Whose is an ambiguous pronoun? The GAP task: does it corefer with name A, with name B, or with neither?

    python evaluation/entities/gap.py DATA_FOLDER/gap_coref [--split development|validation] [--questions] [--misses]

Nothing is told to the system but the text: A and B are not given as the only candidates, and the page title is not used. F1 over
all A and B decisions as the official scorer counts them, over masculine and feminine pronouns, and their ratio (bias). With
`--questions` pronouns are ranked without the network. The network was trained on development: only validation tells of it.
"""

import csv
import datetime
import pathlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from variorum.crafts.coreference import thread
from variorum.crafts.spotting import Spot, spot
from variorum.models.coreference import PronounReader
from variorum.models.parsing import Parser
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.parses import Parse
from variorum.values.text import Span

__all__ = ["Example", "covering", "document_of", "examples", "parsed"]


@dataclass(frozen=True)
class Example:
    name: str
    text: str
    pronoun: str
    at: int
    a: str
    a_at: int
    a_gold: bool
    b: str
    b_at: int
    b_gold: bool

    @property
    def gender(self) -> str:
        return "feminine" if self.pronoun.casefold() in ("she", "her", "hers") else "masculine"


def examples(folder: str, split: str) -> list[Example]:
    path = pathlib.Path(folder) / f"gap-{split}.tsv"
    if not path.exists():
        sys.exit(f"{path}: not there; give the folder that holds the GAP files")
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Example(r["ID"], r["Text"], r["Pronoun"], int(r["Pronoun-offset"]), r["A"], int(r["A-offset"]), r["A-coref"] == "TRUE",
                    r["B"], int(r["B-offset"]), r["B-coref"] == "TRUE")
            for r in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]  # fmt: skip


def document_of(name: str, text: str) -> Document:
    """A text as a document whose whole is body."""
    unknown = KnownName(None, "unknown")
    date = KnownDate(None, "unknown")
    return Document(
        name, name, "", "text/plain", text, None, unknown, (), date, "en", (Part("body", Span(name, 0, len(text))),)
    )


def parsed(rows: list[Example]) -> Iterator[tuple[Example, Parse]]:
    documents = [document_of(row.name, row.text) for row in rows]
    yield from zip(rows, Parser().parse_all(documents), strict=True)


def covering(spots: tuple[Spot, ...], start: int, end: int) -> int | None:
    """The spot that names what stands at a place: the same end or head inside, names before roles."""
    best = None
    for index, found in enumerate(spots):
        if found.form == "pronoun" or found.start >= end or start >= found.end:
            continue
        overlap = min(end, found.end) - max(start, found.start)
        fit = (found.form == "name", overlap, -(found.end - found.start))
        if best is None or fit > best[0]:
            best = (fit, index)
    return best[1] if best else None


def main(folder: str, split: str, *, misses: bool, network: bool) -> None:
    reader = PronounReader() if network else None
    counts = {gender: [0, 0, 0] for gender in ("masculine", "feminine")}
    unseen = 0
    for row, parse in parsed(examples(folder, split)):
        spots = spot(row.text, parse)
        fate = thread(row.text, parse, spots, kinship=reader.relate(row.text, spots) if reader is not None else None)
        own = next((i for i, s in enumerate(spots) if s.start == row.at and s.form == "pronoun"), None)
        said = []
        for words, at, gold in ((row.a, row.a_at, row.a_gold), (row.b, row.b_at, row.b_gold)):
            index = covering(spots, at, at + len(words))
            unseen += index is None
            yes = own is not None and index is not None and fate[own] == fate[index]
            said.append(yes)
            count = counts[row.gender]
            count[0] += yes and gold
            count[1] += gold and not yes
            count[2] += yes and not gold
        if misses and said != [row.a_gold, row.b_gold]:
            chosen = sorted({s.words for s, f in zip(spots, fate, strict=True) if own is not None and f == fate[own]})
            gold = row.a if row.a_gold else row.b if row.b_gold else "neither"
            print(
                f"--- {row.name} gold {gold!r} said {chosen}\n{row.text[: row.at]}[[{row.pronoun}]]{row.text[row.at + len(row.pronoun) :]}"
            )
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    scores = {name: f1(*c) for name, c in (("all", total), *counts.items())}
    print(
        f"{split}: F1 {scores['all']:.3f}  masculine {scores['masculine']:.3f}  feminine {scores['feminine']:.3f}  "
        f"bias {scores['feminine'] / scores['masculine']:.2f}  names not seen {unseen}"
    )


def f1(hits: int, misses: int, alarms: int) -> float:
    return 2 * hits / max(1, 2 * hits + misses + alarms)


if __name__ == "__main__":
    started = datetime.datetime.now()
    options = sys.argv[1:]
    split = options[options.index("--split") + 1] if "--split" in options else "validation"
    main(options[0], split, misses="--misses" in options, network="--questions" not in options)
    print(f"{(datetime.datetime.now() - started).total_seconds():.0f} s")
