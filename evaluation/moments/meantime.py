"""How well are time expressions found and valued? TIMEX3 of MEANTIME, ours and kept libraries in one run.

    python evaluation/moments/meantime.py DATA_FOLDER [--split tune|held|all] [--errors] [--only-ours]

DATA_FOLDER holds `intra_cross-doc_annotation/corpus_*/*.xml` (MEANTIME, English; CC BY 4.0). The question asked of each
gold TIMEX3 with words in the text: is there a system expression that touches it (span, relaxed), has its very extent
(span, strict), and touches it with the same value (value)? Scored as TempEval-3 does: value F1 counts an expression as
right when it is found (touching) and its value equals. The annotators of MEANTIME marked the first six sentences
(title, date line, four of the body) of each text; later ones are not scored. The creation time is given to every system; its
own expression in the date line is left out on both sides, as every system is told it.

Tuned on corpus_airbus and corpus_apple; corpus_gm and corpus_stock are the other half, looked at only as numbers.
"""

import argparse
import datetime
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.text import Span

LAST_SENTENCE = 5
_FULL = r"[A-Z][a-z]+ \d\d? ?, ?\d{4}"
TUNED = ("corpus_airbus", "corpus_apple")


@dataclass(frozen=True)
class Timex:
    """An expression: its place and its TIMEX3 value."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Text:
    """One file: its words up to the last annotated sentence, its creation time and where that stands, its gold."""

    name: str
    corpus: str
    text: str
    created: datetime.date
    created_at: tuple[int, int]
    gold: tuple[Timex, ...]


def _joins(text: str, word: str, quote_open: bool) -> bool:
    """Whether a token is printed without a blank before it."""
    closes = re.fullmatch(r"[.,;:!?)%\]]|'s|'|n't|'\w+", word) or (word == '"' and quote_open)
    return bool(closes) or text[-1] in "([$£€" or (text[-1] == '"' and quote_open)


def load(path: Path) -> Text | None:
    """One file as running text; tokens are joined as printed English would be."""
    root = ElementTree.parse(path).getroot()
    text, places, sentence = "", {}, "0"
    quote_open = False
    for token in root.iter("token"):
        if int(token.get("sentence") or 0) > LAST_SENTENCE:
            break
        word = {"``": '"', "''": '"'}.get(token.text or "", token.text or "")
        if token.get("sentence") != sentence:
            text, sentence = text + "\n", token.get("sentence") or "0"
        elif text and not _joins(text, word, quote_open):
            text += " "
        if word == '"':
            quote_open = not quote_open
        places[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
    gold, created, created_at = [], None, (0, 0)
    for timex in root.iter("TIMEX3"):
        anchors = [places[a.get("t_id")] for a in timex.iter("token_anchor") if a.get("t_id") in places]
        at = (min(a[0] for a in anchors), max(a[1] for a in anchors)) if anchors else (0, 0)
        # A few files leave the mark out, or write the value another way: the second line is always the date line.
        if anchors and created is None and text.count("\n", 0, at[0]) == 1 and re.fullmatch(_FULL, text[at[0] : at[1]]):
            created = datetime.datetime.strptime(re.sub(r" ?, ?", " ", text[at[0] : at[1]]), "%B %d %Y").date()
            created_at = at
        elif anchors:
            gold.append(Timex(min(a[0] for a in anchors), max(a[1] for a in anchors), timex.get("value") or ""))
    if created is None:
        return None
    # Where one gold expression lies within another (a range and its ends), the inner ones are kept.
    inner = [t for t in gold if not any(o is not t and t.start <= o.start and o.end <= t.end for o in gold)]
    return Text(path.stem, path.parent.name, text, created, created_at, tuple(sorted(inner, key=lambda t: t.start)))


System = Callable[[Text], Iterable[Timex]]


def ours() -> System:
    """This project's expressions."""
    parser = Parser()

    def run(text: Text) -> Iterable[Timex]:
        document = Document(
            id=text.name,
            name=text.name,
            exhibit="",
            media_type="text/plain",
            text=text.text,
            title=None,
            publisher=KnownName(None, "unknown"),
            authors=(),
            published=KnownDate(text.created, "user"),
            language="en",
            parts=(Part("body", Span(text.name, 0, len(text.text))),),
        )
        for moment in find_moments(document, parser.parse(document)):
            yield Timex(moment.passage.span.start, moment.passage.span.end, moment.value or "")

    return run


def by_dateparser() -> System:
    """`dateparser.search`, told the creation time, the past preferred, English given."""
    from dateparser.search import search_dates

    def run(text: Text) -> Iterable[Timex]:
        settings = {
            "RELATIVE_BASE": datetime.datetime.combine(text.created, datetime.time()),
            "PREFER_DATES_FROM": "past",
            "RETURN_AS_TIMEZONE_AWARE": False,
        }
        at = 0
        for words, when in search_dates(text.text, languages=["en"], settings=settings) or ():
            start = text.text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            trimmed = words.removeprefix("on ").removeprefix("in ")
            yield Timex(at - len(trimmed), at, _grained(trimmed, when.date()))

    return run


def _grained(words: str, day: datetime.date) -> str:
    """A library that answers in days says 1 June for "June": cut its answer to the grain of the words, in its favour."""
    if re.fullmatch(r"(?:19|20)\d\d", words):
        return f"{day.year:04}"
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    if re.fullmatch(rf"(?:{months})(?:,? \d{{4}})?", words) or re.fullmatch(r"(?:last|next|this) month", words, re.I):
        return f"{day:%Y-%m}"
    if re.search(r"\bweeks?\b", words):
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if re.search(r"\byears?\b", words):
        return f"{day.year:04}"
    return day.isoformat()


def by_parsedatetime() -> System:
    """`parsedatetime`'s `nlp`, told the creation time, weekdays taken in the past."""
    import parsedatetime

    calendar = parsedatetime.Calendar(version=parsedatetime.VERSION_CONTEXT_STYLE)
    calendar.ptc.CurrentDOWParseStyle = True
    calendar.ptc.DOWParseStyle = -1
    calendar.ptc.YearParseStyle = 0

    def run(text: Text) -> Iterable[Timex]:
        offset = 0
        for line in text.text.split("\n"):
            found = calendar.nlp(line, datetime.datetime.combine(text.created, datetime.time())) or ()
            for when, _, start, end, words in found:
                yield Timex(offset + start, offset + end, _grained(words, when.date()))
            offset += len(line) + 1

    return run


def by_timefhuman() -> System:
    """`timefhuman`, told the creation time."""
    import timefhuman as library

    def run(text: Text) -> Iterable[Timex]:
        config = library.tfhConfig(
            now=datetime.datetime.combine(text.created, datetime.time()), return_matched_text=True
        )
        offset = 0
        for line in text.text.split("\n"):
            try:
                found = library.timefhuman(line, config=config) or ()
            except Exception:  # the library raises on some sentences; that counts as nothing found
                found = ()
            for words, (start, end), when in found:
                value = when[0] if isinstance(when, list | tuple) and when else when
                if isinstance(value, datetime.timedelta):
                    days = value.days
                    answer = (
                        f"P{days // 365}Y"
                        if days and days % 365 == 0
                        else f"P{days // 30}M"
                        if days and days % 30 == 0
                        else f"P{days}D"
                    )
                elif isinstance(value, datetime.datetime | datetime.date):
                    answer = _grained(words, value.date() if isinstance(value, datetime.datetime) else value)
                else:
                    answer = ""
                yield Timex(offset + start, offset + end, answer)
            offset += len(line) + 1

    return run


def normal(value: str) -> str:
    """Values that mean the same are one: a trailing zone letter, XX for an unknown day."""
    return re.sub(r"-XX$", "", value.rstrip("Z"))


def score(texts: list[Text], system: System, errors: bool) -> dict[str, float]:
    """Gold, found and the three F1s over some texts; with `errors`, every difference is printed."""
    touching = strict = right = n_system = n_gold = 0
    for text in texts:
        low, high = text.created_at
        found = [t for t in system(text) if not (t.start < high and low < t.end)]
        n_system += len(found)
        n_gold += len(text.gold)
        left = list(found)
        for gold in text.gold:
            hits = [t for t in left if t.start < gold.end and gold.start < t.end]
            best = max(
                hits,
                key=lambda t: (min(t.end, gold.end) - max(t.start, gold.start), -abs(t.start - gold.start)),
                default=None,
            )
            around = text.text[max(0, gold.start - 40) : gold.end + 25].replace("\n", " ")
            if best is None:
                if errors:
                    print(f"  MISSED {text.text[gold.start : gold.end]!r} {gold.value} | {around}")
                continue
            left.remove(best)
            touching += 1
            strict += (best.start, best.end) == (gold.start, gold.end)
            right += normal(best.value) == normal(gold.value)
            if errors and (
                normal(best.value) != normal(gold.value) or (best.start, best.end) != (gold.start, gold.end)
            ):
                print(
                    f"  {text.text[best.start : best.end]!r} {best.value} for {text.text[gold.start : gold.end]!r} {gold.value} [{text.created}] | {around}"
                )
        if errors:
            for extra in left:
                print(
                    f"  EXTRA {text.text[extra.start : extra.end]!r} {extra.value} | {text.text[max(0, extra.start - 40) : extra.end + 25]!r}"
                )

    def f1(n: int) -> float:
        return 2 * n / (n_system + n_gold) if n_system + n_gold else 0.0

    return {"gold": n_gold, "found": n_system, "span F1": f1(touching), "strict F1": f1(strict), "value F1": f1(right)}


def main() -> None:
    """Print one line a system and half."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--split", choices=["tune", "held", "all"], default="all")
    arguments.add_argument("--errors", action="store_true")
    arguments.add_argument("--only-ours", action="store_true")
    given = arguments.parse_args()
    paths = sorted((given.data / "intra_cross-doc_annotation").glob("corpus_*/*.xml"))
    if not paths:
        sys.exit(f"no MEANTIME files under {given.data}: nothing measured")
    texts = [text for text in map(load, paths) if text is not None]
    systems: dict[str, Callable[[], System]] = {"variorum": ours}
    if not given.only_ours:
        systems |= {"dateparser": by_dateparser, "parsedatetime": by_parsedatetime, "timefhuman": by_timefhuman}
    print(f"{'':16}{'half':8}{'texts':>7}{'gold':>7}{'found':>7}{'span F1':>9}{'strict':>9}{'value F1':>10}")
    for name, make in systems.items():
        system = make()
        for split in ("tune", "held", "all") if given.split == "all" else (given.split,):
            chosen = [t for t in texts if split == "all" or (t.corpus in TUNED) == (split == "tune")]
            s = score(chosen, system, given.errors)
            print(
                f"{name:16}{split:8}{len(chosen):7}{s['gold']:7.0f}{s['found']:7.0f}{s['span F1']:9.3f}{s['strict F1']:9.3f}{s['value F1']:10.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
