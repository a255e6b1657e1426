"""Where the time of `variorum extract` and of the statement step of `variorum read` goes.

    python evaluation/attribution/shares.py TEXTS [--files 30]

TEXTS is a folder of `*.txt`; the first `--files` of them are read, models loaded before. Counted is the processor time of
this process on one thread, so that other work on the machine moves the shares little. Memory is the most the process held.
Article by article the same text goes through `extract` (outermost attributions, as the command writes them) and through spaCy's
full pipeline, in turn, so that the ratio of their speeds is one of the same minutes. With `--extract-only` nothing else is measured.
"""

import argparse
import collections
import functools
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from spacy import load as spacy_load
from spacy import util as spacy_util

from variorum.case.tools import TrainedReader
from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.stages.documents import Told, read
from variorum.stages.entities import mention
from variorum.stages.statements import attribute, extract

T = TypeVar("T")
FULL = "spaCy's full pipeline"
SPENT: collections.defaultdict[str, float] = collections.defaultdict(float)


def timed(step: str, work: Callable[[], T]) -> T:
    """The result of some work, its processor time noted under a name."""
    began = time.process_time()
    result = work()
    SPENT[step] += time.process_time() - began
    return result


def english() -> Callable[[str], object]:
    """The English pipeline that the project installs, with all its parts."""
    name = next(name for name in spacy_util.get_installed_models() if name.startswith("en_"))
    pipeline: Callable[[str], object] = spacy_load(name)
    return pipeline


def tell(title: str, steps: tuple[str, ...], words: int) -> None:
    """One table row a step."""
    whole = sum(SPENT[step] for step in steps)
    print(f"{title}: {words / whole:.0f} words a second of processor time")
    for step in steps:
        print(f"  {step:28} {SPENT[step]:7.2f} s  {SPENT[step] / whole:5.1%}")


def main() -> None:
    """Print the shares of both, and the memory after each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--extract-only", action="store_true")
    given = parser.parse_args()
    files = sorted(given.texts.glob("*.txt"))[: given.files]
    raw = [path.read_bytes() for path in files]
    words = sum(len(one.split()) for one in raw)
    told = Told(published=None, publisher=None, author=None)
    network = TrainedReader(threads=1, nested=False)
    whole = english()
    documents = [
        document
        for path, one in zip(files, raw, strict=True)
        for document in timed("reading the file", functools.partial(read, one, name=path.name, told=told)).values
    ]
    network.read(documents[0])
    whole(documents[0].text)
    session = network._reader._session
    plain = session.run

    def run(*args: object, **kwargs: object) -> object:
        return timed("network", lambda: plain(*args, **kwargs))

    session.run = run
    for document in documents:
        timed("extract, network included", functools.partial(network.read, document))
        timed(FULL, functools.partial(whole, document.text))
    SPENT["windows, decoding, kinds"] = SPENT["extract, network included"] - SPENT["network"]
    tell("extract", ("reading the file", "network", "windows, decoding, kinds"), words)
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    taken = SPENT["extract, network included"] + SPENT["reading the file"]
    print(
        f"  spaCy's full pipeline over the same texts in turn: {words / SPENT[FULL]:.0f} words a second; ratio {SPENT[FULL] / taken:.2f}"
    )
    if given.extract_only:
        return
    network = TrainedReader(threads=1)
    network.read(documents[0])
    for document in documents:
        timed("network and its decoding", functools.partial(network.read, document))
    spacy = Parser()
    spacy.parse(documents[0])
    for document in documents:
        parse = timed("parse", functools.partial(spacy.parse, document))
        mentions = timed("mentions", functools.partial(mention, document, parse))
        moments = timed("times", functools.partial(find_moments, document, parse))
        found = timed("attributions by grammar", functools.partial(attribute, document, parse))
        timed("statements", functools.partial(extract, document, parse, found, mentions, moments))
    steps = ("parse", "mentions", "times", "attributions by grammar", "network and its decoding", "statements")
    tell("the statement step of read", steps, words)
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
