"""What forbids taking two names for one. Each rule is asked by name; its docstring is what a reader is told.

A veto outranks every likeness and is itself outranked only by what a person decided.
"""

from collections.abc import Callable

from variorum.crafts import names
from variorum.stages.entities.gathering import Local

Veto = Callable[[Local, Local], bool]

# Counts for battalions and up; smaller units carry small numbers that many wider units share.
_LARGE = frozenset({"army", "corps", "division", "brigade", "regiment", "battalion"})


def different_kinds(left: Local, right: Local) -> bool:
    """One is a person and the other is not, or they are otherwise different sorts of things."""
    return left.kind != right.kind


def different_numbers(left: Local, right: Local) -> bool:
    """Units with different numbers are different units, however alike their names."""
    a, b = left.unit, right.unit
    if a is None or b is None:
        return left.kind == "unit" and right.kind == "unit" and (a is None) != (b is None)
    return a.number != b.number


def different_types(left: Local, right: Local) -> bool:
    """A brigade is not a battalion, even under one number."""
    return left.unit is not None and right.unit is not None and left.unit.type != right.unit.type


def different_parents(left: Local, right: Local) -> bool:
    """The units belong to different wider units, or are small ones whose wider unit is not known to be one."""
    if left.unit is None or right.unit is None:
        return False
    if left.parent and right.parent:
        return left.parent != right.parent
    return left.unit.type not in _LARGE and left.unit.number is not None and left.document != right.document


def different_first_names(left: Local, right: Local) -> bool:
    """Their first names are different names."""
    if left.kind != "person" or right.kind != "person":
        return False
    a, b = left.full_words, right.full_words
    if len(a) < 2 or len(b) < 2:
        return False
    return not names.alike_first_names(a[0], b[0]) and a[0] not in b and b[0] not in a


def different_genders(left: Local, right: Local) -> bool:
    """A title or a noun tells that one is a man and the other a woman."""
    return bool(left.gender and right.gender and left.gender != right.gender)


def ages_cannot_fit(left: Local, right: Local) -> bool:
    """Their ages are further apart than the time between the reports allows."""
    if left.age is None or right.age is None:
        return False
    apart = abs(left.age - right.age)
    if left.year is not None and right.year is not None:
        return abs((left.year - left.age) - (right.year - right.age)) > 2
    return apart > 5


VETOES: tuple[Veto, ...] = (
    different_kinds,
    different_numbers,
    different_types,
    different_parents,
    different_first_names,
    different_genders,
    ages_cannot_fit,
)


def veto_between(left: Local, right: Local) -> Veto | None:
    """The first rule that forbids taking the two for one; None where nothing speaks against it."""
    return next((rule for rule in VETOES if rule(left, right)), None)


def says(rule: Veto) -> str:
    """What a rule tells the reader."""
    return " ".join((rule.__doc__ or rule.__name__).split())
