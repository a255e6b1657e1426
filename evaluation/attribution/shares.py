"""Where the time of `variorum extract` and of the statement step of `variorum read` goes.

    python evaluation/attribution/shares.py TEXTS [--files 30]

TEXTS is a folder of `*.txt`; the first `--files` of them are read, models loaded before. Counted is the processor time of
this process on one thread, so that other work on the machine moves the shares little. Memory is the most the process held.
"""

import argparse
import collections
import functools
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from variorum.case.tools import TrainedReader
from variorum.crafts.moments import find_moments
from variorum.models.parsing import Parser
from variorum.stages.documents import Told, read
from variorum.stages.entities import mention
from variorum.stages.statements import attribute, extract

T = TypeVar("T")
SPENT: collections.defaultdict[str, float] = collections.defaultdict(float)


def timed(step: str, work: Callable[[], T]) -> T:
    """The result of some work, its processor time noted under a name."""
    began = time.process_time()
    result = work()
    SPENT[step] += time.process_time() - began
    return result


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
    given = parser.parse_args()
    files = sorted(given.texts.glob("*.txt"))[: given.files]
    raw = [path.read_bytes() for path in files]
    words = sum(len(one.split()) for one in raw)
    told = Told(published=None, publisher=None, author=None)
    network = TrainedReader(threads=1)
    documents = [
        document
        for path, one in zip(files, raw, strict=True)
        for document in timed("reading the file", functools.partial(read, one, name=path.name, told=told)).values
    ]
    network.read(documents[0])
    session = network._reader._session
    plain = session.run

    def run(*args: object, **kwargs: object) -> object:
        return timed("network", lambda: plain(*args, **kwargs))

    session.run = run
    for document in documents:
        timed("extract, network included", functools.partial(network.read, document))
    SPENT["windows, decoding, kinds"] = SPENT["extract, network included"] - SPENT["network"]
    tell("extract", ("reading the file", "network", "windows, decoding, kinds"), words)
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    SPENT["network and its decoding"] = SPENT["extract, network included"]
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
