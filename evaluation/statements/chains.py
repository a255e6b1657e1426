"""Are chains of holders read right? Two measurements, both by rules over a fresh parse.

    python evaluation/statements/chains.py nested [FILE] [--show]
    python evaluation/statements/chains.py gold GOLD_FOLDER [GOLD_FOLDER ...] [--show]

`nested` asks, for each sentence of the project's own test set: are all holders of the content named, in order? The set was
written for this by the author of the rules. Its half "heldout" was written before the rules were tuned and its sentences
were not shown while tuning; its totals were printed beside those of "dev", and one label was corrected on both halves
("he" for the speaker is the speaker's name), so it is a mild test of generality, not a blind one.
`gold` asks the same of annotated cases that are given by path, at the annotators' own stretches: origin of attributed
statements, whole chain where there are several hops, own voice kept as own voice. Mentions come from the project's own stage
where it is there.
"""

import argparse
import collections
import datetime
import difflib
import json
import pathlib
import re
from collections.abc import Sequence
from typing import Any

from variorum.models.parsing import Parser
from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.chains import Chains
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.entities import Mention
from variorum.values.identity import hash_bytes
from variorum.values.parses import Parse
from variorum.values.text import Span

HERE = pathlib.Path(__file__).parent
STOP = {"the", "a", "an", "of", "for", "unnamed", "and", "in", "source", "sources"}


def document_of(
    text: str, name: str, publisher: str | None = None, author: str | None = None, published: str | None = None
) -> Document:
    """A document of plain text with a title part where the first line looks like one."""
    digest = hash_bytes(text.encode("utf-8"))
    first = text.split("\n", 1)[0]
    parts: tuple[Part, ...] = (Part("body", Span(name, 0, len(text))),)
    title = None
    if "\n" in text and first.strip() and first.rstrip()[-1] not in ".!?":
        title = first.strip()
        parts = (Part("title", Span(name, 0, len(first))), Part("body", Span(name, len(first) + 1, len(text))))
    return Document(
        id=name,
        name=name,
        exhibit=digest,
        media_type="text/plain",
        text=text,
        title=title,
        publisher=KnownName(publisher, "user" if publisher else "unknown"),
        authors=(author,) if author else (),
        published=KnownDate(
            datetime.date.fromisoformat(published) if published else None, "user" if published else "unknown"
        ),
        language="en",
        parts=parts,
        author_is_voice=author is not None,
    )


def mentions_of(document: Document, parse: Parse) -> Sequence[Mention]:
    """The mentions of a document, none while the stage is not there."""
    try:
        from variorum.stages.entities import mention
    except ImportError:
        return ()
    return tuple(mention(document, parse))


def same_holder(got: str, wanted: str) -> bool:
    """Whether two names plausibly name one source: one holds the other's words, their initials, or most words agree."""

    def words(name: str) -> list[str]:
        plain = re.sub(r"(?:[A-Z][\w.-]*\s+)*\w+['’]s?(?=\s+\w)|\b(?:[Hh]is|[Hh]er|[Tt]heir)(?=\s+\w)", " ", name)
        return [w for w in re.findall(r"\w+", plain.lower()) if w not in STOP]

    if got.strip().lower() == wanted.strip().lower():
        return bool(got)
    a, b = words(got), words(wanted)
    if not a or not b:
        return False
    small, big = sorted((set(a), set(b)), key=len)

    def initials(name: list[str]) -> str | None:
        return "".join(w[0] for w in name) if len(name) > 1 else None

    return (
        (small <= big and len(big) <= len(small) + 8)
        or difflib.SequenceMatcher(None, " ".join(sorted(a)), " ".join(sorted(b))).ratio() >= 0.8
        or initials(a) in b
        or initials(b) in a
        or len(small & big) / len(small | big) >= 0.5
    )


def same_chain(got: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all holders agree, in order."""
    return len(got) == len(wanted) and all(map(same_holder, got, wanted))


def measure_nested(path: pathlib.Path, *, show: str | None) -> None:
    """Exact chains of the test set by half and style."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    documents = [document_of(row["text"], row["id"], author=row.get("author")) for row in rows]
    right: collections.Counter[tuple[str, str]] = collections.Counter()
    total: collections.Counter[tuple[str, str]] = collections.Counter()
    cues = bases = hedges = hops = 0
    for row, document, parse in zip(rows, documents, Parser().parse_all(documents), strict=True):
        start = row["text"].index(row["content"])
        stretch = Span(document.id, start, start + len(row["content"]))
        chain = Chains(document, parse, attribute(document, parse), mentions_of(document, parse)).of(stretch)
        got, wanted = [hop.holder.name for hop in chain], [hop["holder"] for hop in row["chain"]]
        exact = same_chain(got, wanted)
        for key in (
            (row["half"], row["style"]),
            (row["half"], "all"),
            (row["half"], "nested" if len(wanted) > 1 else "single"),
        ):
            right[key] += exact
            total[key] += 1
        if exact and row["half"] == "heldout":
            for hop, want in zip(chain, row["chain"], strict=True):
                hops += 1
                cues += (hop.cue is None) == (want["cue"] is None) and (
                    hop.cue is None or want["cue"].lower() in hop.cue.words.lower()
                )
                bases += hop.basis == want["basis"]
                hedges += (hop.hedge or "").lower() == (want["hedge"] or "").lower()
        if show == row["half"] and not exact:
            print(f"{row['id']}  {row['text']}\n    [{row['content']}]\n    got {got}\n    not {wanted}")
    for key in sorted(total):
        print(f"{key[0]:8} {key[1]:8} {right[key]:3}/{total[key]:<3} {right[key] / total[key]:.2f}")
    if hops:
        print(
            f"heldout, hops of exact chains: cue {cues / hops:.2f}, basis {bases / hops:.2f}, hedge {hedges / hops:.2f}"
        )


def measure_gold(folders: Sequence[pathlib.Path], *, show: bool) -> None:
    """Origins, whole chains and own voice at the annotators' stretches."""
    sums: collections.Counter[str] = collections.Counter()
    for folder in folders:
        case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        counts: collections.Counter[str] = collections.Counter()
        for entry in case["documents"]:
            text = (folder / entry["file"]).read_text(encoding="utf-8")
            document = document_of(text, entry["id"], entry.get("publisher"), published=entry.get("published"))
            parse = Parser().parse(document)
            chains = Chains(document, parse, attribute(document, parse), mentions_of(document, parse))
            for statement in gold["statements"]:
                if statement["doc"] != entry["id"]:
                    continue
                got = [hop.holder.name for hop in chains.of(Span(document.id, statement["start"], statement["end"]))]
                wanted = statement["chain"]
                if wanted:
                    right = bool(got) and same_holder(got[0], wanted[0])
                    counts["attributed"] += 1
                    counts["origin"] += right
                    if len(wanted) > 1:
                        counts["several"] += 1
                        right = same_chain(got, wanted)
                        counts["chain"] += right
                else:
                    counts["own"] += 1
                    right = not got or same_holder(got[0], entry.get("publisher") or "")
                    counts["kept"] += right
                if show and not right:
                    print(f"{entry['id']:12} got {got} not {wanted}\n      {statement['quote']!r}")
        print(folder.name, _line(counts))
        sums.update(counts)
    print("all", _line(sums))


def _line(counts: collections.Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{counts[part]}/{counts[whole]} = {counts[part] / max(1, counts[whole]):.2f}"

    return f"origin_of_attributed {share('origin', 'attributed')}  chain_of_several_hops {share('chain', 'several')}  own_voice {share('kept', 'own')}"


def main() -> None:
    """Parse the command line and measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=("nested", "gold"))
    options.add_argument("paths", nargs="*", type=pathlib.Path)
    options.add_argument(
        "--show", nargs="?", const="dev", help="print what is wrong (nested: of this half, dev by default)"
    )
    given = options.parse_args()
    if given.what == "nested":
        measure_nested(given.paths[0] if given.paths else HERE / "chains" / "nested.jsonl", show=given.show)
    elif given.paths:
        measure_gold(given.paths, show=bool(given.show))
    else:
        options.error("gold needs at least one folder")


if __name__ == "__main__":
    main()
