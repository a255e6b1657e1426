"""Are the carriers of one agency text put together when nothing says which agency it is?

    python evaluation/lineage/provenance.py DATA_FOLDER/provenance_articles [--limit N] [--pairs OUT.jsonl]

Reads `helsinki_articles.jsonl` (articles of many publishers on one event). What an article's by-line says is taken from
the text and then hidden from the program, so that only wording can tell:

* the text is cut at its " ### " marks into blocks; a block of at most 160 characters that names an agency is left out
  whole (by-lines, photograph credits, "contributed to this report", and a few short sentences with them), as is any block
  that begins with "Copyright" or "©" or holds "All rights reserved";
* a dateline loses its bracket: "HELSINKI (AP) — " at the beginning of a block, place and dash included.

An article *names an agency* by a by-line ("By Reuters", "Jane Roe, Associated Press"), by a block that is only the
agency's name, by a copyright line or by a dateline; photograph credits and "contributed to this report" do not count.

A pair is *true* if both articles name one agency and share at least a quarter of the 5-grams of the shorter (over the
whole text as scraped). Prints precision and recall over all pairs of articles for the wording edges of `trace` (all of them, and
those it takes for one text, a quarter of the shorter or more), for MinHash alone (datasketch, 128 permutations) and for 5-gram containment alone, all on the texts with by-lines hidden; precision also
over pairs in which both articles name an agency, since a carrier that hides its agency makes a right link look wrong.
"Placed" is the share of the articles with a true partner that stand in one family with at least one of their partners.

`rewritten_pairs.csv` lists pairs of different publishers that share 3 to 25 % of the shorter's 5-grams, each judged by one reader from
the runs of words that the two share: is there one written text behind both, beyond quotations of what was said in public, posts,
page furniture and captions of photographs? The first 100 were drawn at random from what an earlier state of `trace` linked (60 of
2,502) and did not link (40 of 8,552), and the rules were then changed where they failed on these; the second 40 were drawn afterwards
(25 of 1,632 linked, 15 of 9,322 not linked), and nothing was changed after them. The same table is printed for each draw.
"""

import argparse
import collections
import csv
import datetime
import itertools
import json
import pathlib
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence

import datasketch

from variorum.crafts.shingles import split_words
from variorum.stages.documents import Told, Unreadable, read
from variorum.stages.lineage import trace
from variorum.stages.lineage.wording import SAME
from variorum.values.documents import Document

AGENCIES = {
    "AP": r"Associated Press|AP",
    "Reuters": r"Thomson Reuters|Reuters|REUTERS",
    "AFP": r"Agence France[- ]Presse|AFP",
    "Bloomberg": r"Bloomberg News|Bloomberg",
    "CNN": r"CNN Wires?|CNN Newsource|CNN NewSource|CNN",
    "TASS": r"TASS",
    "UPI": r"UPI",
    "TNS": r"Tribune News Service|TNS",
    "Washington Post": r"(?:The )?Washington Post",
}
ANY = "|".join(AGENCIES.values())
SHORT = 160
PHOTOGRAPH = re.compile(r"photo|getty|credit|via |/|\||courtesy|video|livestream|contributed", re.IGNORECASE)
LEGAL = re.compile(r"^(?:Copyright|©)|All rights reserved", re.IGNORECASE)
DATELINE = re.compile(rf"^[^()]{{0,60}}\((?P<agency>{ANY})\)\s*(?:[-–—]+\s*)?")
BYLINE = re.compile(
    rf"^(?:By|From)\b.{{0,100}}?\b(?:{ANY})\b|^(?:The )?(?:{ANY})\b[^a-z]{{0,3}}(?:$|Monday|Sunday|Saturday|—)"
    rf"|^[A-Z][\w.,' -]{{4,60}}(?:, | [-|/] )(?:The )?(?:{ANY})(?: •| - .*)?$|\bby (?:The )?(?:{ANY})\b"
)


def agencies_in(words: str) -> set[str]:
    """The agencies named anywhere in some words."""
    return {name for name, pattern in AGENCIES.items() if re.search(rf"\b(?:{pattern})\b", words)}


def named_agencies(blocks: Iterable[str]) -> frozenset[str]:
    """The agencies that by-lines, copyright lines and datelines name."""
    found: set[str] = set()
    for block in blocks:
        dateline = DATELINE.match(block)
        if dateline:
            found |= agencies_in(dateline.group("agency"))
        elif LEGAL.search(block) or (len(block) <= SHORT and BYLINE.search(block) and not PHOTOGRAPH.search(block)):
            found |= agencies_in(block)
    return frozenset(found)


def hide(blocks: Iterable[str]) -> str:
    """The text given to the program: no by-line, credit, copyright line or bracketed agency."""
    kept = []
    for block in blocks:
        if LEGAL.search(block):
            continue
        bare = DATELINE.sub("", block)
        if len(bare) <= SHORT and re.search(rf"\b(?:{ANY})\b", bare):
            continue
        if bare.strip():
            kept.append(bare.strip())
    return "\n\n".join(kept)


def grams(text: str) -> frozenset[tuple[str, ...]]:
    """The distinct 5-grams of a text."""
    forms = split_words(text).forms
    return frozenset(forms[i : i + 5] for i in range(len(forms) - 4))


def overlaps(sets: Mapping[str, frozenset[tuple[str, ...]]]) -> dict[tuple[str, str], tuple[float, float]]:
    """Containment in the smaller set and Jaccard likeness of all pairs that share anything."""
    holders: dict[tuple[str, ...], list[str]] = collections.defaultdict(list)
    for key in sorted(sets):
        for gram in sets[key]:
            holders[gram].append(key)
    shared: collections.Counter[tuple[str, str]] = collections.Counter()
    for keys in holders.values():
        shared.update(itertools.combinations(keys, 2))
    return {
        (a, b): (n / min(len(sets[a]), len(sets[b])), n / (len(sets[a]) + len(sets[b]) - n))
        for (a, b), n in shared.items()
    }


def minhash_pairs(sets: Mapping[str, frozenset[tuple[str, ...]]], threshold: float) -> set[tuple[str, str]]:
    """The baseline: pairs whose MinHash sketches are alike from the threshold on."""
    sketches = {}
    lsh = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
    for key, own in sorted(sets.items()):
        sketches[key] = datasketch.MinHash(num_perm=128)
        sketches[key].update_batch([" ".join(gram).encode() for gram in own])
        lsh.insert(key, sketches[key])
    return {
        (a, b)
        for a in sorted(sets)
        for b in lsh.query(sketches[a])
        if a < b and sketches[a].jaccard(sketches[b]) >= threshold
    }


def families(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The family of each article: those joined by pairs, over any number of steps."""
    leader = {key: key for key in keys}

    def root(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for a, b in pairs:
        leader[root(a)] = root(b)
    return {key: root(key) for key in leader}


def report(
    name: str,
    pairs: set[tuple[str, str]],
    true: set[tuple[str, str]],
    named: Mapping[str, frozenset[str]],
    seconds: float,
) -> None:
    """One line of the table."""
    partners: dict[str, set[str]] = collections.defaultdict(set)
    for a, b in true:
        partners[a].add(b)
        partners[b].add(a)
    family = families(named, pairs)
    placed = sum(any(family[k] == family[other] for other in others) for k, others in partners.items())
    both = {(a, b) for a, b in pairs if named[a] and named[b]}
    hits = len(pairs & true)
    largest = collections.Counter(family.values()).most_common(1)[0][1]
    print(
        f"{name:<28} pairs {len(pairs):>6}  R {hits / len(true):.3f}  P(all) {hits / max(1, len(pairs)):.3f}"
        f"  P(both named) {hits / max(1, len(both)):.3f}  placed {placed}/{len(partners)} = {placed / len(partners):.3f}"
        f"  largest family {largest}  {seconds:.1f} s"
    )


def judged(ids: Mapping[str, str], draw: str) -> dict[tuple[str, str], bool]:
    """The pairs of one draw below the line, and what a reader judged."""
    keys = {row: key for key, row in ids.items()}
    with pathlib.Path(__file__).with_name("rewritten_pairs.csv").open(encoding="utf-8") as handle:
        rows = [r for r in csv.DictReader(handle) if r["draw"] == draw and r["a"] in keys and r["b"] in keys]
    pairs = [(*sorted((keys[r["a"]], keys[r["b"]])), r["one_text_behind_both"] == "yes") for r in rows]
    return {(a, b): answer for a, b, answer in pairs}


def report_judged(name: str, pairs: set[tuple[str, str]], truth: Mapping[tuple[str, str], bool]) -> None:
    """One line of the table for the pairs judged by hand."""
    found = [pair for pair in truth if pair in pairs]
    right, wanted = sum(truth[pair] for pair in found), sum(truth.values())
    print(f"{name:<28} linked {len(found):>3}  R {right / max(1, wanted):.3f}  P {right / max(1, len(found)):.3f}")


def load(
    path: pathlib.Path, limit: int | None
) -> tuple[list[Document], dict[str, str], dict[str, frozenset[str]], dict[str, str]]:
    """The documents as the program reads them, their row ids, what their by-lines name, and the texts as scraped."""
    documents, ids, named, scraped = [], {}, {}, {}
    with path.open(encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    for row in rows[:limit]:
        blocks = [block.strip() for block in row["text"].split(" ### ")]
        try:
            told = Told(publisher=row["publisher"], published=datetime.date.fromisoformat(row["scrape_time"][:10]))
            (document,) = read(hide(blocks).encode(), name=f"{row['id']}.txt", told=told).values
        except Unreadable as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        if document.id in ids:
            continue
        documents.append(document)
        ids[document.id], named[document.id], scraped[document.id] = row["id"], named_agencies(blocks), " ".join(blocks)
    return documents, ids, named, scraped


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--pairs", type=pathlib.Path, default=None, help="write every linked pair as JSON Lines here")
    options = parser.parse_args(arguments)
    path = options.folder / "helsinki_articles.jsonl"
    if not path.exists():
        sys.exit(f"{path}: not there; give the folder that holds the articles")
    documents, ids, named, scraped = load(path, options.limit)
    full = overlaps({k: grams(text) for k, text in scraped.items()})
    true = {pair for pair, (share, _) in full.items() if share >= 0.25 and named[pair[0]] & named[pair[1]]}
    counts = collections.Counter(name for names in named.values() for name in names)
    print(
        f"{len(documents)} articles, {sum(map(bool, named.values()))} name an agency ({dict(counts)}), {len(true)} true pairs"
    )
    began = time.perf_counter()
    edges = [e for e in trace(documents, ()).edges if e.kind != "cites"]
    took = time.perf_counter() - began
    linked = {(min(e.child, e.parent), max(e.child, e.parent)) for e in edges}
    copies = {(min(e.child, e.parent), max(e.child, e.parent)) for e in edges if e.share >= SAME}
    report("trace, any wording", linked, true, named, took)
    report("trace, one text", copies, true, named, took)
    hidden = {d.id: grams(d.text) for d in documents}
    began = time.perf_counter()
    near = overlaps(hidden)
    took = time.perf_counter() - began
    tables = {"trace, any wording": linked}
    for least in (0.05, 0.1, 0.25):
        pairs = {p for p, (share, _) in near.items() if share >= least}
        tables[f"containment >= {least}"] = pairs
        report(f"containment >= {least}", pairs, true, named, took)
    for threshold in (0.05, 0.1, 0.25, 0.5):
        began = time.perf_counter()
        pairs = minhash_pairs(hidden, threshold)
        tables[f"MinHash >= {threshold}"] = pairs
        report(f"MinHash >= {threshold}", pairs, true, named, time.perf_counter() - began)
    for draw in ("first", "second"):
        truth = judged(ids, draw)
        print(f"{draw} draw: {len(truth)} pairs below a quarter, {sum(truth.values())} with one text behind both")
        for name, pairs in tables.items():
            report_judged(name, pairs, truth)
    if options.pairs:
        with options.pairs.open("w", encoding="utf-8") as handle:
            for pair in sorted(linked | true):
                row = {
                    "a": ids[pair[0]], "b": ids[pair[1]], "linked": pair in linked, "true": pair in true,
                    "containment5": round(full.get(pair, (0.0, 0.0))[0], 3),
                    "agencies": [sorted(named[pair[0]]), sorted(named[pair[1]])],
                }  # fmt: skip
                handle.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
