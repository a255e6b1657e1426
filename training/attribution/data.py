"""PolNeAR as training windows (Newell, Margolin & Ruths 2018; brat stand-off)."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from variorum.crafts.arcs import chunks, pack
from variorum.crafts.quotestate import paragraphs, quotations, quote_states
from variorum.models.attribution_pieces import Pieces, pieces, window

Span = tuple[int, int]
IGNORE = -100
CLOSES = re.compile(r"[.,;:!?)\]\u201d%]|(?:n)?['\u2019](?:t|s|re|ve|ll|d|m)?$")


@dataclass(frozen=True, slots=True)
class Gold:
    source: list[Span]
    cue: list[Span]
    content: list[Span]

    def shifted(self, by: int) -> Gold:
        return Gold(*([(a + by, b + by) for a, b in spans] for spans in (self.source, self.cue, self.content)))


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    text: str
    gold: list[Gold]


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its labels; arcs are (cue pieces, role labels per piece)."""

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    cue: np.ndarray
    flat: np.ndarray
    arcs: list[tuple[np.ndarray, np.ndarray]]


def read_annotation(path: Path) -> list[Gold]:
    bound: dict[str, list[Span]] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        found = re.match(r"(T\d+)\t(\w+) ([\d ;]+)", line)
        if found:
            bound[found.group(1)] = [tuple(map(int, part.split())) for part in found.group(3).split(";")]  # type: ignore[misc]
        elif re.match(r"E\d+\t", line):
            events.append(line.split("\t", 1)[1].split())
    result = []
    for event in events:
        roles: dict[str, list[Span]] = defaultdict(list)
        for item in event:
            role, ident = item.split(":", 1)
            roles[re.sub(r"\d+$", "", role).lower()].extend(bound.get(ident, []))
        gold = Gold(sorted(roles["source"]), sorted(roles["cue"]), sorted(roles["content"]))
        if gold.cue and gold.content:
            result.append(gold)
    return result


def read_split(folder: Path) -> list[Article]:
    """Articles of one split with the annotations of the alphabetically first annotator."""
    files: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], path)
    articles = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        articles.append(Article(path.stem, text, read_annotation(files[path.stem]) if path.stem in files else []))
    return articles


def read_vaccination(path: Path, sentences: int = 12) -> list[Article]:
    """The Vaccination Corpus (Morante et al. 2020; token BIO of single sentences) as articles.

    Its spans have no links and only claims on vaccination are marked, so a sentence is
    taken only where nothing is left to guess: one cue, one content, at most one source.
    Each becomes a paragraph; `sentences` of them an article.
    """
    paragraphs_: list[tuple[str, Gold]] = []
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            text, spans = _laid_out(row["tokens"], row["labels"])
            if len(spans["CUE"]) == len(spans["CONTENT"]) == 1 and len(spans["SOURCE"]) <= 1:
                paragraphs_.append((text, Gold(spans["SOURCE"], spans["CUE"], spans["CONTENT"])))
    articles = []
    for number, begin in enumerate(range(0, len(paragraphs_), sentences)):
        whole, gold = "", []
        for text, item in paragraphs_[begin : begin + sentences]:
            whole += "\n\n" if whole else ""
            gold.append(item.shifted(len(whole)))
            whole += text
        articles.append(Article(f"vaccination-{number}", whole, gold))
    return articles


def _laid_out(tokens: list[str], labels: list[str]) -> tuple[str, dict[str, list[Span]]]:
    """The sentence as it is printed, and its labelled spans: spaces that only tokenising put in are closed."""
    text = ""
    spans: dict[str, list[Span]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
    for token, mark in zip(tokens, labels, strict=True):
        if text and not CLOSES.match(token) and text[-1] not in "([\u201c\u2018":
            text += " "
        begin = len(text)
        text += token
        if mark[:2] == "B-":
            spans[mark[2:]].append((begin, len(text)))
        elif mark[:2] == "I-" and spans[mark[2:]]:
            spans[mark[2:]][-1] = (spans[mark[2:]][-1][0], len(text))
    return text, spans


def divide(articles: list[Article], held_out: int, seed: int) -> tuple[list[Article], list[Article]]:
    """(training, held out for tuning), chosen by seed."""
    order = list(articles)
    random.Random(seed).shuffle(order)
    return order[held_out:], order[:held_out]


def article_pieces(tokenizer: Tokenizer, text: str, limit: int) -> list[Pieces]:
    """Paragraphs of a text as pieces; those longer than a window are cut at sentence ends."""
    spans = paragraphs(text)
    states = quote_states(text, quotations(text, spans))
    parts: list[Pieces] = []
    for part in pieces(tokenizer, text, spans, states):
        ends = [
            i + 1 for i in range(len(part)) if text[part.ends[i] - 1] in ".!?" or text[part.ends[i] - 1] in '"\u201d'
        ]
        parts.extend(part.cut(a, b) for a, b in chunks(len(part), ends, limit - 2))
    return [p for p in parts if len(p)]


def label(view: Pieces, gold: list[Gold]) -> Example:
    """Labels of one window. A word belongs to a span that covers most of it."""
    places = np.flatnonzero(view.first)
    starts, ends = view.starts[places], view.ends[places]
    n = len(view)

    def words(span: Span) -> np.ndarray:
        shared = np.minimum(ends, span[1]) - np.maximum(starts, span[0])
        return places[2 * shared > ends - starts]

    cue = np.full(n, IGNORE)
    cue[places] = 0
    flat = cue.copy()
    arcs = []
    low, high = (starts[0], ends[-1]) if len(places) else (0, 0)
    for item in gold:
        if all(b <= low or a >= high for a, b in item.source + item.cue + item.content):
            continue
        roles = np.full(n, IGNORE)
        roles[places] = 0
        for kind, spans in ((3, item.content), (1, item.source)):
            for span in spans:
                at = words(span)
                for labels in (roles, flat):
                    labels[at] = kind + 1
                    # a span cut by the window's border goes on, it does not begin
                    labels[at[:1]] = kind if span[0] >= low else kind + 1
        at = np.concatenate([words(span) for span in item.cue])
        if len(at):
            cue[at] = 2
            cue[at[0]] = 1
            arcs.append((at, roles))
    return Example(view.ids, view.features, view.first, cue, flat, arcs)


PREFIXES = ("that ", "that ", "", "", "because ", "how ", "if ")


def fragments(
    article: Article, rng: random.Random, share: float, prefixes: tuple[str, ...] = PREFIXES
) -> tuple[str, list[Gold]] | None:
    """Attribution clauses cut out and put behind "that": what a nested reading looks like.

    A nested attribution is read by giving the model a content span as a text of its own.
    PolNeAR is flat, so such texts are made from outer attributions whose source or cue
    precedes the content.
    """
    spans = paragraphs(article.text)
    text, gold = "", []
    busy = [s for g in article.gold for s in g.content + g.source + g.cue]
    for item in article.gold:
        if rng.random() > share or not item.source:
            continue
        every = item.source + item.cue + item.content
        start, end = min(a for a, _ in every), max(b for _, b in every)
        if min(a for a, _ in item.content) <= start or end - start > 600:
            continue
        if not any(a <= start and end <= b for a, b in spans):
            continue
        inside = [s for s in busy if start <= s[0] and s[1] <= end]
        if len(inside) != len(every) or any(s[0] < start < s[1] or s[0] < end < s[1] for s in busy):
            continue
        prefix = rng.choice(prefixes)
        body = article.text[start:end]
        if rng.random() < 0.3 and not body.rstrip().endswith("."):
            body += "."
        text += "\n\n" if text else ""
        gold.append(item.shifted(len(text) + len(prefix) - start))
        text += prefix + body
    return (text, gold) if gold else None


def epoch(articles: list[Article], tokenizer: Tokenizer, limit: int, rng: random.Random, share: float) -> list[Example]:
    """All windows of one epoch; the borders move from epoch to epoch."""
    result = []
    for article in articles:
        texts = [(article.text, article.gold)]
        made = fragments(article, rng, share) if share else None
        if made:
            texts.append(made)
        for text, gold in texts:
            parts = article_pieces(tokenizer, text, limit)
            ranges = pack([len(p) for p in parts], limit - 1, first=rng.randint(limit // 4, limit) if share else None)
            result += [label(window(parts[a:b]), gold) for a, b in ranges]
    return result
