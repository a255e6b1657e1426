"""A value read from JSON or TOML, asked for by name and type; the address of what is wrong is in every complaint."""

from collections.abc import Mapping
from dataclasses import dataclass


class Misshapen(ValueError):
    """The data lacks a field, or holds another type than was asked for."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value with its address, such as `statements[3].chain[0].holder`."""

    value: object
    address: str = ""

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return isinstance(self.value, Mapping) and self.value.get(name) is not None

    def get(self, name: str) -> "Node":
        """The field of this name. Raises `Misshapen` where there is none."""
        if not isinstance(self.value, Mapping) or name not in self.value:
            raise Misshapen(f"{self.address or 'the top'} has no field {name!r}")
        return Node(self.value[name], f"{self.address}.{name}" if self.address else name)

    def text(self, name: str | None = None) -> str:
        """This value, or its field, as text."""
        node = self.get(name) if name else self
        if not isinstance(node.value, str):
            raise Misshapen(f"{node.address} is not a text")
        return node.value

    def maybe(self, name: str) -> str | None:
        """The field as text; None where it is absent or null."""
        return self.text(name) if self.has(name) else None

    def whole(self, name: str | None = None) -> int:
        """This value, or its field, as a whole number."""
        node = self.get(name) if name else self
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            raise Misshapen(f"{node.address} is not a whole number")
        return node.value

    def number(self, name: str | None = None) -> float:
        """This value, or its field, as a number."""
        node = self.get(name) if name else self
        if not isinstance(node.value, (int, float)) or isinstance(node.value, bool):
            raise Misshapen(f"{node.address} is not a number")
        return float(node.value)

    def flag(self, name: str) -> bool:
        """The field as yes or no; no where it is absent."""
        return self.has(name) and self.get(name).value is True

    def nodes(self, name: str) -> tuple["Node", ...]:
        """The items of a list field; none where it is absent or null."""
        if not self.has(name):
            return ()
        node = self.get(name)
        if not isinstance(node.value, (list, tuple)):
            raise Misshapen(f"{node.address} is not a list")
        return tuple(Node(item, f"{node.address}[{i}]") for i, item in enumerate(node.value))

    def texts(self, name: str) -> tuple[str, ...]:
        """The items of a list of texts; a lone text is a list of one; none where it is absent or null."""
        if self.has(name) and isinstance(self.get(name).value, str):
            return (self.text(name),)
        return tuple(item.text() for item in self.nodes(name))
