"""Samples for the pronoun network: GAP development, and pronouns of GUM's train part in genres whose texts are free to use.

The candidates are the threads that the program itself sees before it settles a pronoun, with the answers to its questions; so the
network learns to choose among what it will be shown. Of GUM only texts under CC BY or CC BY-SA are read: Wikinews news and
interviews (CC BY 2.5) and Wikipedia biographies (CC BY-SA 3.0); GUM's other genres are left out, some being non-commercial.
"""

from __future__ import annotations

import csv
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from variorum.crafts import coreference  # noqa: E402
from variorum.crafts.spotting import Spot, spot  # noqa: E402
from variorum.models.parsing import Parser  # noqa: E402
from variorum.values.documents import Document, KnownDate, KnownName, Part  # noqa: E402
from variorum.values.parses import Parse  # noqa: E402
from variorum.values.text import Span  # noqa: E402

WINDOW, STRIDE = 320, 160  # pieces; a pronoun has at least STRIDE of text before it where the text has them
SORTS = {"male": 0, "female": 1, "thing": 2, "many": 3}
GENRES = ("news", "interview", "bio")
# GUM's own dev and test parts, which are not trained on.
KEPT_OUT = frozenset({
    "news_homeopathic", "news_iodine", "news_nasa", "news_sensitive", "interview_cyclone", "interview_gaming", "interview_hill",
    "interview_libertarian", "bio_byron", "bio_emperor", "bio_dvorak", "bio_jespersen",
})  # fmt: skip
_TOKENIZER = ROOT / "src" / "variorum" / "models" / "data" / "embedding" / "tokenizer.json"
_CLOSE = frozenset(
    [*".,;:!?)]}%'”’…", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s", "n’t", "’re", "’ve", "’ll", "’d", "’m"]
)
_OPEN = frozenset("([{$“‘#£€")

Gold = list[tuple[int, int, str]]


def document_of(name: str, text: str) -> Document:
    unknown, date = KnownName(None, "unknown"), KnownDate(None, "unknown")
    body = (Part("body", Span(name, 0, len(text))),)
    return Document(name, name, "", "text/plain", text, None, unknown, (), date, "en", body)


def read_gum(path: Path) -> tuple[str, Gold]:
    """The text of a GUM file, spaces put back by rule, and its mentions as (start, end, cluster)."""
    tokens: list[str] = []
    open_at: dict[str, list[int]] = {}
    mentions: list[tuple[int, int, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        _, token, marks = line.split("\t")[:3]
        at = len(tokens)
        tokens.append(token)
        for mark in re.findall(r"\(?[^()]+\)?", "" if marks == "_" else marks):
            cluster = re.match(r"[a-z]+-(\d+)", mark.strip("()"))
            if cluster is None:
                continue
            if mark.startswith("("):
                open_at.setdefault(cluster[1], []).append(at)
            if mark.endswith(")") and open_at.get(cluster[1]):
                mentions.append((open_at[cluster[1]].pop(), at, cluster[1]))
    text, places, quoted = "", [], False
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        space = "" if not text or token in _CLOSE or before in _OPEN or (before == '"' and quoted) else " "
        if token == '"':
            space = "" if quoted else space
            quoted = not quoted
        text += space
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, [(places[a][0], places[b][1], cluster) for a, b, cluster in mentions]


def clusters_of(spots: Sequence[Spot], parse: Parse, gold: Gold) -> list[str | None]:
    """The gold cluster of each spot: a pronoun's own, else of the mention that shares most with it and holds its head."""
    found = []
    for s in spots:
        head, best = parse.tokens[s.head], (0.0, None)
        for start, end, cluster in gold:
            if start >= s.end or end <= s.start:
                continue
            if s.form == "pronoun":
                best = (1.0, cluster) if (start, end) == (s.start, s.end) else best
            elif start <= head.start and head.end <= end:
                share = (min(end, s.end) - max(start, s.start)) / (max(end, s.end) - min(start, s.start))
                best = max(best, (share, cluster), key=lambda b: b[0]) if share >= 0.3 else best
        found.append(best[1])
    return found


def pieces_of(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """As in models.coreference."""
    first = max(0, bisect_right(offsets, start, key=lambda o: o[0]) - 1)
    if offsets[first][1] <= start:
        first = min(first + 1, len(offsets) - 1)
    return first, max(first + 1, bisect_left(offsets, end, key=lambda o: o[0]))


def sample(
    weaver: coreference.Weaver, own: int, offsets: Sequence[tuple[int, int]], names: Sequence[str] | None = None
) -> dict:
    """A pronoun before it is settled: its piece, and for every candidate thread its answers and the mentions to judge by."""
    asked = coreference.questions(weaver, own)
    spots = weaver.spots
    candidates = []
    for number, answers in asked.items():
        seen = coreference.judged_by(weaver.threads[number].mentions, own)
        places = [(*pieces_of(offsets, spots[m].start, spots[m].end), m < own) for m in seen]
        candidates.append({"thread": number, "answers": answers, "mentions": places})
    piece = pieces_of(offsets, spots[own].start, spots[own].end)[0]
    return {"own": piece, "sort": SORTS[spots[own].gender], "candidates": candidates}


def gap_samples(path: Path, tokenizer: Tokenizer) -> Iterator[dict]:
    """One text with one pronoun each; where neither name is right, everything but the two is."""
    sys.path.insert(0, str(ROOT / "evaluation" / "entities"))
    from gap import covering

    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    parses = Parser().parse_all([document_of(r["ID"], r["Text"]) for r in rows])
    for row, parse in zip(rows, parses, strict=True):
        text = row["Text"]
        spots = spot(text, parse)
        at = int(row["Pronoun-offset"])
        own = next((i for i, s in enumerate(spots) if s.start == at and s.form == "pronoun"), None)
        if own is None:
            continue
        weaver = coreference.weave(text, parse, spots)
        for index in range(own):
            coreference.settle(weaver, index)
        encoding = tokenizer.encode(text, add_special_tokens=False)
        told = sample(weaver, own, encoding.offsets)
        marked: dict[bool, set[int]] = {True: set(), False: set()}
        for name in "AB":
            start = int(row[f"{name}-offset"])
            index = covering(spots, start, start + len(row[name]))
            if index is not None:
                marked[row[f"{name}-coref"] == "TRUE"].add(weaver.fate[index])
        somebody = "TRUE" in (row["A-coref"], row["B-coref"])
        wrong = marked[False] - marked[True]
        right = [(c["thread"] in marked[True]) if somebody else (c["thread"] not in wrong) for c in told["candidates"]]
        told["right"] = [*right, not somebody]
        told["marked"] = (sorted(marked[True]), sorted(wrong))
        yield {"ids": encoding.ids, "pronouns": [told], "low": 0}


def gum_samples(folder: Path, tokenizer: Tokenizer, kept_out: bool = False) -> Iterator[dict]:
    """Windows of GUM texts with their pronouns; each is settled as the gold says before the next is asked."""
    paths = [p for p in sorted(folder.glob("GUM_*.conll")) if p.stem.split("_")[1] in GENRES]
    paths = [p for p in paths if (p.stem.removeprefix("GUM_") in KEPT_OUT) == kept_out]
    texts = [read_gum(p) for p in paths]
    parses = Parser().parse_all([document_of(p.stem, text) for p, (text, _) in zip(paths, texts, strict=True)])
    for (text, gold), parse in zip(texts, parses, strict=True):
        spots = spot(text, parse)
        cluster = clusters_of(spots, parse, gold)
        weaver = coreference.weave(text, parse, spots)
        encoding = tokenizer.encode(text, add_special_tokens=False)
        windows: dict[int, list[dict]] = {}
        for index, s in enumerate(spots):
            if s.form != "pronoun" or s.gender not in SORTS or cluster[index] is None:
                coreference.settle(weaver, index)
                continue
            told = sample(weaver, index, encoding.offsets)
            right = []
            for candidate in told["candidates"]:
                clusters = [cluster[m] for m in weaver.threads[candidate["thread"]].mentions if cluster[m] is not None]
                right.append(clusters.count(cluster[index]) * 2 >= max(1, len(clusters)) and cluster[index] in clusters)
            told["right"] = [*right, not any(right)]
            if any(right):
                chosen = told["candidates"][right.index(True)]["thread"]
                coreference.join(weaver, weaver.threads[chosen].mentions[0], index)
            if any(right) or s.gender in ("male", "female"):
                low = max(0, (told["own"] // STRIDE - 1) * STRIDE)
                windows.setdefault(low, []).append(told)
        for low, pronouns in windows.items():
            yield {"ids": encoding.ids[low : low + WINDOW], "pronouns": pronouns, "low": low}


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(_TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def split(items: Sequence[dict], every: int, seed: int = 0) -> tuple[list[dict], list[dict]]:
    """Items to train on and every n-th of a fixed shuffle to choose by."""
    order = np.random.default_rng(seed).permutation(len(items))
    held = set(order[::every].tolist())
    return [x for i, x in enumerate(items) if i not in held], [x for i, x in enumerate(items) if i in held]
