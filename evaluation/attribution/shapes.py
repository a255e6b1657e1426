"""Are attributions found where their shape is hard? The project's own examples, shape by shape.

    python evaluation/attribution/shapes.py [FILE] [--half development|held-out] [--show] [--check]

FILE (default `shapes.jsonl` beside this) holds texts with marks, ‹source: …›, ‹cue: …› and ‹content: …›, numbered where a text
has several attributions; a text without marks is a trap in which nobody says anything. `holder` is who is meant where
the source is a pronoun. The questions asked of each marked attribution, of the network alone (`variorum extract`) and of both
readers together (`variorum read`):

* found: does some attribution's content agree with it (word Jaccard at least 0.5, one to one)?
* full: and its source (the same phrase or its core, or none on both sides)?
* holder (only of `read`): is the innermost holder of the content the one who says it? Where no source is named,
  nobody is right, or a holder without a name.

A trap is right where no attribution of the reporting kind is read in it. Half of each shape, by the hash of its id, is "held-out": rules may be
mended with the half "development" in view, and `--show` prints no other. With `--check` the floors of `floors.toml` hold on
the held-out half, or the program ends with an error. The examples and the rules have one author: a mild test.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.case.tools import JointReader, TrainedReader
from variorum.models.parsing import Parser
from variorum.stages.documents import Told, read
from variorum.stages.entities import mention
from variorum.stages.statements.chains import Chains
from variorum.values.documents import Document
from variorum.values.parses import Parse
from variorum.values.statements import Attribution, Holder
from variorum.values.text import Span

HERE = pathlib.Path(__file__).parent
MARK = re.compile(r"‹(source|cue|content)(?: (\d))?: ([^›]*)›")
WORD = re.compile(r"[^\W_]+(?:['’\-.&][^\W_]+)*")
SMALL = {"the", "a", "an", "of", "at", "in", "who"}
FIRST_PERSON = {"i", "we"}
Place = tuple[int, int]
TOLD = Told(published=None, publisher=None, author=None)


@dataclass(frozen=True)
class Wanted:
    """One marked attribution, in code points of the text without marks."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]


@dataclass(frozen=True)
class Result:
    """What became of one marked attribution, or of one trap: the questions that were answered rightly."""

    row: dict[str, str]
    right: frozenset[str]
    read: tuple[str, ...]


def unmark(text: str) -> tuple[str, tuple[Wanted, ...]]:
    """A text without its marks, and the attributions that stood in them, by their numbers."""
    plain, last = "", 0
    spans: dict[tuple[str, str], list[Place]] = collections.defaultdict(list)
    for found in MARK.finditer(text):
        plain += text[last : found.start()]
        spans[found[2] or "1", found[1]].append((len(plain), len(plain) + len(found[3])))
        plain += found[3]
        last = found.end()
    numbers = sorted({number for number, _ in spans})
    wanted = (Wanted(tuple(spans[n, "source"]), tuple(spans[n, "cue"]), tuple(spans[n, "content"])) for n in numbers)
    return plain + text[last:], tuple(wanted)


def words_in(text: str, places: Sequence[Place]) -> frozenset[int]:
    """The code points at which the words begin that these places touch."""
    every = [match.span() for match in WORD.finditer(text)]
    return frozenset(start for start, end in every if any(start < b and a < end for a, b in places))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """How far two sets of words agree, 0..1; two empty ones agree."""
    return len(a & b) / len(a | b) if a | b else 1.0


def matched(text: str, wanted: Sequence[Wanted], found: Sequence[Attribution]) -> list[tuple[int, Attribution | None]]:
    """For each marked attribution the one whose content agrees best with it, one to one, None below one half."""
    contents = [words_in(text, [(s.start, s.end) for s in one.content]) for one in found]
    likeness = sorted(
        (
            (jaccard(words_in(text, want.content), content), -i, -j)
            for i, want in enumerate(wanted)
            for j, content in enumerate(contents)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for value, i, j in likeness:
        if value >= 0.5 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return [(i, found[pairs[i]] if i in pairs else None) for i in range(len(wanted))]


def same_name(one: str, other: str) -> bool:
    """Whether two phrases stand for one holder as far as their words tell: one holds the other's, or half of them agree.

    "A man" and "a man at the back of the hall" agree; small words alone do not.
    """
    if one.lower() == other.lower():
        return True
    a, b = ({w.lower() for w in WORD.findall(name)} - SMALL for name in (one, other))
    return bool(a & b) and (a <= b or b <= a or len(a & b) / len(a | b) >= 0.5)


def is_source_right(text: str, want: Wanted, got: Attribution) -> bool:
    """Whether the source is the same phrase or its core, or none is named on either side."""
    if not want.source or got.source is None:
        return not want.source and got.source is None
    return same_name(" ".join(text[a:b] for a, b in want.source), text[got.source.start : got.source.end])


def is_holder_right(expected: str | None, got: Holder | None) -> bool:
    """Whether the innermost holder is the one who is meant.

    Without a named source nobody or somebody unnamed is right; "I" and "we" are the author, who is never listed
    unless the account is known to be a witness's.
    """
    if expected is None or expected.lower() in FIRST_PERSON:
        return got is None or got.kind == "unnamed"
    return got is not None and same_name(expected, got.name.removeprefix("unnamed: "))


def documents_of(rows: Sequence[dict[str, str]]) -> list[tuple[Document, tuple[Wanted, ...]]]:
    """Each text as `variorum read` takes it, and what is marked in it."""
    made = []
    for row in rows:
        plain, wanted = unmark(row["text"])
        (document,) = read(plain.encode("utf-8"), name=f"{row['id']}.txt", told=TOLD).values
        if document.text != plain:
            raise AssertionError(f"{row['id']}: the text was changed in reading")
        made.append((document, wanted))
    return made


def answers(
    row: dict[str, str],
    document: Document,
    parse: Parse,
    wanted: Sequence[Wanted],
    readers: tuple[TrainedReader, JointReader],
) -> list[Result]:
    """What is right about each marked attribution of one text, or about the one trap it is."""
    network, joint = readers[0].read(document), readers[1].attribute(document, parse)
    told = tuple(_line(document, one) for one in (*network, *joint))
    if not wanted:
        quiet = {
            name
            for name, found in (("network trap", network), ("read trap", joint))
            if not any(one.kind == "reporting" for one in found)
        }
        return [Result(row, frozenset(quiet), told)]
    chains = Chains(document, parse, joint, tuple(mention(document, parse)))
    results = []
    for i, want in enumerate(wanted):
        right: set[str] = set()
        for name, found in (("network", network), ("read", joint)):
            got = matched(document.text, wanted, found)[i][1]
            if got is not None:
                right.add(f"{name} found")
                if is_source_right(document.text, want, got):
                    right.add(f"{name} full")
        place = max(want.content, key=lambda span: span[1] - span[0])
        chain = chains.of(Span(document.id, *place))
        expected = row.get("holder") or " ".join(document.text[a:b] for a, b in want.source) or None
        if is_holder_right(expected, chain[0].holder if chain else None):
            right.add("holder")
        results.append(Result(row, frozenset(right), (*told, f"holder {[hop.holder.name for hop in chain]}")))
    return results


def _line(document: Document, one: Attribution) -> str:
    source = document.text[one.source.start : one.source.end] if one.source else "–"
    cue = document.text[one.cue.start : one.cue.end] if one.cue else "–"
    return f"{source} | {cue} | {' … '.join(document.text[s.start : s.end] for s in one.content)}"


QUESTIONS = ("network found", "network full", "read found", "read full", "holder")
TRAPS = ("network trap", "read trap")


def shares(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """For each question how many were answered rightly, and of how many."""
    asked = [one for one in results if "‹" in one.row["text"]]
    traps = [one for one in results if "‹" not in one.row["text"]]
    counted = {question: (sum(question in one.right for one in asked), len(asked)) for question in QUESTIONS}
    return counted | {question: (sum(question in one.right for one in traps), len(traps)) for question in TRAPS}


def failing(measured: dict[str, float], floors: dict[str, float]) -> list[str]:
    """What is below its floor or was not measured."""
    return [name for name, least in floors.items() if not measured.get(name, -1.0) >= least]


def main() -> None:
    """Print a table of shapes for each half; `--show` lists what is wrong in the development half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / "shapes.jsonl")
    parser.add_argument("--half", choices=("development", "held-out"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--check", action="store_true", help="end with an error below the floors")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines() if line]
    rows = [row for row in rows if given.half in (None, row["half"])]
    pairs = documents_of(rows)
    parses = Parser().parse_all([document for document, _ in pairs])
    readers = (TrainedReader(threads=1), JointReader(threads=1))
    results = [
        one
        for row, (document, wanted), parse in zip(rows, pairs, parses, strict=True)
        for one in answers(row, document, parse, wanted, readers)
    ]
    measured: dict[str, float] = {}
    for half in ("development", "held-out"):
        chosen = [one for one in results if one.row["half"] == half]
        if not chosen:
            continue
        print(f"\n| {half} | " + " | ".join((*QUESTIONS, *TRAPS)) + " |\n|---" * 1 + "|---" * 7 + "|")
        for shape in [*dict.fromkeys(one.row["shape"] for one in chosen), "all"]:
            part = shares([one for one in chosen if shape in ("all", one.row["shape"])])
            print(f"| {shape} | " + " | ".join(f"{a}/{b}" if b else "" for a, b in part.values()) + " |")
            if half == "held-out":
                measured |= {f"{shape}: {k}": a / b for k, (a, b) in part.items() if b}
    for one in results if given.show else ():
        asked = QUESTIONS if "‹" in one.row["text"] else TRAPS
        if one.row["half"] == "development" and not one.right >= set(asked):
            print(f"\n{one.row['id']} lacks {sorted(set(asked) - one.right)}\n  {one.row['text']!r}")
            print("\n".join(f"      {line!r}" for line in one.read))
    if given.check:
        floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["shapes"]
        if below := failing(measured, floors):
            sys.exit("below the floor: " + ", ".join(below))


if __name__ == "__main__":
    main()
