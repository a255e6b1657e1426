"""Fit the weights of the likeness of two statements on event coreference, and print them as the table `likeness`.

    PYTHONPATH=src python evaluation/claims/fit.py ECBPLUS

The question: do two stretches of news on one topic tell the same events? From the ECB+ corpus (annotation CC BY 3.0;
topics 1-35 without the development topics, which measure the fit) every annotated sentence and every comma-bounded
piece of one is a statement; two are the same where they share two events and at least 0.6 of all of both, different where
they share at most a third, and left out between. Only pairs that the candidates of the project would compare are used. Weights of figures,
times and holders are not fitted: these pieces have none; they enter with the values in `FIXED`.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np

from variorum.crafts.comparison import compare
from variorum.crafts.similarity import Rarity
from variorum.models.embedding import Embedder
from variorum.stages.claims import candidates, sketch_all
from variorum.stages.claims.scoring import FEATURES, measure
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.statements import Statement
from variorum.values.text import Span, quote

DEVELOPMENT = {2, 5, 12, 18, 21, 23, 34, 35}
SAME, DIFFERENT = 0.6, 0.34
FITTED = ("cosine", "words", "contained", "nothing", "inside", "names", "named", "length")
FIXED = {"count": 4.0, "counts_apart": -1.5, "time": 0.3, "holder": 0.4, "means": 4.0, "quoted": 2.0}


def pieces(file: Path):
    """(text, events) of each annotated sentence of a file and of its comma-bounded pieces."""
    root = ET.parse(file).getroot()
    tokens = {t.get("t_id"): t for t in root.iter("token")}
    chain = {}
    for relation in root.iter("CROSS_DOC_COREF"):
        for source in relation.iter("source"):
            chain[source.get("m_id")] = relation.get("note")
    event_at = {}
    for markable in root.find("Markables"):
        if markable.tag.startswith(("ACTION", "NEG_ACTION")) and markable.get("m_id") in chain:
            reporting = markable.tag == "ACTION_REPORTING"
            for anchor in markable.iter("token_anchor"):
                event_at[anchor.get("t_id")] = None if reporting else chain[markable.get("m_id")]
    sentences = collections.defaultdict(list)
    for key, token in tokens.items():
        sentences[token.get("sentence")].append((int(key), token.text or "", event_at.get(key)))
    for _, row in sorted(sentences.items(), key=lambda x: int(x[0])):
        row.sort()
        if not any(event for _, _, event in row):
            continue
        cuts = [0, *(i + 1 for i, (_, word, _) in enumerate(row) if word in {",", ";", ":", "."}), len(row)]
        spans = {(0, len(row)), *itertools.pairwise(cuts)}
        for start, end in sorted(spans):
            words = [word for _, word, _ in row[start:end]]
            events = frozenset(event for _, _, event in row[start:end] if event)
            if len(words) >= 4 and events:
                yield re.sub(r" ([.,;:'’)])", r"\1", " ".join(words)), events


def topic(folder: Path, subtopic: str):
    """Documents, statements, and the events of each statement, of one half of a topic."""
    documents, statements, events = [], [], {}
    for file in sorted(folder.glob(f"*{subtopic}.xml")):
        if subtopic == "ecb" and file.stem.endswith("ecbplus"):
            continue
        found = list(pieces(file))
        text, at = "", []
        for words, chains in found:
            at.append((len(text), len(text) + len(words), chains))
            text += words + "\n"
        if not text:
            continue
        documents.append(
            Document(file.stem, file.name, "", "text/plain", text, None, KnownName(None, "unknown"), (),
                     KnownDate(None, "unknown"), "en", (Part("body", Span(file.stem, 0, len(text))),))
        )  # fmt: skip
        for start, end, chains in at:
            key = f"{file.stem}:{start:06d}"
            passage = quote(text, Span(file.stem, start, end))
            statements.append(Statement(key, passage, None, "own", "none", (), "asserted", "positive", None, ()))
            events[key] = chains
    return documents, statements, events


def annotated(root: Path, number: int, embedder: Embedder):
    """Of a topic every pair the candidates give that is clearly one event or not: sketches, cosine, likeness and answer."""
    for subtopic in ("ecb", "ecbplus"):
        documents, statements, events = topic(root / str(number), subtopic)
        sketches = sketch_all(documents, statements, ())
        vectors = dict(
            zip([s.id for s in statements], embedder.embed([s.passage.words for s in statements]), strict=True)
        )
        rarity = Rarity(sketches[key].terms for key in sorted(sketches))
        for (a, b), cosine in candidates(tuple(sketches.values()), vectors).items():
            shared, either = events[a] & events[b], events[a] | events[b]
            alike = len(shared) / len(either)
            if DIFFERENT < alike < SAME or (alike >= SAME and len(shared) < 2):
                continue
            x, y = sketches[a], sketches[b]
            yield x, y, cosine, measure(x, y, cosine, compare(x, y), rarity), alike >= SAME, len(documents)


def pairs(root: Path, numbers, embedder: Embedder):
    """Measures, answers and topics of every pair the candidates give: float[n, features], float[n], int[n]."""
    rows, answers, groups = [], [], []
    for number in numbers:
        for *_, likeness, same, documents in annotated(root, number, embedder):
            if documents < 2:
                continue
            rows.append(likeness.values)
            answers.append(same)
            groups.append(number)
    return np.array(rows), np.array(answers, dtype=float), np.array(groups)


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Logistic regression by Newton's method; the last weight is the bias."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    keep = np.eye(x.shape[1]) * ridge
    keep[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + keep, x.T @ (y - p) - keep @ w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def report(name: str, scores: np.ndarray, y: np.ndarray) -> None:
    """Print how well scores put the same pairs first."""
    best = max(
        ((2 * (p := y[scores >= t].mean()) * (r := (y * (scores >= t)).sum() / y.sum()) / (p + r), t, p, r)
         for t in np.quantile(scores, np.linspace(0.02, 0.995, 150)) if y[scores >= t].sum()),
    )  # fmt: skip
    order = np.argsort(-scores)
    precise = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    print(
        f"# {name:18} average precision {(precise * y[order]).sum() / y.sum():.3f}  best F1 {best[0]:.3f} at {best[1]:.3f}"
    )


def main() -> None:
    """Print the measure of each likeness and the fitted table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ecbplus", type=Path)
    root = parser.parse_args().ecbplus
    embedder = Embedder(threads=2)
    numbers = sorted(int(f.name) for f in root.iterdir() if f.name.isdigit())
    x, y, _ = pairs(root, [n for n in numbers if n not in DEVELOPMENT], embedder)
    dx, dy, _ = pairs(root, [n for n in numbers if n in DEVELOPMENT], embedder)
    columns = [FEATURES.index(name) for name in FITTED]
    print(f"# pairs: train {len(y)}, {y.mean():.3f} the same; development {len(dy)}, {dy.mean():.3f} the same")
    w = fit(x[:, columns], y)
    for name in ("cosine", "words", "contained"):
        report(f"{name} alone", dx[:, FEATURES.index(name)], dy)
    report("fitted", 1 / (1 + np.exp(-(dx[:, columns] @ w[:-1] + w[-1]))), dy)
    print(f"bias = {w[-1]:.2f}\n\n[weights]")
    for name in FEATURES:
        print(f"{name} = {w[FITTED.index(name)] if name in FITTED else FIXED[name]:.2f}")


if __name__ == "__main__":
    main()
