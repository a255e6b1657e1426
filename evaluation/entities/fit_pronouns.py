"""Fit the weights of the pronoun ranking and write them to the table.

    python evaluation/entities/fit_pronouns.py DATA_FOLDER/gap_coref src/variorum/crafts/tables/en/coreference.toml

Trains on GAP's development half only; validation stays for reporting. For each pronoun the candidates are all threads the
program itself sees; the right one is the thread of the name marked true, and where neither is true the two marked threads are
wrong. The loss is the log-likelihood of the right thread under a softmax, with an L2 penalty; two rounds, because the
features of a later pronoun depend on how earlier ones were settled.
"""

import pathlib
import sys

import numpy as np
from gap import covering, examples, parsed
from scipy.optimize import minimize

from variorum.crafts.coreference import default_weights, questions, settle, weave
from variorum.crafts.spotting import spot

PENALTY = 8.0
ROUNDS = 2
HEADER = """# Weights of the pronoun ranking, one a question (see crafts/coreference.py for what each asks).
# Made by evaluation/entities/fit_pronouns.py on GAP development (Apache-2.0). Do not edit by hand.
"""


def collect(rows, weights):
    """For each usable pronoun: answers per candidate, and which candidates are right, which are only known to be wrong."""
    for row, parse, spots in rows:
        own = next((i for i, s in enumerate(spots) if s.start == row.at and s.form == "pronoun"), None)
        if own is None:
            continue
        weaver = weave(row.text, parse, spots, weights)
        for index in range(own):
            settle(weaver, index)
        asked = questions(weaver, own)
        marked = [covering(spots, at, at + len(words)) for words, at in ((row.a, row.a_at), (row.b, row.b_at))]
        right = {
            weaver.fate[i] for i, gold in zip(marked, (row.a_gold, row.b_gold), strict=True) if gold and i is not None
        }
        wrong = {
            weaver.fate[i]
            for i, gold in zip(marked, (row.a_gold, row.b_gold), strict=True)
            if not gold and i is not None
        }
        numbers = list(asked)
        yes = np.array([n in right for n in numbers])
        no = np.array([n in wrong and n not in right for n in numbers])
        if (yes.any() or (not (row.a_gold or row.b_gold) and no.any() and not no.all())) and len(numbers) > 1:
            yield [asked[n] for n in numbers], yes if yes.any() else ~no


def fit(samples, names):
    """The weights that make the right threads likeliest, and the mean loss."""
    place = {name: at for at, name in enumerate(names)}
    matrices = []
    for answers, right in samples:
        matrix = np.zeros((len(answers), len(names)))
        for at, told in enumerate(answers):
            for name, value in told.items():
                if name in place:
                    matrix[at, place[name]] = value
        matrices.append((matrix, right))

    def loss(w):
        value, slope = 0.5 * PENALTY * w @ w, PENALTY * w
        for matrix, right in matrices:
            scores = matrix @ w
            scores = scores - scores.max()
            p = np.exp(scores)
            p /= p.sum()
            good = p * right
            share = good.sum() + 1e-12
            value -= np.log(share)
            slope -= matrix.T @ (good / share - p)
        return value, slope

    done = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return dict(zip(names, done.x, strict=True)), done.fun / len(matrices)


def main(folder: str, out: str) -> None:
    """Collect, fit, collect again with the fitted weights, write the table."""
    rows = [(row, parse, spot(row.text, parse)) for row, parse in parsed(examples(folder, "development"))]
    weights = dict(default_weights())
    for _ in range(ROUNDS):
        samples = list(collect(rows, weights))
        names = sorted({name for answers, _ in samples for told in answers for name in told})
        weights, mean = fit(samples, names)
        print(f"{len(samples)} pronouns, {len(names)} questions, mean loss {mean:.3f}")
    path = pathlib.Path(out)
    tail = path.read_text().split("[weights]")[1].split("\n[", 1)
    kept = f"\n[{tail[1]}" if len(tail) > 1 else ""
    lines = "".join(f"{name} = {weights[name]:.3f}\n" for name in sorted(weights))
    path.write_text(f"{HEADER}\n[weights]\n{lines}{kept}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
