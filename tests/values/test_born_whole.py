"""What flows between rooms: frozen, comparable, named by its content."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import variorum.values
from variorum.values.identity import hash_bytes, identify
from variorum.values.statements import Attribution
from variorum.values.text import Span

CLASSES = [
    c
    for found in pkgutil.iter_modules(variorum.values.__path__)
    for _, c in inspect.getmembers(importlib.import_module(f"variorum.values.{found.name}"), inspect.isclass)
    if dataclasses.is_dataclass(c)
]
parts = st.lists(st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none()), max_size=4)


@pytest.mark.parametrize("value", sorted(set(CLASSES), key=lambda c: c.__name__), ids=lambda c: c.__name__)
def test_nothing_changes_after_birth(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hasattr(value, "__slots__")
    assert value.__doc__
    assert not value.__doc__.startswith(f"{value.__name__}("), "its meaning is told, not its signature"


@pytest.mark.parametrize("value", sorted(set(CLASSES), key=lambda c: c.__name__), ids=lambda c: c.__name__)
def test_nothing_mutable_is_inside(value: type) -> None:
    for field in dataclasses.fields(value):
        assert not str(field.type).startswith(("list", "dict", "set", "bytearray")), f"{value.__name__}.{field.name}"


@given(parts, parts)
def test_equal_things_have_equal_names_and_different_ones_do_not(a: list, b: list) -> None:
    same = [(type(x), x) for x in a] == [(type(x), x) for x in b]
    assert (identify("k", *a) == identify("k", *b)) == same


def test_parts_are_kept_apart() -> None:
    assert identify("k", "ab", "c") != identify("k", "a", "bc")
    assert identify("k", "1") != identify("k", 1)
    assert identify("a", "x").startswith("a-")


def test_names_do_not_depend_on_the_run() -> None:
    """A name that changed would orphan every judgement made under the old one."""
    assert identify("doc", "crane", 1) == "doc-" + hash_bytes(b'["crane",1]')[:16]


def test_the_hull_of_a_split_quotation_holds_all_of_it() -> None:
    contents = (Span("d", 0, 4), Span("d", 20, 30))
    split = Attribution("d", Span("d", 6, 9), Span("d", 10, 14), contents, "direct", "reporting", None, 1.0)
    assert split.hull() == Span("d", 0, 30)
    assert dataclasses.replace(split, source=None, cue=None, content=contents[1:]).hull() == Span("d", 20, 30)
