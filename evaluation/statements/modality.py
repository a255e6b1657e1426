"""How well hedges are found: sentence-level precision, recall and F1 on sentences marked certain or uncertain.

    python evaluation/statements/modality.py FOLDER [--word probably]

FOLDER holds `sentences.jsonl` with {"text", "uncertain"} a line, such as the CoNLL-2010 shared task's Wikipedia sample. The
question asked of each sentence: does some word in it hedge what it says? Encyclopedic weasel words ("many critics") count as
uncertain in that sample and not here, so the recall has a ceiling; the lines below the scores, which say how often each word
stood in either kind, show where they come from. The labels are read both ways: in the copy this was measured on, all
sentences with "probably" are marked certain, so they seem to be swapped; how `--word` is marked is printed, for the reader to judge.
"""

import argparse
import collections
import json
import re
from pathlib import Path
from typing import Any

from variorum.crafts.trees import grow
from variorum.models.parsing import Parser
from variorum.stages.statements.modality import hedges
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.text import Span


def document_of(text: str, number: int) -> Document:
    """A document of one sentence."""
    ident = f"sentence-{number}"
    return Document(
        ident,
        ident,
        "",
        "text/plain",
        text,
        None,
        KnownName(None, "unknown"),
        (),
        KnownDate(None, "unknown"),
        "en",
        (Part("body", Span(ident, 0, max(1, len(text)))),),
    )


def report(rows: list[dict[str, Any]], found: list[bool], *, swapped: bool) -> None:
    """One line of scores for one reading of the labels."""
    hits = collections.Counter(
        (bool(row["uncertain"]) != swapped, hedged) for row, hedged in zip(rows, found, strict=True)
    )
    right, missed, wrong = hits[True, True], hits[True, False], hits[False, True]
    print(
        f"labels {'swapped' if swapped else 'as given'}: uncertain {right + missed}  "
        f"precision {right / (right + wrong):.3f}  recall {right / (right + missed):.3f}  "
        f"F1 {2 * right / (2 * right + wrong + missed):.3f}  accuracy {(right + hits[False, False]) / len(rows):.3f}"
    )


def main() -> None:
    """Print the scores of both readings of the labels, and how often each word stood in either kind of sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--word", default="probably", help="a word that hedges beyond doubt, to judge the labels by")
    given = parser.parse_args()
    rows = [json.loads(line) for line in (given.folder / "sentences.jsonl").read_text(encoding="utf8").splitlines()]
    documents = [document_of(row["text"], number) for number, row in enumerate(rows)]
    words: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    found = []
    for row, parse in zip(rows, Parser().parse_all(documents), strict=True):
        shown = hedges(grow(parse), range(len(parse.tokens)))
        found.append(bool(shown))
        for at in shown:
            words[parse.tokens[at].lemma][bool(row["uncertain"])] += 1
    plain = [bool(row["uncertain"]) for row in rows if re.search(rf"\b{given.word}\b", row["text"], re.IGNORECASE)]
    print(f'sentences {len(rows)}; of {len(plain)} with "{given.word}" {sum(plain)} are marked uncertain')
    for swapped in (False, True):
        report(rows, found, swapped=swapped)
    for word, counts in sorted(words.items(), key=lambda item: -sum(item[1].values()))[:30]:
        print(f"  {word:16} marked uncertain {counts[True]:4}  certain {counts[False]:4}")


if __name__ == "__main__":
    main()
