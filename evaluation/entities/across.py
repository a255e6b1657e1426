"""Is each name in several texts put to the right one, across the texts, and is it known for what it is?

    python evaluation/entities/across.py DATA_FOLDER/meantime [--held] [--errors]

Gold: the people, bodies and places of MEANTIME (four groups of 30 Wikinews texts, the first six sentences of each; CC BY 4.0) whose
mentions are names. Each group is one case. Counted over the gold names: **found** (a mention of ours ends where it ends and lies in it, or
holds it and is at most twice as long: "Airbus" of "aircraft manufacturer Airbus"), **kind** (of those found), and B-cubed over the names found: of what we put together, how much belongs together (P), of what
belongs together, how much we put together (R). A name not found is one of its own. Beside it in the same run: the statistical
reader's labels (kind), and equal words are one (B-cubed). corpus_airbus and corpus_apple were looked at; `--held` measures corpus_gm and corpus_stock.
"""

import argparse
import collections
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "moments"))
from meantime import LAST_SENTENCE, load

from variorum.models.coreference import PronounReader
from variorum.models.parsing import Parser
from variorum.stages import entities
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.parses import Parse
from variorum.values.text import Span

LOOKED_AT, HELD = ("corpus_airbus", "corpus_apple"), ("corpus_gm", "corpus_stock")
KINDS = {"PER": {"person"}, "ORG": {"organisation", "unit"}, "LOC": {"place"}}
LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "ORG"}


@dataclass(frozen=True)
class Name:
    """A gold name: its place, its sort, whose it is across the texts."""

    document: str
    start: int
    end: int
    sort: str
    whose: Hashable


def gold_names(path: Path, text: str) -> list[Name]:
    """The names of people, bodies and places of one file, at their places in its running text."""
    root = ElementTree.parse(path).getroot()
    places, at = {}, 0
    for token in root.iter("token"):
        if int(token.get("sentence") or 0) > LAST_SENTENCE:
            break
        word = {"``": '"', "''": '"'}.get(token.text or "", token.text or "")
        at = text.index(word, at)
        places[token.get("t_id")] = (at, at + len(word))
        at += len(word)
    sorts = {
        e.get("m_id"): (e.get("ent_type"), e.get("instance_id") or (path.stem, e.get("m_id")))
        for e in root.iter("ENTITY")
    }
    spans = {}
    for mention in root.iter("ENTITY_MENTION"):
        anchors = [places[a.get("t_id")] for a in mention.iter("token_anchor") if a.get("t_id") in places]
        if anchors and mention.get("syntactic_type") == "NAM":
            spans[mention.get("m_id")] = (min(a for a, _ in anchors), max(b for _, b in anchors))
    names = []
    for link in root.iter("REFERS_TO"):
        sort, whose = sorts.get(link.find("target").get("m_id"), (None, None))
        if sort in KINDS:
            for source in link.iter("source"):
                if source.get("m_id") in spans:
                    names.append(Name(path.stem, *spans[source.get("m_id")], sort, whose))
    # Of a name within a name ("Airbus SAS" in a longer description) the shorter one.
    return [
        n
        for n in names
        if not any(o != n and o.sort == n.sort and n.start <= o.start and o.end <= n.end for o in names)
    ]


def document(name: str, text: str) -> Document:
    unknown = KnownName(None, "unknown")
    body = (Part("body", Span(name, 0, len(text))),)
    return Document(name, name, "", "text/plain", text, None, unknown, (), KnownDate(None, "unknown"), "en", body)


def labelled(parse: Parse, *, groups: bool = True) -> list[tuple[int, int, str]]:
    """The names that the statistical reader marks, with their sort; those of nationalities and parties as bodies, or left out."""
    found, tokens = [], parse.tokens
    for at, token in enumerate(tokens):
        if token.name in LABELS and token.begins and (groups or token.name != "NORP"):
            last = at
            while last + 1 < len(tokens) and tokens[last + 1].name == token.name and not tokens[last + 1].begins:
                last += 1
            found.append((token.start, tokens[last].end, LABELS[token.name]))
    return found


def options(told: str | None) -> argparse.Namespace:
    """The folder, `--held` and `--errors`, as both measurements of names take them."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--errors", action="store_true")
    return parser.parse_args()


def b_cubed(ours: Mapping[Name, Hashable]) -> tuple[float, float]:
    """Precision and recall of a clustering of gold names."""
    groups, gold = collections.defaultdict(set), collections.defaultdict(set)
    for name, group in ours.items():
        groups[group].add(name)
        gold[name.whose].add(name)
    shared = [
        (len(groups[group] & gold[name.whose]), len(groups[group]), len(gold[name.whose]))
        for name, group in ours.items()
    ]
    return sum(both / size for both, size, _ in shared) / len(shared), sum(
        both / size for both, _, size in shared
    ) / len(shared)


def nearest(name: Name, spans: Sequence[tuple[int, int, Hashable]]) -> Hashable | None:
    """What stands at the place of a gold name: it ends where that ends, give or take a mark, and is at most twice as long."""
    best, found = 0.0, None
    for start, end, what in spans:
        shared = min(end, name.end) - max(start, name.start)
        if shared > 0 and abs(end - name.end) <= 2:
            share = shared / (max(end, name.end) - min(start, name.start))
            if share >= best and end - start <= 2 * (name.end - name.start):
                best, found = share, what
    return found


def measure(folder: Path, corpora: Sequence[str], errors: bool) -> None:
    total: collections.Counter[str] = collections.Counter()
    ours: dict[Name, Hashable] = {}
    plain: dict[Name, Hashable] = {}
    for corpus in corpora:
        paths = sorted((folder / "intra_cross-doc_annotation" / corpus).glob("*.xml"))
        loaded = [(p, t) for p in paths if (t := load(p)) is not None]
        documents = [document(p.stem, t.text) for p, t in loaded]
        names = [n for p, t in loaded for n in gold_names(p, t.text)]
        reader, mentions, labels = PronounReader(), [], collections.defaultdict(list)
        for one, parse in zip(documents, Parser().parse_all(documents), strict=True):
            mentions += entities.mention(one, parse, reader)
            labels[one.id] += labelled(parse)
        resolved = entities.resolve(documents, mentions, ())
        kinds = {e.id: e.kind for e in resolved.entities}
        spans = collections.defaultdict(list)
        for entity in resolved.entities:
            for m in entity.mentions:
                if m.form == "name":
                    spans[m.passage.span.document].append((m.passage.span.start, m.passage.span.end, entity.id))
        texts = {d.id: d.text for d in documents}
        for name in names:
            found = nearest(name, spans[name.document])
            label = nearest(name, labels[name.document])
            right = found is not None and kinds[found] in KINDS[name.sort]
            total.update(
                names=1, found=found is not None, kind=right, labelled=label is not None, label=label == name.sort
            )
            words = texts[name.document][name.start : name.end]
            ours[name] = (corpus, found) if found is not None else (name,)
            plain[name] = (corpus, words.casefold().removeprefix("the "))
            if errors and not right:
                print(f"{name.sort} {words!r}: {kinds.get(found, 'not found')}")
        if errors:
            told = collections.defaultdict(collections.Counter)
            for name in names:
                told[ours[name]][name.whose, texts[name.document][name.start : name.end]] += 1
            for group, whose in told.items():
                if len({w for w, _ in whose}) > 1:
                    print("joined", group, dict(whose))
            back = collections.defaultdict(collections.Counter)
            for name in names:
                back[name.whose][ours[name], texts[name.document][name.start : name.end]] += 1
            for whose, groups in back.items():
                if len({g for g, _ in groups}) > 1:
                    print(
                        "parted", whose, {words: (g[1] if len(g) > 1 else "-", n) for (g, words), n in groups.items()}
                    )
    n = total["names"]
    print(
        f"{', '.join(corpora)}: {n} names; found {total['found'] / n:.3f}, with their kind {total['kind'] / n:.3f}; the reader's labels {total['labelled'] / n:.3f}, {total['label'] / n:.3f}"
    )
    for title, told in (("ours", ours), ("equal words", plain)):
        precision, recall = b_cubed(told)
        print(
            f"{title}: B-cubed P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"
        )


def main() -> None:
    args = options(__doc__)
    if not (args.folder / "intra_cross-doc_annotation").is_dir():
        sys.exit(f"{args.folder}: holds no intra_cross-doc_annotation; give the folder of MEANTIME")
    measure(args.folder, HELD if args.held else LOOKED_AT, args.errors)


if __name__ == "__main__":
    main()
