"""Where something is said to be when the text gives no name for it but its lie: "10 miles north of Soledar"."""

from dataclasses import dataclass

from variorum.values.text import Passage


@dataclass(frozen=True, slots=True)
class Area:
    """A stretch of ground around a point (WGS 84, degrees) that words such as "near", "north of", "between" mean.

    What is meant lies within `radius_km` of the point. `distance_km` and `bearing` (degrees from north, clockwise) are those
    that the text gives from the place it names, None where it gives none. `of` are the ids of the entities it is told from.
    """

    passage: Passage
    latitude: float
    longitude: float
    radius_km: float
    distance_km: float | None
    bearing: float | None
    of: tuple[str, ...]
    rule: str

    @property
    def precision(self) -> str:
        """In the words of `Coordinates.precision`."""
        return "area"
