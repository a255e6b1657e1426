"""What it costs to keep a case: one more account in cases of several sizes, the size on disk, the check of the ledger.

    PYTHONPATH=src:tests python benchmarks/case.py ARTICLES.jsonl --sizes 10,100,1000 --cut 600

Prints seconds of processor time (all threads, of which the models are given one), which other work on the machine does not lengthen.

ARTICLES.jsonl has a JSON object a line with `article_content`, `source` and `date`. Where there are fewer than asked for, they come again with a
sentence of their own. `--cut` keeps the first characters of each, up to the end of a sentence: reading a text by itself takes as long at
any size of the case, so short ones do to measure what grows. `--light` reads with the light models of the tests: they find a statement a
sentence and nobody in it, so that a large case is made in minutes; the steps between documents then have less to do than with real ones.
"""

import argparse
import datetime
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fixtures.light_tools import light_tools
from variorum.case import Case, Source, Tools
from variorum.case.tools import JointReader
from variorum.models.embedding import Embedder
from variorum.models.parsing import Parser
from variorum.stages.documents import Told
from variorum.values.judgements import Judgement


class Steps:
    """Progress that keeps the seconds of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._began = "", 0.0

    def begin(self, step: str, total: int) -> None:
        self.end()
        self._step, self._began = step, time.process_time()

    def advance(self) -> None:
        pass

    def end(self) -> None:
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + time.process_time() - self._began
        self._step = ""


def articles(path: Path, cut: int) -> Iterator[Source]:
    """As many as wanted: the articles, then the same with a sentence of their own."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for turn in range(1_000):
        for number, row in enumerate(rows):
            text = row["article_content"]
            if cut and len(text) > cut:
                text = text[: text.rfind(". ", 0, cut) + 1 or cut]
            if turn:
                text += f" The desk numbered this telling {turn * len(rows) + number}."
            month, day, year = (int(part) for part in row["date"].split("/"))
            told = Told(datetime.date(year, month, day), f"{row['source']} {turn}" if turn else row["source"], None)
            yield Source(f"{turn}-{number:04}.txt", text.encode(), told)


def timed(work) -> tuple[float, object]:  # type: ignore[no-untyped-def]
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def decision(case: Case) -> Judgement:
    """That the two statements likest to one another say different things."""
    reading = case.reading()
    assert reading is not None, "the case was read before"
    likest = max(reading.relations, key=lambda r: (r.kind == "equivalent", r.score, r.a, r.b))
    return Judgement("statements", likest.a, likest.b, "different", "Nobody", "2024-01-01", "To measure it.")


def size(folder: Path, *patterns: str) -> int:
    return sum(p.stat().st_size for pattern in patterns for p in folder.rglob(pattern) if p.is_file())


def models(light: bool) -> Tools:
    return light_tools() if light else Tools(Parser(), JointReader(threads=1), Embedder(threads=1))


def _warm(tools: Tools) -> None:
    with tempfile.TemporaryDirectory() as folder, Case.create(Path(folder) / "m") as case:
        case._tools = tools
        case.add([Source("warm.txt", b"The mayor said on Monday that the crane fell.", Told())])
        case.analyse()


def measure(path: Path, number: int, cut: int, out: Path, tools: Tools) -> dict[str, float]:
    told = articles(path, cut)
    sources = [next(told) for _ in range(number)]
    extra = next(told)
    folder = out / f"case-{number}"
    if not (folder / "case.toml").exists():
        Case.create(folder, name=folder.name).close()
    found: dict[str, float] = {}
    with Case.open(folder, tools=tools) as case:
        known = {d.name for d in case.documents()}
        found["add all"], _ = timed(lambda: case.add([s for s in sources if s.name not in known]))
        found["analyse all"], _ = timed(case.analyse)
        found["statements"] = len(case.analyse().statements)
    # The models load when first used; that is no cost of the case.
    _warm(tools)
    with Case.open(folder, tools=tools) as case:
        found["open and report from what is kept"], _ = timed(case.reading)
        steps = Steps()
        found["add one"], _ = timed(lambda: case.add([extra]))
        found["analyse one"], _ = timed(lambda: case.analyse(steps))
        found |= {f"  {step}": seconds for step, seconds in steps.seconds.items()}
        found["show what a decision would change"], _ = timed(lambda: case.preview(decision(case)))
        entries = case.head().number
        found["verify"], findings = timed(case.verify)
        assert findings == ()
        found["verify, per 1,000 events"] = found["verify"] / entries * 1000
        found["events"] = entries
    found["ledger, kB per article"] = size(folder, "ledger.sqlite*") / 1000 / (number + 1)
    found["originals, kB per article"] = size(folder / "vault", "*") / 1000 / (number + 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--out", type=Path, help="where to make the cases; else a folder that is removed")
    told = parser.parse_args()
    out = told.out or Path(tempfile.mkdtemp(prefix="variorum-bench-"))
    out.mkdir(exist_ok=True)
    sizes = [int(part) for part in told.sizes.split(",")]
    columns = []
    for number in sizes:
        columns.append(measure(told.articles, number, told.cut, out, models(told.light)))
        print(json.dumps({"accounts": number, **columns[-1]}), flush=True)
    print("\n| seconds of processor time, unless said | " + " | ".join(f"{number:,}" for number in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for row in columns[-1]:
        print(f"| {row.strip()} | " + " | ".join(f"{column.get(row, 0.0):,.2f}" for column in columns) + " |")
    if told.out is None:
        shutil.rmtree(out)


if __name__ == "__main__":
    main()
