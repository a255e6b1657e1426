"""The counts by which the decoder's settings are chosen: contents found, sources right, and words of contents."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parents[2] / "training" / "attribution"


def _module(name: str, alias: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(alias, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[alias] = module
    before, others = list(sys.path), sys.modules.pop("data", None)
    sys.path.insert(0, str(FOLDER))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
        sys.modules.pop("data", None)
        if others is not None:
            sys.modules["data"] = others
    return module


tune = _module("tune", "attribution_tune")
TEXT = "Ada said the gate was open. Ben wrote that nobody came."
WORDS = [match.span() for match in tune.WORD.finditer(TEXT)]


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def gold(source: str, cue: str, content: str) -> object:
    return tune.Gold([place(source)], [place(cue)], [place(content)])


def read(source: str, cue: str, content: str) -> object:
    return tune.Arc(place(source), place(cue), (place(content),), 1.0)


WANTED = [gold("Ada", "said", "the gate was open"), gold("Ben", "wrote", "that nobody came")]


def test_a_content_may_be_found_with_another_source_and_words_are_counted() -> None:
    ours = [read("Ben", "said", "the gate was"), read("Ben", "wrote", "that nobody came")]
    assert tune.counts(WORDS, WANTED, ours) == (2, 2, 2, 1, 7, 6, 6)


def test_what_lies_elsewhere_is_read_and_not_found() -> None:
    assert tune.counts(WORDS, WANTED, [read("Ada", "said", "Ben")]) == (2, 1, 0, 0, 7, 1, 0)
    assert tune.counts(WORDS, WANTED, []) == (2, 0, 0, 0, 7, 0, 0)
