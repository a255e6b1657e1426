"""Ten articles are not ten sources: are the origins of made matters counted as a fact-checker would count them?

    PYTHONPATH=src python evaluation/lineage/matters.py [--set development|held_out|second] [--table] [--check] [--only WORDS]

`matters/*.toml` hold made matters of a few short accounts each. A matter lists the *claims* that are asked about, each with the words by
which every account tells it (`tells`), how many *origins* stand behind it, and how many of them a careful reader could call *shown* to
be independent from what the texts say. `links` are the relations between accounts: "A > B cites", "A > B copies" (A from B), "A - B"
(shared wording, no direction).

Every matter is read whole, as `variorum read` does. Then each claim is counted twice: *by itself*, its statements put together as the
matter says, so that only lineage is measured; and *as read*, with whatever claims the program made of them.

* origins: those that are not said to be derived. Over is counting a source twice; under is taking two for one.
* shown: the count that grades rest on. Over is the worst mistake here.
* links: relations between accounts, right if pair, kind and direction are.

`--table` prints each claim, `--check` fails where a floor of `matters/floors.toml` is missed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from variorum.case.ingest import Source
from variorum.case.settings import Settings, Tools
from variorum.case.work import read_accounts
from variorum.stages import lineage
from variorum.stages.documents import Told
from variorum.values.claims import Claim
from variorum.values.lineage import Standing
from variorum.values.readings import Reading
from variorum.values.statements import Statement

FOLDER = Path(__file__).resolve().parent / "matters"
SETS = ("development", "held_out", "second")


@dataclass(frozen=True)
class Counted:
    """One claim of one matter: what is true, what was said by itself and as read; None where no statement was read."""

    matter: str
    about: str
    origins: int
    shown: int
    missed: tuple[str, ...]
    said_origins: int | None = None
    said_shown: int | None = None
    together: bool = False
    shown_as_read: int | None = None
    standing: Standing | None = None


@dataclass
class Result:
    """Everything counted over a set."""

    claims: list[Counted] = field(default_factory=list)
    links_true: int = 0
    links_said: int = 0
    links_right: int = 0
    wrong_links: list[str] = field(default_factory=list)
    unsourced: list[str] = field(default_factory=list)

    def numbers(self) -> dict[str, int]:
        """The counts by name, as the floors name them."""
        read = [c for c in self.claims if c.said_origins is not None]
        sides = Counter(f"origins_{_side(c.said_origins, c.origins)}" for c in read)
        sides.update(f"shown_{_side(c.said_shown, c.shown)}" for c in read)
        sides.update(f"as_read_{_side(c.shown_as_read, c.shown)}" for c in read if c.together)
        found = dict(sides)
        found["as_read_apart"] = sum(not c.together for c in read)
        found["as_read_apart_over"] = sum((c.shown_as_read or 0) > c.shown for c in read if not c.together)
        found["claims"] = len(self.claims)
        found["not_read"] = len(self.claims) - len(read)
        found |= {"links_true": self.links_true, "links_said": self.links_said, "links_right": self.links_right}
        found["older_called_derived"] = len(self.unsourced)
        return found


def _side(said: int | None, true: int) -> str:
    assert said is not None
    return "over" if said > true else "under" if said < true else "exact"


def load(name: str) -> list[dict[str, Any]]:
    """The matters of a set. Raises `ValueError` for a matter that contradicts itself."""
    matters = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["matter"]
    for matter in matters:
        texts = {a["publisher"]: a["text"] for a in matter["account"]}
        for claim in matter["claim"]:
            for publisher, words in claim["tells"].items():
                if texts[publisher].count(words) != 1:
                    raise ValueError(f"{matter['name']}: “{words}” does not stand once in {publisher}")
            if not 1 <= claim["shown"] <= claim["origins"] <= len(claim["tells"]):
                raise ValueError(f"{matter['name']}: {claim['about']} has impossible counts")
    return matters


def _no_time() -> str:
    return "2024-01-01T00:00:00+00:00"


def read(matter: dict[str, Any], tools: Tools) -> Reading:
    """A matter as the program reads it."""
    sources = [
        Source(
            f"{i}-{account['publisher'].lower().replace(' ', '-')}.txt",
            account["text"].lstrip("\n").encode("utf-8"),
            Told(
                account.get("published"), None if "author" in account else account["publisher"], account.get("author")
            ),
        )
        for i, account in enumerate(matter["account"])
    ]
    return read_accounts(sources, tools, Settings(clock=_no_time))


def statement_of(reading: Reading, document: str, text: str, words: str) -> Statement | None:
    """The statement that tells these words: the one whose place is most nearly theirs, at least a third of both together."""
    start = text.index(words)
    end = start + len(words)
    best, most = None, 1 / 3
    for one in reading.statements:
        span = one.passage.span
        if one.document != document or one.is_remark:
            continue
        shared = min(end, span.end) - max(start, span.start)
        likeness = shared / (max(end, span.end) - min(start, span.start))
        if likeness > most:
            best, most = one, likeness
    return best


def count(matter: dict[str, Any], reading: Reading, result: Result) -> None:
    """Add one matter to the result."""
    # Two publishers are told apart by their names; a witness statement has an author instead.
    by_name = {d.publisher.value or d.authors[0]: d for d in reading.documents}
    key = {a["publisher"]: a.get("author", a["publisher"]) for a in matter["account"]}
    home = {s: c.id for c in reading.claims for s in c.statements}
    standing_of = {s.claim: s for s in reading.standings}
    for asked in matter["claim"]:
        told = {p: by_name[key[p]] for p in asked["tells"]}
        found = {p: statement_of(reading, d.id, d.text, asked["tells"][p]) for p, d in told.items()}
        missed = tuple(p for p, s in found.items() if s is None)
        members = sorted({s.id for s in found.values() if s is not None})
        head = (matter["name"], asked["about"], asked["origins"], asked["shown"], missed)
        if missed:
            result.claims.append(Counted(*head))
            continue
        claim = Claim("c-asked", members[0], tuple(members))
        (standing,) = lineage.stand(
            (claim,), reading.statements, reading.documents, reading.entities, reading.lineage, ()
        )
        homes = {home[m] for m in members if m in home}
        result.claims.append(
            Counted(
                *head,
                said_origins=sum(o.state != "derived" for o in standing.origins),
                said_shown=standing.shown,
                together=len(homes) == 1,
                shown_as_read=max(standing_of[h].shown for h in homes),
                standing=standing,
            )
        )
        older = asked.get("older_unsourced")
        for origin in standing.origins if older else ():
            if origin.name.startswith(older) and origin.state == "derived":
                result.unsourced.append(f"{matter['name']}: {origin.reason}")
    true = set(matter["links"])
    names = {d.id: name for name, d in by_name.items()}
    said = set()
    for edge in reading.lineage:
        child, parent = names[edge.child], names[edge.parent]
        if edge.kind == "shared-source":
            said.add(" - ".join(sorted((child, parent))))
        else:
            said.add(f"{child} > {parent} {edge.kind}")
    true = {" - ".join(sorted(link.split(" - "))) if " - " in link else link for link in true}
    result.links_true += len(true)
    result.links_said += len(said)
    result.links_right += len(true & said)
    result.wrong_links += [f"{matter['name']}: missed {link}" for link in sorted(true - said)]
    result.wrong_links += [f"{matter['name']}: wrong {link}" for link in sorted(said - true)]


def measure(matters: list[dict[str, Any]], tools: Tools) -> Result:
    """Read and count matters."""
    result = Result()
    for matter in matters:
        count(matter, read(matter, tools), result)
    return result


def show_table(result: Result) -> None:
    """Each claim with its true counts, and why it was counted otherwise."""
    print("| matter | claim | origins: true | said | shown: true | said | as read |")
    print("|---|---|---|---|---|---|---|")
    for c in result.claims:
        if c.standing is None:
            print(f"| {c.matter} | {c.about} | {c.origins} | not read: {', '.join(c.missed)} | {c.shown} | | |")
            continue
        apart = "" if c.together else " (apart)"
        print(
            f"| {c.matter} | {c.about} | {c.origins} | {c.said_origins} | {c.shown} | {c.said_shown} | {c.shown_as_read}{apart} |"
        )
    for c in result.claims:
        if c.standing is not None and (c.said_origins, c.said_shown) != (c.origins, c.shown):
            print(
                f"\n{c.matter}: {c.about}: origins {c.said_origins} of {c.origins}, shown {c.said_shown} of {c.shown}"
            )
            for origin in c.standing.origins:
                print(f"   {origin.state}: {origin.name} [{origin.key}]: {origin.reason}")
    for line in itertools.chain(result.wrong_links, result.unsourced):
        print("   link ", line)


def failing(numbers: dict[str, int], floors: dict[str, dict[str, int]]) -> list[str]:
    """The floors that are missed, by name."""
    low = [name for name, least in floors.get("at_least", {}).items() if numbers.get(name, 0) < least]
    return low + [name for name, most in floors.get("at_most", {}).items() if numbers.get(name, 0) > most]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    from variorum.case.tools import default_tools

    tools = default_tools()
    floors = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8")) if options.check else {}
    missed = []
    for name in [options.set] if options.set else SETS:
        result = measure([m for m in load(name) if options.only in m["name"]], tools)
        if options.table:
            show_table(result)
        numbers = result.numbers()
        print(f"\n{name}: {numbers['claims']} claims, {numbers['not_read']} not read whole")
        for what in ("origins", "shown", "as_read"):
            row = " ".join(f"{side} {numbers.get(f'{what}_{side}', 0):3}" for side in ("over", "exact", "under"))
            print(f"  {what:8} {row}" + (f"  apart {numbers['as_read_apart']}" if what == "as_read" else ""))
        print(f"  links    true {numbers['links_true']}  said {numbers['links_said']}  right {numbers['links_right']}")
        print(f"  older account called derived from a younger one: {numbers['older_called_derived']}")
        missed += [f"{name}.{floor}" for floor in failing(numbers, floors.get(name, {}))] if options.check else []
    for floor in missed:
        print(f"below its floor: {floor}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
