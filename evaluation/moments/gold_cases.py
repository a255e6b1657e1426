"""Are statements dated as a careful reader dates them? The `when` of gold cases, at the gold's own places.

    python evaluation/moments/gold_cases.py GOLD_DIR... [--errors]

GOLD_DIR holds case.json, gold.json and documents/. Every gold statement's own stretch is given to `choose_moment`, with no
cues: this measures the choice of the date apart from the finding of statements. Right: the days shared with the gold's
are at least half of the days of either. "given where gold has none" counts any date given to a statement that the gold
leaves undated.
"""

import argparse
import calendar
import datetime
import json
from pathlib import Path

from variorum.crafts.moments import choose_moment, find_moments
from variorum.models.parsing import Parser
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.text import Span


def days(when: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of an ISO date, month, year or "a/b"."""
    low, _, high = when.partition("/")

    def end(text: str, last: bool) -> datetime.date:
        year, month, day = ([*map(int, text.split("-")), 0, 0])[:3]
        month = month or (12 if last else 1)
        return datetime.date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))

    return end(low, False), end(high or low, True)


def agree(a: tuple[datetime.date, datetime.date], b: tuple[datetime.date, datetime.date]) -> bool:
    """Whether the days shared are at least half of the days of either."""
    both = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
    return both > 0 and 2 * both >= (max(a[1], b[1]) - min(a[0], b[0])).days + 1


def main() -> None:
    """Print, per case and in all, dates resolved right and dates given where the gold has none."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", type=Path, nargs="+")
    arguments.add_argument("--errors", action="store_true")
    given = arguments.parse_args()
    parser = Parser()
    total = [0, 0, 0, 0]
    for folder in given.gold:
        case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        counts = [0, 0, 0, 0]
        seen: set[str] = set()
        for entry in case["documents"]:
            text = (folder / entry["file"]).read_text(encoding="utf-8")
            if text in seen:  # a text given twice is one account
                continue
            seen.add(text)
            day = datetime.date.fromisoformat(entry["published"]) if entry.get("published") else None
            document = Document(
                id=entry["id"],
                name=entry["file"],
                exhibit="",
                media_type="text/plain",
                text=text,
                title=None,
                publisher=KnownName(entry["publisher"], "user"),
                authors=(),
                published=KnownDate(day, "user" if day else "unknown"),
                language="en",
                parts=(Part("body", Span(entry["id"], 0, len(text))),),
            )
            parse = parser.parse(document)
            moments = find_moments(document, parse)
            for statement in (s for s in gold["statements"] if s["doc"] == entry["id"]):
                chosen = choose_moment(
                    Span(entry["id"], statement["start"], statement["end"]), parse, moments, document=document
                )
                low, high = (chosen.earliest, chosen.latest) if chosen else (None, None)
                when = statement["when"]
                if when:
                    right = bool((low or high) and agree((low or high, high or low), days(when)))  # type: ignore[arg-type]
                    counts[0] += right
                    counts[1] += 1
                else:
                    right = not (low or high)
                    counts[2] += not right
                    counts[3] += 1
                if given.errors and not right:
                    print(
                        f"  {statement['id']} gold {when}, ours {low}/{high} {chosen.anchor if chosen else ''} "
                        f"{chosen.passage.words if chosen else ''!r} | {statement['quote'][:110]}"
                    )
        print(
            f"{folder.name:24} right {counts[0]}/{counts[1]} = {counts[0] / max(1, counts[1]):.2f}"
            f"   given where gold has none {counts[2]}/{counts[3]} = {counts[2] / max(1, counts[3]):.2f}"
        )
        total = [a + b for a, b in zip(total, counts, strict=True)]
    print(
        f"{'in all':24} right {total[0]}/{total[1]} = {total[0] / max(1, total[1]):.2f}"
        f"   given where gold has none {total[2]}/{total[3]} = {total[2] / max(1, total[3]):.2f}"
    )


if __name__ == "__main__":
    main()
