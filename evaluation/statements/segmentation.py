"""Do the statements stand where a careful reader marked them? And which clauses should be cut off?

    python evaluation/statements/segmentation.py SCORER GOLD_DIR... [--sweep] [--wrong]

SCORER is the path of `score_case.py`; each GOLD_DIR holds case.json, gold.json and documents/. Prints the scorer's statement
recall (a gold statement is found where any statement overlaps it enough) and its one-to-one F1 for each case and for all
together. `--sweep` tries every value of every parameter of `Cuts`, and shows what the best choice on the other cases gives on
the one left out. `--wrong` prints the places where the two differ.
"""

import argparse
import dataclasses
import datetime
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from variorum.crafts.trees import Tree, grow
from variorum.models.parsing import Parser
from variorum.stages.documents import Told, read
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.segment import Cuts, Segment, segment
from variorum.values.documents import Document
from variorum.values.statements import Attribution

Read = tuple[Document, Tree, tuple[Attribution, ...]]
SWEEP: dict[str, tuple[int | bool, ...]] = {
    "clause": (2, 3, 4, 5),
    "restrictive": (0, 4, 6, 8),
    "reduced": (0, 4, 6),
    "participle": (0, 3, 4, 6),
    "adverbial": (0, 3, 4, 6),
    "apposition": (0, 3, 5),
    "ages": (False, True),
    "source_clauses": (False, True),
}


def load_scorer(path: Path) -> Any:
    """The scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_case", path)
    assert spec is not None, f"{path} is a Python file"
    assert spec.loader is not None, f"{path} can be loaded"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_case(folder: Path, parser: Parser) -> list[Read]:
    """The documents of a case read, parsed and attributed; a text that occurs twice is read once."""
    case = json.loads((folder / "case.json").read_text(encoding="utf8"))
    found, seen = [], set()
    for entry in case["documents"]:
        path = folder / entry["file"]
        raw = path.read_bytes()
        if raw in seen:
            continue
        seen.add(raw)
        published = entry.get("published")
        told = Told(
            published=datetime.date.fromisoformat(published) if published else None,
            publisher=entry.get("publisher"),
            author=None,
        )
        for document in read(raw, name=path.name, told=told).values:
            parse = parser.parse(document)
            found.append((document, grow(parse), attribute(document, parse)))
    return found


def export(read_documents: Sequence[Read], cuts: Cuts) -> dict[str, Any]:
    """The segments of a case in the shape that the scorer reads."""
    documents, statements = [], []
    for document, tree, attributions in read_documents:
        documents.append({"id": document.id, "name": document.name, "text": document.text})
        for number, made in enumerate(segment(document, tree, attributions, cuts=cuts)):
            start, end = made.span.start, made.span.end
            statements.append(
                {
                    "id": f"{document.id}.{number}",
                    "document": document.id,
                    "start": start,
                    "end": end,
                    "quote": document.text[start:end],
                }
            )
    return {"documents": documents, "statements": statements}


def measure(scorer: Any, folder: Path, read_documents: Sequence[Read], cuts: Cuts) -> dict[str, float]:
    """Counts for one case: gold statements found, in one-to-one pairs, and the sizes of both sides."""
    result = scorer.score(str(folder), export(read_documents, cuts))
    pairs = result["statement_one_to_one"]
    found = int(result["statement_recall"].split("/")[0])
    return {"found": found, "pairs": pairs["tp"], "system": pairs["system"], "gold": pairs["gold"]}


def f1(counts: Sequence[dict[str, float]]) -> float:
    """One-to-one F1 over cases together."""
    total = sum(c["system"] for c in counts) + sum(c["gold"] for c in counts)
    return 2 * sum(c["pairs"] for c in counts) / total


def sweep(scorer: Any, cases: dict[Path, list[Read]], start: Cuts) -> None:
    """Coordinate search on all cases but one, measured on that one; then on all."""
    cache: dict[tuple[Path, Cuts], dict[str, float]] = {}

    def at(folder: Path, cuts: Cuts) -> dict[str, float]:
        if (folder, cuts) not in cache:
            cache[folder, cuts] = measure(scorer, folder, cases[folder], cuts)
        return cache[folder, cuts]

    def climb(folders: Sequence[Path]) -> Cuts:
        best = start
        for _ in range(2):
            for name, values in SWEEP.items():
                options = [dataclasses.replace(best, **{name: value}) for value in values]
                # Ties keep what is there.
                best = max([best, *options], key=lambda cuts: round(f1([at(folder, cuts) for folder in folders]), 4))
        return best

    held = []
    for out in cases:
        chosen = climb([folder for folder in cases if folder != out])
        held.append(at(out, chosen))
        print(f"left out {out.name:24} F1 {f1([at(out, chosen)]):.3f} (defaults {f1([at(out, start)]):.3f})  {chosen}")
    print(f"left-one-out together     F1 {f1(held):.3f} (defaults {f1([at(folder, start) for folder in cases]):.3f})")
    for name, values in SWEEP.items():
        line = "  ".join(
            f"{value} {f1([at(folder, dataclasses.replace(start, **{name: value})) for folder in cases]):.3f}"
            for value in values
        )
        print(f"  {name:16} {line}")


def show_wrong(scorer: Any, folder: Path, read_documents: Sequence[Read], cuts: Cuts) -> None:
    """Statements without a partner on either side, in text order."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))["statements"]
    names = {
        Path(d["file"]).name: d["id"]
        for d in json.loads((folder / "case.json").read_text(encoding="utf8"))["documents"]
    }
    for document, tree, attributions in read_documents:
        made: tuple[Segment, ...] = segment(document, tree, attributions, cuts=cuts)
        wanted = [entry for entry in gold if entry["doc"] == names[document.name]]
        ranked = sorted(
            (
                (scorer.overlaps((one.span.start, one.span.end), (entry["start"], entry["end"])), i, j)
                for i, one in enumerate(made)
                for j, entry in enumerate(wanted)
            ),
            reverse=True,
        )
        left, right = set(range(len(made))), set(range(len(wanted)))
        for value, i, j in ranked:
            if value and i in left and j in right:
                left.remove(i)
                right.remove(j)
        print(f"-- {folder.name} {document.name}: {len(made)} made, {len(wanted)} marked")
        rows = [
            (made[i].span.start, f"extra {made[i].clause:10}", document.text[made[i].span.start : made[i].span.end])
            for i in left
        ]
        rows += [(wanted[j]["start"], "missed          ", wanted[j]["quote"]) for j in right]
        for _, label, words in sorted(rows):
            print(f"   {label} {' '.join(words.split())}")


def main() -> None:
    """Read the arguments and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scorer", type=Path)
    arguments.add_argument("gold", type=Path, nargs="+")
    arguments.add_argument("--sweep", action="store_true")
    arguments.add_argument("--wrong", action="store_true")
    given = arguments.parse_args()
    scorer, parser = load_scorer(given.scorer), Parser()
    cases = {folder: read_case(folder, parser) for folder in given.gold}
    counts = []
    for folder, documents in cases.items():
        one = measure(scorer, folder, documents, Cuts())
        counts.append(one)
        print(
            f"{folder.name:24} recall {one['found'] / one['gold']:.3f}  one-to-one F1 {f1([one]):.3f}  "
            f"pairs {one['pairs']:.0f}  made {one['system']:.0f}  marked {one['gold']:.0f}"
        )
        if given.wrong:
            show_wrong(scorer, folder, documents, Cuts())
    found = sum(c["found"] for c in counts) / sum(c["gold"] for c in counts)
    print(f"{'together':24} recall {found:.3f}  one-to-one F1 {f1(counts):.3f}")
    if given.sweep:
        sweep(scorer, cases, Cuts())


if __name__ == "__main__":
    main()
