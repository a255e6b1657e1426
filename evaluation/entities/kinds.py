"""Are people, bodies and places of war reporting found by name, and known for what they are?

    python evaluation/entities/kinds.py DATA_FOLDER/re3d [--held] [--errors]

Gold: the Person, Organisation and Location of re3d (reports of governments on Syria and Iraq; Open Government Licence, public domain, CC BY-SA)
whose last word has a capital; of names within names all are asked. Counted: **found** (a name of ours ends where it ends and is at most twice as long), **kind** (of all), and
**precision**: of our people, bodies, units and places, how many end where a gold name of their kind ends. The statistical reader's labels beside it in the same run.
Half of the texts, by a hash of their names, were looked at; `--held` measures the others. The annotators marked descriptions too ("US-backed forces"), which no one
reads as names here.
"""

import collections
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from across import Name, document, labelled, nearest, options

from variorum.models.coreference import PronounReader
from variorum.models.parsing import Parser
from variorum.stages import entities

SORTS = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
OURS = {"person": "PER", "organisation": "ORG", "unit": "ORG", "place": "LOC"}


def texts(folder: Path, held: bool) -> Iterator[tuple[str, str, list[Name]]]:
    """Every text of one half with its gold names."""
    for source in sorted(folder.glob("*/documents.json")):
        gold = collections.defaultdict(list)
        for line in (source.parent / "entities.json").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            gold[told["documentId"]].append(told)
        for line in source.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            if zlib.crc32(one["_id"].encode()) % 2 != held:
                continue
            names = [
                Name(one["_id"], e["begin"], e["end"], SORTS[e["type"]], (one["_id"], e["_id"]))
                for e in gold[one["_id"]]
                if e["type"] in SORTS
                and e["value"].strip().rpartition(" ")[2][:1].isupper()
                and one["text"][e["begin"] : e["end"]] == e["value"]
            ]
            yield one["_id"], one["text"], names


def main() -> None:
    args = options(__doc__)
    told = list(texts(args.folder, args.held))
    if not told:
        sys.exit(f"{args.folder}: no texts there; give the folder of re3d")
    documents = [document(name, text) for name, text, _ in told]
    count: dict[str, collections.Counter[str]] = {"ours": collections.Counter(), "labels": collections.Counter()}
    reader = PronounReader()
    for one, parse, (_, text, names) in zip(documents, Parser().parse_all(documents), told, strict=True):
        mentions = [m for m in entities.mention(one, parse, reader) if m.form == "name" and m.kind in OURS]
        spans = {
            "ours": [(m.passage.span.start, m.passage.span.end, OURS[m.kind]) for m in mentions],
            "labels": labelled(parse, groups=False),
        }
        for who, found in spans.items():
            for name in names:
                sort = nearest(name, found)
                count[who].update(names=1, found=sort is not None, kind=sort == name.sort)
                if args.errors and who == "ours" and sort not in (None, name.sort):
                    print(f"{name.sort} {text[name.start : name.end]!r}: {sort}")
            for start, end, sort in found:
                right = any(n.sort == sort and abs(n.end - end) <= 2 and n.start < end for n in names)
                count[who].update(told=1, right=right)
                if args.errors and who == "ours" and not right:
                    print(f"not gold: {sort} {text[start:end]!r} in {text[max(0, start - 30) : end + 30]!r}")
    for who, c in count.items():
        print(
            f"{who}: {c['names']} names, found {c['found'] / c['names']:.3f}, with their kind {c['kind'] / c['names']:.3f}; precision {c['right'] / c['told']:.3f} of {c['told']}"
        )


if __name__ == "__main__":
    main()
