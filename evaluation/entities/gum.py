"""Do third-person pronouns find whom they speak of in modern texts? GUM's dev and test parts of news, interviews and biographies.

    python evaluation/entities/gum.py DATA_FOLDER/gum [--questions]

For each "he", "she", "it" and "they" of the gold: the nearest mention in its thread that is no pronoun. Right where that mention is of
the same gold cluster. Precision over the pronouns given one, recall over those whose cluster has such a mention before them. With
`--questions` without the network. None of these texts was trained on.
"""

import pathlib
import sys
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "training" / "coreference"))

from data import GENRES, KEPT_OUT, SORTS, clusters_of, document_of, read_gum

from variorum.crafts.coreference import thread
from variorum.crafts.spotting import spot
from variorum.models.coreference import PronounReader
from variorum.models.parsing import Parser


def main(folder: str, *options: str) -> None:
    paths = sorted(
        p for p in (pathlib.Path(folder) / "coref").glob("GUM_*.conll") if p.stem.removeprefix("GUM_") in KEPT_OUT
    )
    if not paths:
        sys.exit(f"{folder}: no coref/GUM_*.conll of {', '.join(GENRES)} there")
    reader = None if "--questions" in options else PronounReader()
    texts = [read_gum(p) for p in paths]
    documents = [document_of(p.stem, text) for p, (text, _) in zip(paths, texts, strict=True)]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (text, gold), parse in zip(texts, Parser().parse_all(documents), strict=True):
        spots = spot(text, parse)
        cluster = clusters_of(spots, parse, gold)
        fate = thread(text, parse, spots, kinship=reader.relate(text, spots) if reader is not None else None)
        for i, s in enumerate(spots):
            if s.form != "pronoun" or s.gender not in SORTS or cluster[i] is None:
                continue
            told = [m for m in range(len(spots)) if fate[m] == fate[i] and spots[m].form != "pronoun"]
            near = min(told, key=lambda m: (m > i, abs(m - i)), default=None)
            known = any(cluster[m] == cluster[i] and spots[m].form != "pronoun" for m in range(i))
            for kind in (s.gender, "all"):
                counts[kind][0] += near is not None and cluster[near] == cluster[i]
                counts[kind][1] += near is not None
                counts[kind][2] += known
    for kind, (right, said, known) in sorted(counts.items()):
        print(
            f"{kind:7} P {right / max(1, said):.3f}  R {right / max(1, known):.3f}  right {right} of {said} given, {known} known"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
