"""How well hedges are found: sentence-level precision, recall and F1 on sentences marked certain or uncertain.

    python evaluation/statements/modality.py FOLDER [--swapped]

FOLDER holds `sentences.jsonl` with {"text", "uncertain"} a line, such as the CoNLL-2010 shared task's Wikipedia sample. The
question asked of each sentence: does some word in it hedge what it says? Encyclopedic weasel words ("many critics") count as
uncertain in that sample and not here, so the recall has a ceiling; the lines below the scores, which say how often each word stood in either kind, show where they come from. `--swapped` reads the labels the
other way round: in the copy this was measured on, all sentences with "probably" are marked certain, so its labels are swapped.
"""

import collections
import json
import sys
from pathlib import Path

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


def main(folder: Path, *, swapped: bool) -> None:
    """Print the scores."""
    rows = [json.loads(line) for line in (folder / "sentences.jsonl").read_text(encoding="utf8").splitlines()]
    rows = [{"text": row["text"], "uncertain": bool(row["uncertain"]) != swapped} for row in rows]
    documents = [document_of(row["text"], number) for number, row in enumerate(rows)]
    hits: collections.Counter[tuple[bool, bool]] = collections.Counter()
    words: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for row, parse in zip(rows, Parser().parse_all(documents), strict=True):
        tree = grow(parse)
        found = hedges(tree, range(len(parse.tokens)))
        hits[bool(row["uncertain"]), bool(found)] += 1
        for at in found:
            words[parse.tokens[at].lemma][bool(row["uncertain"])] += 1
    right, missed, wrong = hits[True, True], hits[True, False], hits[False, True]
    print(f"sentences {len(rows)}  uncertain {right + missed}")
    print(
        f"precision {right / (right + wrong):.3f}  recall {right / (right + missed):.3f}  "
        f"F1 {2 * right / (2 * right + wrong + missed):.3f}"
    )
    print(f"accuracy {(right + hits[False, False]) / len(rows):.3f}")
    for word, counts in sorted(words.items(), key=lambda item: -sum(item[1].values()))[:30]:
        print(f"  {word:16} uncertain {counts[True]:4}  certain {counts[False]:4}")


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--swapped"]
    if len(given) != 1:
        sys.exit(__doc__)
    main(Path(given[0]), swapped="--swapped" in sys.argv)
