"""What was worked out before and from what, so that the same is not worked out twice; it spares work and changes no result."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar, cast

T = TypeVar("T")

# A result that was not asked for in so many turns is let go: whatever it was about is gone.
_TURNS = 3


@dataclass(slots=True)
class _Known:
    """A result, what it was made from, the turn in which it was last asked for, and the names asked for while it was made."""

    made_from: tuple[object, ...]
    result: object
    turn: int
    within: frozenset[Hashable]


class Recall:
    """Results by name, each with what it was made from, by which it is known again.

    What a result is made from is compared by value, which takes next to no time where it is the same object as last time. Making one may
    ask for others: as long as it is asked for itself, they are kept too.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, _Known] = {}
        self._asked: list[set[Hashable]] = []
        self._turn = 0

    def of(self, name: Hashable, made_from: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives; not asked again where all it is made from equals what it was made from last."""
        if self._asked:
            self._asked[-1].add(name)
        known = self._known.get(name)
        if known is None or known.made_from != made_from:
            within: set[Hashable] = set()
            self._asked.append(within)
            try:
                result = make()
            finally:
                self._asked.pop()
            known = self._known[name] = _Known(made_from, result, self._turn, frozenset(within))
        self._used(name)
        return cast(T, known.result)

    def _used(self, name: Hashable) -> None:
        """This result and all that it was made of were asked for in this turn."""
        known = self._known.get(name)
        if known is not None and known.turn < self._turn:
            known.turn = self._turn
            for other in known.within:
                self._used(other)

    def turn(self) -> None:
        """Begin to work everything out once more: forget what was not asked for lately."""
        self._turn += 1
        old = [name for name, known in self._known.items() if known.turn < self._turn - _TURNS]
        for name in old:
            del self._known[name]
