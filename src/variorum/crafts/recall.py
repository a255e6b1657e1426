"""What was worked out before and from what, so that the same is not worked out twice; it spares work and changes no result."""

from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")

# A result that was not asked for in so many turns is let go: whatever it was about is gone.
_TURNS = 12


class Recall:
    """Results by name, each with what it was made from, by which it is known again.

    What a result is made from is compared by value, which takes next to no time where it is the same object as last time.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[tuple[object, ...], object, int]] = {}
        self._turn = 0

    def of(self, name: Hashable, made_from: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives; not asked again where all it is made from equals what it was made from last."""
        known = self._known.get(name)
        if known is not None and known[0] == made_from:
            result: T = known[1]  # type: ignore[assignment]
            if known[2] != self._turn:
                self._known[name] = (known[0], result, self._turn)
            return result
        result = make()
        self._known[name] = (made_from, result, self._turn)
        return result

    def turn(self) -> None:
        """Begin to work everything out once more: forget what was not asked for lately."""
        self._turn += 1
        old = [name for name, (_, _, turn) in self._known.items() if turn < self._turn - _TURNS]
        for name in old:
            del self._known[name]
