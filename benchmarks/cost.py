"""What share of a reading each of its steps takes.

    PYTHONPATH=src python benchmarks/cost.py [ARTICLES.jsonl] [--texts 100]

Reads the example case that the package ships, then, if given, the first texts of ARTICLES.jsonl (an object a line with
`article_content`, `source` and `date`) as one matter. Printed: seconds of processor time by step and their share; processor time and not that
of the clock, so that other work on the machine does not lengthen it. Loading counts apart: it is paid once a run, not once a text; it is what
the first reading of one text took above the second. A step is timed where the hall calls it; what a step spends inside another is counted
with the inner one.
"""

import argparse
import functools
import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from variorum import demo
from variorum.case import hearing, ingest, work
from variorum.case.settings import Settings, Silence, Tools
from variorum.case.tools import default_tools
from variorum.crafts import coreference, gazetteer, placing, spotting
from variorum.dossier import html, json_
from variorum.stages import claims, entities, grades, lineage, places, statements, timeline
from variorum.stages.documents import Told
from variorum.values.readings import Reading


class Meter:
    """Seconds by step; the time of an inner step is taken from the outer one."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open: list[float] = []

    def wrap(self, owner: Any, name: str, step: str) -> None:
        """Time every call of a function where its caller looks it up."""
        plain: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(plain)
        def timed(*arguments: Any, **named: Any) -> Any:
            return self.time(step, lambda: plain(*arguments, **named))

        setattr(owner, name, timed)

    def time(self, step: str, call: Callable[[], Any]) -> Any:
        """Make a call and book its time on a step."""
        start = time.process_time()
        self._open.append(0.0)
        try:
            return call()
        finally:
            whole = time.process_time() - start
            inner = self._open.pop()
            self.spent[step] = self.spent.get(step, 0.0) + whole - inner
            if self._open:
                self._open[-1] += whole


STEPS: tuple[tuple[Any, str, str], ...] = (
    (ingest, "read", "documents: bytes to texts"),
    (entities, "mention", "entities: mentions and coreference"),
    (work, "find_moments", "time: expressions"),
    (statements, "extract", "statements: cutting, chains, figures"),
    (entities, "resolve", "entities: one across documents"),
    *((room, "lookup", "places: looking up") for room in (gazetteer, coreference, placing, spotting)),
    (gazetteer, "lookup_by_sound", "places: looking up by sound"),
    (entities, "hold", "entities: posts"),
    (places, "surround", "places: relative ones"),
    (work, "embed_statements", "claims: vectors"),
    (claims, "align", "claims: same, conflicts"),
    (lineage, "trace", "lineage: who depends on whom"),
    (lineage, "stand", "lineage: independence"),
    (lineage, "lose", "lineage: leave one out"),
    (lineage, "stem", "lineage: stemmas"),
    (grades, "grade", "grades"),
    (grades, "ask", "grades: open questions"),
    (timeline, "lay", "timeline: events, checks, gaps"),
    (hearing, "heed", "judgements"),
)


class Timed:
    """A tool of the reading whose calls are timed."""

    def __init__(self, tool: Any, meter: Meter, step: str) -> None:
        self._tool, self._meter, self._step = tool, meter, step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tool, name)

    def attribute(self, *arguments: Any) -> Any:
        """See the tool."""
        return self._meter.time(self._step, lambda: self._tool.attribute(*arguments))

    def relate(self, *arguments: Any) -> Any:
        """See the tool."""
        return self._meter.time(self._step, lambda: self._tool.relate(*arguments))

    def parse_all(self, documents: Sequence[Any]) -> Iterator[Any]:
        """See the tool; the time of each parse, not that of its use."""
        parses = iter(self._tool.parse_all(documents))
        while (parse := self._meter.time(self._step, lambda: next(parses, None))) is not None:
            yield parse


def sources_of(path: Path, most: int) -> list[ingest.Source]:
    """The first articles of a file of rows, one source each."""
    with path.open(encoding="utf-8") as rows:
        return [
            ingest.Source(f"row-{n}.json", row.encode("utf-8"), Told())
            for n, row in enumerate(itertools.islice(rows, most), 1)
            if json.loads(row)
        ]


def measure(name: str, sources: Sequence[ingest.Source], tools: Tools, meter: Meter) -> None:
    """Read once and print the table of a case."""
    meter.spent.clear()
    reading: Reading = meter.time(
        "the rest", lambda: work.read_accounts(sources, tools, Settings(clock="2026-01-01T00:00:00Z"), Silence())
    )
    meter.time("dossier: JSON", lambda: json_.write_json(reading))
    meter.time("dossier: page", lambda: html.write_html(reading))
    total = sum(meter.spent.values())
    words = sum(len(d.text.split()) for d in reading.documents)
    print(f"{name}: {len(reading.documents)} texts, {words} words, {len(reading.statements)} statements")
    for step, seconds in sorted(meter.spent.items(), key=lambda row: -row[1]):
        print(f"  {step:50}{seconds:9.2f} s {seconds / total:7.1%}")
    print(f"  {'in all':50}{total:9.2f} s   {1000 * total / max(1, words):.2f} ms a word", flush=True)


def load(sources: Sequence[ingest.Source], tools: Tools, meter: Meter) -> None:
    """Read the same text twice and print, by step, what the first reading took above the second: what is loaded once a run."""
    spent: list[dict[str, float]] = []
    for _ in range(2):
        meter.spent.clear()
        meter.time(
            "the rest", lambda: work.read_accounts(sources, tools, Settings(clock="2026-01-01T00:00:00Z"), Silence())
        )
        spent.append(dict(meter.spent))
    cold = {step: seconds - spent[1].get(step, 0.0) for step, seconds in spent[0].items()}
    print("loading, once a run")
    for step, seconds in sorted(cold.items(), key=lambda row: -row[1]):
        if seconds >= 0.005:
            print(f"  {step:50}{seconds:9.2f} s")
    print(f"  {'in all':50}{sum(cold.values()):9.2f} s", flush=True)


def main() -> None:
    """Load, then one table a case."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("articles", type=Path, nargs="?")
    arguments.add_argument("--texts", type=int, default=100)
    given = arguments.parse_args()
    meter = Meter()
    plain = default_tools()
    case = [ingest.Source(a.name, a.raw, Told(publisher=a.publisher)) for a in demo.load_case()]
    for owner, function, step in STEPS:
        meter.wrap(owner, function, step)
    tools = Tools(
        parser=Timed(plain.parser, meter, "parsing (spaCy)"),
        attribution=Timed(plain.attribution, meter, "statements: who says what (network and grammar)"),
        embedder=plain.embedder,
        relations=plain.relations,
        pronouns=Timed(plain.pronouns, meter, "entities: pronouns (network)"),
    )
    load(case[:1], tools, meter)
    measure("the example case", case, tools, meter)
    if given.articles:
        measure(given.articles.name, sources_of(given.articles, given.texts), tools, meter)


if __name__ == "__main__":
    main()
