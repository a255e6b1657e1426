"""Is a value chosen better when copies count for little?

    python evaluation/lineage/copying.py DATA_FOLDER/truth_discovery

Four public sets of values told by many sources, with known answers for some objects: authors of books (a value is the set of
the words of three letters or more in the list of authors, and right if it is the golden one's), birthplaces and heritage sites (right if
it is the most exact place; "branch" also counts the region it lies in), population (right if equal). Of a source that gives several
values for one object the last one counts. Compares plain voting, weighing by accuracy alone, weighing with copy detection,
and, where it is installed, the library `truthdiscovery` (majority voting, TruthFinder, Sums, Investment): accuracy and seconds.
"""

import argparse
import csv
import pathlib
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts.copying import vote, weigh

try:
    import truthdiscovery
except ImportError:
    truthdiscovery = None

Claims = list[tuple[str, str, str]]


@dataclass
class Task:
    """One set: claims as (source, object, value), the answers, and wider answers that are not wrong."""

    name: str
    claims: Claims
    answers: Mapping[str, str]
    wider: Mapping[str, frozenset[str]]


def once(claims: Claims) -> Claims:
    """The last value a source gives of each object."""
    return [(source, thing, value) for (source, thing), value in {(s, o): v for s, o, v in claims}.items()]


def words(authors: str) -> str:
    """The words of a list of authors in order of the alphabet."""
    return " ".join(sorted(set(re.findall(r"[a-z]{3,}", authors.lower().replace("'", "")))))


def books(folder: pathlib.Path) -> Task:
    """Authors of books as given by book sellers."""
    lines = (folder / "spectrum_book" / "book.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [line.split("\t") for line in lines if line.count("\t") == 3]
    claims = [(row[0], row[1], words(row[3])) for row in rows if words(row[3])]
    golden = (folder / "spectrum_book" / "book_golden.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    answers = {row[0]: words(row[1]) for row in (line.split("\t") for line in golden) if len(row) > 1}
    return Task("books", once(claims), answers, {})


def places(folder: pathlib.Path, name: str) -> Task:
    """Places of birth, or of heritage sites, from exact to wide."""
    with (folder / name / "claims.csv").open(encoding="utf-8") as handle:
        claims = [(row["src"], row["obj"], row["value"]) for row in csv.DictReader(handle)]
    with (folder / name / "groundtruths.csv").open(encoding="utf-8") as handle:
        paths = {row["obj"]: row["value"].split(",") for row in csv.DictReader(handle)}
    return Task(name, once(claims), {o: p[0] for o, p in paths.items()}, {o: frozenset(p) for o, p in paths.items()})


def population(folder: pathlib.Path) -> Task:
    """Population of towns as edited into an encyclopaedia."""
    with (folder / "spectrum_population" / "population_claims.csv").open(encoding="utf-8", errors="replace") as handle:
        claims = [
            (row["SourceID"], f"{row['ObjectID']} {row['PropertyID']}", row["PropertyValue"])
            for row in csv.DictReader(handle)
        ]
    with (folder / "spectrum_population" / "population_truth.csv").open(encoding="utf-8", errors="replace") as handle:
        answers = {f"{row['ObjectID']} {row['PropertyID']}": row["PropertyValue"] for row in csv.DictReader(handle)}
    return Task("population", once(claims), answers, {})


def by_library(name: str) -> Callable[[Claims], Mapping[str, str]]:
    """An algorithm of the library as a function from claims to values."""

    def run(claims: Claims) -> Mapping[str, str]:
        result = getattr(truthdiscovery, name)().run(truthdiscovery.Dataset(claims))
        return {thing: min(result.get_most_believed_values(thing)) for thing in {o for _, o, _ in claims}}

    return run


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args(arguments).folder
    if not (folder / "spectrum_book").exists():
        sys.exit(f"{folder}: not there; give the folder that holds the four sets")
    methods: dict[str, Callable[[Claims], Mapping[str, str]]] = {
        "plain voting": vote,
        "weighed by accuracy": lambda claims: weigh(claims, copying=False).values,
        "weighed, copies found": lambda claims: weigh(claims).values,
    }
    if truthdiscovery is None:
        print("the library truthdiscovery is not installed; its lines are left out")
    else:
        methods |= {f"library {n}": by_library(n) for n in ("MajorityVoting", "TruthFinder", "Sums", "Investment")}
    for task in (books(folder), places(folder, "birthplaces"), places(folder, "heritages"), population(folder)):
        known = {o for _, o, _ in task.claims} & set(task.answers)
        print(
            f"{task.name}: {len(task.claims)} claims, {len({s for s, _, _ in task.claims})} sources, {len(known)} known"
        )
        for name, method in methods.items():
            began = time.perf_counter()
            found = method(task.claims)
            took = time.perf_counter() - began
            right = sum(found[o] == task.answers[o] for o in known) / len(known)
            branch = sum(found[o] in task.wider.get(o, ()) for o in known) / len(known)
            print(f"  {name:<24} {right:.3f}{f'  branch {branch:.3f}' if task.wider else ''}  {took:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
