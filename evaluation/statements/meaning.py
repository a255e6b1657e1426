"""Is each statement read as its holder means it? Modality and polarity over sentences the project wrote.

    python evaluation/statements/meaning.py [FILE] [--half development|held-out] [--show]

The question asked of every marked stretch: what are the modality and the polarity of the statement that covers it best, read
as `variorum read` does (parse, both readers of attributions, segmentation)? Modality is as the innermost holder means it;
polarity is that of the marked words themselves, so that "denied that the gate was open" is denied and positive. A stretch that
no statement covers by half of its words counts as wrong. The set holds traps ("no doubt", "never denied", "not until").
Its half "development" was used while rules were written; of the half "held-out" only totals were printed.
"""

import argparse
import collections
import json
import pathlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from variorum.case.tools import JointReader
from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.stages.entities import mention
from variorum.stages.statements import extract
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.statements import Statement
from variorum.values.text import Span

HERE = pathlib.Path(__file__).parent
MARKED = re.compile("‹([^›]*)›")


@dataclass(frozen=True)
class Asked:
    """One marked stretch of a sentence, what is right for it, and what was found (None: no statement there)."""

    row: dict[str, str]
    words: str
    statement: Statement | None


def document_of(text: str, name: str) -> Document:
    """A document of one body part."""
    return Document(
        id=name,
        name=name,
        exhibit="",
        media_type="text/plain",
        text=text,
        title=None,
        publisher=KnownName(None, "unknown"),
        authors=(),
        published=KnownDate(None, "unknown"),
        language="en",
        parts=(Part("body", Span(name, 0, len(text))),),
    )


def unmark(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without its marks, and the stretches that stood in them."""
    spans = []
    for number, found in enumerate(MARKED.finditer(text)):
        spans.append((found.start() - 2 * number, found.end() - 2 * number - 2))
    return text.replace("‹", "").replace("›", ""), tuple(spans)


def best_for(stretch: tuple[int, int], statements: Sequence[Statement]) -> Statement | None:
    """The statement that shares most with a stretch, measured as intersection over union; None below a third."""

    def likeness(statement: Statement) -> float:
        span = statement.passage.span
        shared = min(span.end, stretch[1]) - max(span.start, stretch[0])
        return shared / (max(span.end, stretch[1]) - min(span.start, stretch[0]))

    best = max(statements, key=likeness, default=None)
    return best if best is not None and likeness(best) >= 1 / 3 else None


def read(rows: Sequence[dict[str, str]]) -> list[Asked]:
    """All marked stretches with the statements found for them."""
    plain = [unmark(row["text"]) for row in rows]
    documents = [document_of(text, row["id"]) for row, (text, _) in zip(rows, plain, strict=True)]
    reader = JointReader()
    asked = []
    for row, (text, spans), document, parse in zip(rows, plain, documents, Parser().parse_all(documents), strict=True):
        statements = extract(
            document,
            parse,
            reader.attribute(document, parse),
            mention(document, parse),
            find_moments(document, parse),
        ).values
        asked += [Asked(row, text[start:end], best_for((start, end), statements)) for start, end in spans]
    return asked


def report(asked: Sequence[Asked], key: str) -> None:
    """Accuracy, the majority's accuracy, and precision, recall and F1 of each class."""
    pairs = [
        (one.row[key], getattr(one.statement, key) if one.statement else "none")
        for one in asked
        if one.row[key] is not None
    ]
    right = sum(want == got for want, got in pairs)
    wanted, given = collections.Counter(w for w, _ in pairs), collections.Counter(g for _, g in pairs)
    common, most = wanted.most_common(1)[0]
    print(f"{key}: {right}/{len(pairs)} right ({right / len(pairs):.3f}); always {common}: {most / len(pairs):.3f}")
    for name in sorted(wanted):
        both = sum(w == g == name for w, g in pairs)
        precision, recall = both / max(1, given[name]), both / wanted[name]
        print(
            f"  {name:12} n {wanted[name]:3}  P {precision:.2f}  R {recall:.2f}  "
            f"F1 {2 * both / (wanted[name] + given[name]):.2f}"
        )


def main() -> None:
    """Print the scores of each half; `--show` lists what is wrong in the development half only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / "modality_cases.jsonl")
    parser.add_argument("--half", choices=("development", "held-out"))
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines() if line]
    for half in (given.half,) if given.half else ("development", "held-out"):
        asked = read([row for row in rows if row["half"] == half])
        print(f"== {half}: {len(asked)} stretches")
        report(asked, "modality")
        report(asked, "polarity")
        for one in asked if given.show and half == "development" else ():
            got = one.statement
            found = (got.modality, got.polarity) if got else None
            if not got or any(one.row[k] not in (None, getattr(got, k)) for k in ("modality", "polarity")):
                print(
                    f"  {one.row['id']} want {one.row['modality']}/{one.row['polarity']} got {found}: {one.row['text']}"
                )
                print(
                    f"       [{got.passage.words if got else ''}] {[h.holder.name for h in got.chain] if got else ''}"
                )


if __name__ == "__main__":
    main()
