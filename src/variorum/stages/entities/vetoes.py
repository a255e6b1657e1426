"""What forbids taking two names for one. Each rule is asked by name; its docstring is what a reader is told.

A veto outranks every likeness and is itself outranked only by what a person decided.
"""

from collections.abc import Callable

from variorum.crafts import names
from variorum.crafts.tables import load
from variorum.stages.entities.gathering import Local

Veto = Callable[[Local, Local], bool]

# Units numbered across a whole army. Smaller ones carry small numbers that many wider units share, up to the second constant:
# no brigade has more companies than that, and a 47th battery is counted across the army again.
_LARGE = frozenset({"army", "corps", "division", "brigade", "regiment", "battalion"})
_SHARED = 12
_ONE_TIME = 2  # years between two reports within which posts told in both count as held at one time


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
    """The units belong to different wider units."""
    return bool(left.unit and right.unit and left.parent and right.parent and left.parent != right.parent)


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


def opposite_offices(left: Local, right: Local) -> bool:
    """They are told to be, at one time, what one person cannot be: a minister and a deserter, a judge and a prisoner."""
    if not left.offices or not right.offices:
        return False
    if left.year is not None and right.year is not None and abs(left.year - right.year) > _ONE_TIME:
        return False
    return any(
        (a in left.offices and b in right.offices) or (b in left.offices and a in right.offices)
        for a, b in load("names")["offices"]["opposed"]
    )


VETOES: tuple[Veto, ...] = (
    different_kinds,
    different_numbers,
    different_types,
    different_parents,
    different_first_names,
    different_genders,
    ages_cannot_fit,
    opposite_offices,
)


def facts(local: Local) -> tuple[object, ...]:
    """All that a veto looks at: of two locals with the same facts a veto says the same."""
    unit = (local.unit.number, local.unit.type) if local.unit is not None else None
    return local.kind, unit, local.parent, local.full_words, local.gender, local.age, local.year, local.offices


def needs_its_parent(left: Local, right: Local) -> bool:
    """Whether two units of one number may still be two: small ones whose wider unit is not told on both sides."""
    unit = left.unit
    if unit is None or right.unit is None or unit.number is None or left.document == right.document:
        return False
    if unit.type in _LARGE or not unit.number.isdigit() or int(unit.number) > _SHARED:
        return False
    return not (left.parent and right.parent)


def veto_between(left: Local, right: Local) -> Veto | None:
    """The first rule that forbids taking the two for one; None where nothing speaks against it."""
    return next((rule for rule in VETOES if rule(left, right)), None)


def says(rule: Veto) -> str:
    """What a rule tells the reader."""
    return " ".join((rule.__doc__ or rule.__name__).split())
