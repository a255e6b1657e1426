"""What the relation model is trained on, as examples of word pieces, and the order in which it sees them.

`DATA` is a folder with nli/, ecbplus/, fakes_syria/ and basil/. Of ECB+ only the documents of the train topics
are opened. One example in fifty (by a hash of its premise, so that a premise is on one side only) is held out for
calibration; the dev sets are never opened here.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edits import CONTRADICTS, Names, pairs
from tokenizers import Tokenizer

NOT_ENTAILED = 3  # two-way sets: neutral or contradiction
UNKNOWN = -1
LABELS = {"entailment": 0, "neutral": 1, "contradiction": 2, "not_entailment": NOT_ENTAILED}
LIMIT = 96  # word pieces of both statements; 95 in 100 training pairs are shorter than 75

# Share of what is seen. LingNLI and MNLI carry general inference (their premises are of the kind of dev_mnli), the
# made edits and ECB+ carry the matter of the workbench.
SHARES = {
    "lingnli": 55.0,
    "mnli": 7.0,
    "newprot": 12.0,
    "cad": 4.0,
    "fever": 1.5,
    "small": 5.0,
    "edits": 6.0,
    "apart": 1.0,
    "ecb": 8.5,
}


@dataclass(slots=True)
class Example:
    """One reading: pieces of both statements, types (0, 1; 2, 3 where marked) and what is known of it."""

    ids: list[int]
    types: list[int]
    verdict: int
    same: int
    group: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An event word of ECB+ in its sentence: words of the sentence, first and last marked word."""

    topic: str
    document: str
    words: tuple[str, ...]
    start: int
    end: int
    chain: str


def group_of(source: str) -> str:
    for name in ("lingnli", "newprot", "cad", "fever", "mnli"):
        if source.startswith(name):
            return name
    return "small"


def held_out(text: str, of: int = 50) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % of == 0


class Pieces:
    """Turns pairs into examples. `words` are joined with blanks; a marked span is (start, end) in characters."""

    def __init__(self, tokenizer: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.begin, self.stop = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")

    def examples(self, rows: list[tuple[str, str, int, int, str]]) -> list[Example]:
        sides = [
            [e.ids for e in self.tokenizer.encode_batch([r[i] for r in rows], add_special_tokens=False)] for i in (0, 1)
        ]
        return [
            self.join(a, b, [], [], verdict, same, group)
            for a, b, (_, _, verdict, same, group) in zip(sides[0], sides[1], rows, strict=True)
        ]

    def join(
        self, a: list[int], b: list[int], in_a: list[int], in_b: list[int], verdict: int, same: int, group: str
    ) -> Example:
        room = LIMIT - 3
        if len(a) + len(b) > room:  # the longer gives way first
            short = min(len(a), len(b), room // 2)
            a, b = (a[: room - short], b[:short]) if len(a) >= len(b) else (a[:short], b[: room - short])
        ids = [self.begin, *a, self.stop, *b, self.stop]
        types = [0] * (len(a) + 2) + [1] * (len(b) + 1)
        for place in in_a:
            if place < len(a):
                types[1 + place] = 2
        for place in in_b:
            if place < len(b):
                types[2 + len(a) + place] = 3
        return Example(ids, types, verdict, same, group)

    def marked(self, mention: Mention, reach: int = 20) -> tuple[list[int], list[int]]:
        """The pieces of a sentence around an event word, and which of them are the word."""
        first, last = max(0, mention.start - reach), min(len(mention.words), mention.end + 1 + reach)
        ids: list[int] = []
        inside: list[int] = []
        encoded = self.tokenizer.encode_batch(list(mention.words[first:last]), add_special_tokens=False)
        for place, word in enumerate(encoded, first):
            if mention.start <= place <= mention.end:
                inside.extend(range(len(ids), len(ids) + len(word.ids)))
            ids.extend(word.ids)
        return ids, inside


def spoken(words: list[str]) -> str:
    """Words of a token list as a sentence."""
    text = " ".join(words).replace(" n't", "n't")
    text = re.sub(r" ([.,;:?!%)'’])", r"\1", text)
    return re.sub(r"([($]) ", r"\1", text).replace("`` ", '"').replace(" ''", '"').replace(' "', '"', 0)


def ecb_sentences(folder: Path, split: str) -> dict[str, list[list[str]]]:
    """Sentences of each document of the topics of a split ("Train" or "Dev"), by document name."""
    mentions = json.loads((folder / f"ECB_{split}_Event_gold_mentions.json").read_text(encoding="utf-8"))
    result: dict[str, list[list[str]]] = {}
    for name in sorted({m["doc_id"] for m in mentions}):
        root = ElementTree.parse(folder / name.split("_")[0] / f"{name}.xml").getroot()
        sentences: dict[int, list[str]] = defaultdict(list)
        for token in root.iter("token"):
            sentences[int(token.attrib["sentence"])].append(token.text or "")
        result[name] = [sentences.get(i, []) for i in range(max(sentences) + 1)]
    return result


def subtopic(document: str) -> str:
    """A topic has two seminal events: the documents named ecb tell of one, those named ecbplus of the other."""
    return document.split("_")[0] + ("plus" if document.endswith("plus") else "")


def ecb_mentions(folder: Path, split: str) -> list[Mention]:
    """The event mentions of a split ("Train" or "Dev") in the sentences that were annotated."""
    sentences: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for line in (folder / f"ECB_{split}_corpus.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 4:
            sentences[cells[0], int(cells[1])][int(cells[2])] = cells[3]
    rows = json.loads((folder / f"ECB_{split}_Event_gold_mentions.json").read_text(encoding="utf-8"))
    result = []
    for m in rows:
        sentence = sentences[m["doc_id"], m["sent_id"]]
        # numbered from 0 without a gap; the XML numbers the sentences of some documents differently
        words = tuple(sentence[i] for i in range(len(sentence)))
        start, end = min(m["tokens_number"]), max(m["tokens_number"])
        result.append(Mention(subtopic(m["doc_id"]), m["doc_id"], words, start, end, m["coref_chain"]))
    return result


def _stem(mention: Mention) -> str:
    return mention.words[mention.end].lower()[:4]


def ecb_pairs(mentions: list[Mention], rng: random.Random) -> list[tuple[Mention, Mention, int]]:
    """Pairs of event words: the same event, and others that look alike or stand in the same story."""
    by_topic: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_topic[re.sub("plus$", "", m.topic)].append(m)
    result: list[tuple[Mention, Mention, int]] = []
    for _, group in sorted(by_topic.items()):
        same, alike, story = [], [], []
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if a.words == b.words and a.start == b.start:
                    continue
                if a.chain == b.chain:
                    same.append((a, b, 1))
                elif _stem(a) == _stem(b):
                    alike.append((a, b, 0))
                elif a.topic == b.topic:
                    story.append((a, b, 0))
        unlike = [p for p in same if _stem(p[0]) != _stem(p[1])]
        chosen = same if len(same) <= 500 else rng.sample(same, 500)
        chosen += rng.sample(unlike, min(len(unlike), 250))
        chosen += rng.sample(alike, min(len(alike), 450)) + rng.sample(story, min(len(story), 500))
        result += [(b, a, y) if rng.random() < 0.5 else (a, b, y) for a, b, y in chosen]
    return result


def plain_sentences(data: Path) -> list[tuple[str, str]]:
    """(where it is from, sentence) of news sentences to make edits of; ECB+ train topics, FA-KES and BASIL."""
    found: list[tuple[str, str]] = []
    for name, sentences in ecb_sentences(data / "ecbplus", "Train").items():
        found += [(f"ecb{subtopic(name)}", spoken(s)) for s in sentences]
    for line in (data / "fakes_syria" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = re.split(r"(?<=[a-z\")][.?!]) (?=[A-Z\"])", row["article_content"])
        found += [(f"syria{row['date']}", p) for p in parts]
    for path in sorted((data / "basil" / "articles").rglob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        group = f"basil{article['triplet-uuid']}"
        found += [(group, s) for paragraph in article["body-paragraphs"] for s in paragraph]
    kept, seen = [], set()
    for place, sentence in found:
        sentence = " ".join(sentence.split())
        if (
            6 <= len(sentence.split()) <= 30
            and sentence[0].isupper()
            and sentence not in seen
            and "http" not in sentence
        ):
            seen.add(sentence)
            kept.append((place, sentence))
    return kept


def made_rows(sentences: list[tuple[str, str]], seed: int, count: int = 5000) -> list[tuple[str, str, int, int, str]]:
    """Edits of some of the sentences, read in both directions; two in five contradictions are left out, for balance."""
    rng = random.Random(seed)
    names = Names.of([s for _, s in sentences])
    some = rng.sample(sentences, min(count, len(sentences)))
    made = [p for _, s in some for p in pairs(s, rng, names) if p.forward != CONTRADICTS or rng.random() < 0.6]
    return [
        row
        for p in made
        for row in (
            (p.first, p.second, p.forward, UNKNOWN, "edits"),
            (p.second, p.first, p.backward, UNKNOWN, "edits"),
        )
    ]


def apart_rows(sentences: list[tuple[str, str]], seed: int, count: int = 6000) -> list[tuple[str, str, int, int, str]]:
    """Sentences of different stories, half of them sharing a rarer word: neither follows nor is denied."""
    rng = random.Random(seed + 1)
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    often = Counter(w for _, s in sentences for w in set(s.lower().split()))
    for item in sentences:
        for word in set(item[1].lower().split()):
            if 1 < often[word] < 120:
                by_word[word].append(item)
    words = sorted(by_word)
    result = []
    while len(result) < count:
        pool = sentences if len(result) % 2 else by_word[rng.choice(words)]
        a, b = rng.choice(pool), rng.choice(pool)
        if a[0] != b[0]:
            result.append((a[1], b[1], 1, 0, "apart"))
    return result


def kept(data: Path, tokenizer: Path, seed: int, folder: Path) -> tuple[dict[str, list[Example]], list[Example]]:
    """What `load` gives, read from the folder of a run if it was put there by the same code."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in ("data.py", "edits.py", "edits.toml"))
    path = folder / f"examples-{seed}-{hashlib.sha256(code).hexdigest()[:12]}.pickle"
    if not path.exists():
        path.with_suffix(".tmp").write_bytes(pickle.dumps(load(data, tokenizer, seed)))
        path.with_suffix(".tmp").replace(path)
    found: tuple[dict[str, list[Example]], list[Example]] = pickle.loads(path.read_bytes())
    return found


def load(data: Path, tokenizer: Path, seed: int) -> tuple[dict[str, list[Example]], list[Example]]:
    """Examples to train on by group, and those held out for calibration."""
    rng = random.Random(seed)
    pieces = Pieces(tokenizer)
    rows: list[tuple[str, str, int, int, str]] = []
    for line in (data / "nli" / "train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "NC" in row["licence"]:
            continue
        label, group = LABELS[row["label"]], group_of(row["source"])
        rows.append((row["premise"], row["hypothesis"], label, UNKNOWN, group))
        # what denies is denied: the model is read in both directions
        if label == 2 and rng.random() < 0.12:
            rows.append((row["hypothesis"], row["premise"], label, UNKNOWN, group))
    sentences = plain_sentences(data)
    rows += made_rows(sentences, seed) + apart_rows(sentences, seed)
    # both directions of a pair are on one side
    away = [held_out(min(r[0], r[1])) for r in rows]
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in pieces.examples([r for r, out in zip(rows, away, strict=True) if not out]):
        groups[example.group].append(example)
    held = pieces.examples([r for r, out in zip(rows, away, strict=True) if out])
    mentions = ecb_mentions(data / "ecbplus", "Train")
    marked = {m: pieces.marked(m) for m in mentions}
    for a, b, y in ecb_pairs(mentions, rng):
        (ids_a, in_a), (ids_b, in_b) = marked[a], marked[b]
        example = pieces.join(ids_a, ids_b, in_a, in_b, UNKNOWN, y, "ecb")
        (held if held_out(re.sub("plus$", "", a.topic), 12) else groups["ecb"]).append(example)
    return dict(groups), held


def stream(groups: dict[str, list[Example]], seed: int, block: int = 3000) -> Iterator[list[Example]]:
    """Blocks of examples without end, each group in its share; a group is gone through in new order each time."""
    rng = random.Random(seed)
    total = sum(SHARES[name] for name in groups)
    waiting: dict[str, list[Example]] = {name: [] for name in groups}
    while True:
        result: list[Example] = []
        for name in sorted(groups):
            for _ in range(round(block * SHARES[name] / total)):
                if not waiting[name]:
                    waiting[name] = rng.sample(groups[name], len(groups[name]))
                result.append(waiting[name].pop())
        yield result
