"""How long the pages of the workbench take over a large case.

    PYTHONPATH=src:tests python benchmarks/pages.py --accounts 1000 --tellings 25 --length 4000

The case is made up: each account tells some things (`--tellings`), two of three of which others tell too, through eighty witnesses; conflicts,
likenesses near the line, unsure names, places and dates are strewn in as densely as in the example case. Between them stands other text,
until an account has about `--length` characters; every eighth telling is a long one. On each claim all accounts are silent that do not tell it.
What stages make of statements (lineage, independence, grades, questions) is computed by them. No model takes part: a page does not know how a
statement was found.

Prints, for each page, milliseconds of processor time at the median and the 95th percentile, the size of the answer, and before that what is
made once after each change of the case.
"""

import argparse
import datetime
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from starlette.testclient import TestClient

from factory import Case, by, reading_of
from variorum.case.folder import Case as KeptCase
from variorum.values.claims import Relation
from variorum.values.entities import Coordinates, UnsurePair
from variorum.values.readings import Reading
from variorum.values.timeline import Timeline, TimelineEvent
from variorum.web.desk import Snapshot
from variorum.web.server import Address, app_at

THINGS = (
    "crane",
    "ferry",
    "depot",
    "convoy",
    "bridge",
    "harbour office",
    "patrol boat",
    "warehouse",
    "checkpoint",
    "school",
)
DEEDS = (
    "was hit",
    "was closed",
    "burned down",
    "was searched",
    "lost its roof",
    "was moved",
    "was shelled",
    "was sold",
)
PLACES = (
    "Port Ilmar",
    "Cape Lorn",
    "the Harn Islands",
    "Hallisk",
    "the Sound of Veth",
    "Calvessa",
    "Merrowen",
    "Teyrick",
)
FIRST = ("Jana", "Pavel", "Ines", "Osman", "Signe", "Tomas", "Nadia", "Ruben")
TIMES = (
    "before dawn",
    "at noon",
    "after the ferry left",
    "when the lamps went out",
    "on the second day",
    "in the rain",
)
VERBS = ("watched", "repaired", "counted", "painted", "asked about", "forgot", "photographed", "walked past")
LAST = ("Reed", "Lind", "Okafor", "Teyrick", "Aldane", "Verlin", "Ferrow", "Ostval", "Renn", "Brockell")


def make(accounts: int, tellings: int, length: int) -> Reading:
    """A reading of as many accounts as asked for, the same for the same numbers."""
    chance = random.Random(1)
    witnesses = [f"{a} {b}" for a in FIRST for b in LAST]
    known = [_sentence(chance, n) for n in range(accounts * 3)]
    case = Case()
    for number in range(accounts):
        publisher = f"Post {number:04}"
        day = datetime.date(2024, 1, 1) + datetime.timedelta(number % 90)
        case.account(publisher, published=day.isoformat())
        written = 0
        for telling in range(tellings):
            own = accounts * 3 + number * tellings + telling
            words = chance.choice(known) if telling % 3 else _sentence(chance, own)
            if telling % 8 == 5:
                words += f", and {_aside(chance, own)}, and {_aside(chance, own)}, so that nobody slept"
            route = [
                by(chance.choice(witnesses), saw=telling % 5 == 0, hedge="reportedly" if telling % 7 == 0 else None)
            ]
            if telling % 4 == 0:
                route.append(by("outlet: Halcyon Press Agency"))
            case.tell(publisher, words, *(route if telling % 6 else []), claim=words)
            written += len(words) + sum(len(one.name) + 7 for one in route) + 2
            while written < length * (telling + 1) / tellings:
                aside = f"{_aside(chance, own).capitalize()}. "
                case.account(publisher, text=aside)
                written += len(aside)
    for name in (*witnesses, *PLACES):
        case.entity(name)
    reading = reading_of(case)
    return _strewn(chance, reading)


def _sentence(chance: random.Random, number: int) -> str:
    return f"The {chance.choice(THINGS)} number {number} of {chance.choice(PLACES)} {chance.choice(DEEDS)} in the night"


def _aside(chance: random.Random, number: int) -> str:
    """Something that happened beside what is told; nothing is stated from it."""
    who = f"{chance.choice(FIRST).lower()} {chance.choice(LAST)} of house {number * 7 + chance.randrange(7)}"
    return f"{who} {chance.choice(VERBS)} the {chance.choice(THINGS)} {chance.choice(TIMES)}"


def _strewn(chance: random.Random, reading: Reading) -> Reading:
    """The reading with relations, unsure names, places and dates."""
    ids = [s.id for s in reading.statements]
    pairs = [tuple(sorted(chance.sample(ids, 2))) for _ in range(len(ids) // 5)]
    relations = tuple(
        Relation(a, b, "contradicts", "number", 0.8, "17 against 23")
        if n % 12 == 0
        else Relation(a, b, "overlaps", "other", 0.2 + 0.3 * chance.random(), "alike in words and matter")
        for n, (a, b) in enumerate(pairs)
    )
    entities = tuple(
        replace(e, kind="place", place=Coordinates(35 + n, 12 + n, "city", e.name, "XX", "made up"))
        if (n := PLACES.index(e.name) if e.name in PLACES else -1) >= 0
        else e
        for e in reading.entities
    )
    people = [e for e in entities if e.kind == "person"]
    unsure = tuple(UnsurePair(a.id, b.id, "Both names are of dockers.", 0.5) for a, b in itertools.pairwise(people))
    events = tuple(
        TimelineEvent(c.id, c.statements, day, day, "day", "The words say the day.")
        for n, c in enumerate(reading.claims)
        if n % 4 == 0
        for day in (datetime.date(2024, 1, 1) + datetime.timedelta(n % 120),)
    )
    documents = sorted(d.id for d in reading.documents)
    statements = {s.id: s for s in reading.statements}
    told = [{statements[s].document for s in c.statements} for c in reading.claims]
    claims = tuple(
        replace(claim, silent=tuple(d for d in documents if d not in telling))
        for claim, telling in zip(reading.claims, told, strict=True)
    )
    dated = tuple(sorted(events, key=lambda e: (e.earliest or datetime.date.max, e.claim)))
    return replace(
        reading, claims=claims, relations=relations, entities=entities, unsure=unsure, timeline=Timeline(dated, ())
    )


def cost(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, all threads."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def addresses(snapshot: Snapshot) -> dict[str, list[str]]:
    """For each page some addresses, so that no page is measured by one lucky case."""
    facts, reading = snapshot.facts, snapshot.reading
    told = sorted(facts, key=lambda f: -f.accounts)
    people = [e.entity.id for e in snapshot.views.entities("person")]
    return {
        "overview": ["/"],
        "claims": [f"/claims?page={n}" for n in (1, 2, 50, 200)],
        "claims, filtered": [
            "/claims?q=crane&kind=several",
            "/claims?holder=reed&since=2024-02-01",
            "/claims?kind=contested",
        ],
        "claim": [f"/claims/{f.id}" for f in (*told[:4], *told[len(told) // 2 :][:4])],
        "statement": [f"/statements/{s.id}" for s in reading.statements[:: len(reading.statements) // 5]],
        "account": [f"/documents/{d.id}?layers=statements,holders,entities,dates" for d in reading.documents[::250]],
        "conflicts": ["/conflicts", "/conflicts?page=3", "/conflicts?kind=tensions"],
        "lineage": ["/lineage", f"/lineage?without={reading.losses[0].origin}"],
        "who is who": ["/who", "/who?q=reed"],
        "one person": [f"/who/{people[0]}", f"/who/{people[-1]}"],
        "timeline": ["/timeline", "/timeline?page=20"],
        "map": ["/map"],
        "review": ["/review", "/review?kind=likeness&page=5", "/review?kind=names"],
        "accounts": ["/sources", "/sources?page=20", "/sources?q=0042"],
        "search": [
            "/search?q=crane+harn",
            "/search?q=night&in=texts",
            "/search?q=ferry&holder=lind&hedge=any",
            '/search?q="in the night"&page=9',
        ],
        "decisions": ["/judgements"],
        "log": ["/log"],
    }


def measure(accounts: int, tellings: int, length: int, rounds: int) -> None:
    reading = make(accounts, tellings, length)
    print(
        f"{len(reading.documents)} accounts, {len(reading.statements)} statements, {len(reading.claims)} claims,",
        end=" ",
    )
    print(f"{sum(len(d.text) for d in reading.documents):,} characters")
    with tempfile.TemporaryDirectory() as folder:
        KeptCase.create(Path(folder) / "case", name="Made up").close()
        address = Address("127.0.0.1", 8765, "token")
        app = app_at(address, Path(folder) / "case", by="Nobody")
        desk = app.state.desk
        snapshot = Snapshot(
            name="Made up",
            head=desk.case.head(),
            reading=reading,
            documents=reading.documents,
            pending=(),
            judgements=(),
        )
        desk._snapshot = snapshot
        print("\nmade once after each change, ms of processor time:")
        for name in ("index", "views", "facts", "reviews", "vouches", "search"):
            print(f"| {name} | {cost(partial(getattr, snapshot, name)):.0f} |")
        client = TestClient(app, base_url=f"http://{address.netloc}")
        client.get("/enter?token=token")
        print("\n| page | p50 ms | p95 ms | kB |\n|---|---|---|---|")
        for name, paths in addresses(snapshot).items():
            times: list[float] = []
            sizes: list[int] = []
            for path in paths:
                assert client.get(path).status_code == 200, path
            for turn in range(rounds):
                path = paths[turn % len(paths)]
                times.append(cost(partial(client.get, path)))
                sizes.append(len(client.get(path).content))
            times.sort()
            print(
                f"| {name} | {statistics.median(times):.0f} | {times[int(0.95 * (len(times) - 1))]:.0f} | {max(sizes) / 1000:.0f} |",
                flush=True,
            )
        desk.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--tellings", type=int, default=12, help="statements an account")
    parser.add_argument(
        "--length", type=int, default=0, help="characters an account at least; else its statements only"
    )
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    measure(given.accounts, given.tellings, given.length, given.rounds)
