"""A developing count as a small chart: its values in the order in which they were published, marked by origin.

The table beside it says the same in words. Colours come from the page's style sheet; shapes tell origins apart without them.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from variorum.dossier.drawings import finish


@dataclass(frozen=True, slots=True)
class Point:
    """A value as one account published it: who it goes back to, what a reader sees on pointing at it, and where it leads."""

    value: float
    day: datetime.date
    origin: str
    title: str
    href: str


_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 16, 22, 40
_COLUMN, _HEIGHT, _ROW = 58, 150, 20
# Marks that differ in shape as well as in colour; further origins share the last.
_MARKS = ("circle", "square", "diamond", "triangle", "cross", "ring")


def draw_counts(points: Sequence[Point], *, developing: bool) -> str:
    """Values upward from zero, publications to the right in the order of day and value, one mark a telling.

    A line joins the values of a `developing` count only: rival counts are no development. Tellings of one value by one origin on one day are one mark. Days are told below the axis; within a day nothing but the value
    orders the marks, and the drawing says so.
    """
    told = list({(p.day, p.value, p.origin): p for p in reversed(points)}.values())
    columns = sorted({(p.day, p.value) for p in told})
    origins = list(dict.fromkeys(p.origin for p in sorted(told, key=lambda p: (p.day, p.value, p.origin))))
    at = {column: _LEFT + _COLUMN * (place + 0.5) for place, column in enumerate(columns)}
    top = _ceiling(max(p.value for p in told))
    width = _LEFT + _COLUMN * len(columns) + _RIGHT
    width = max(width, _LEFT + max(len(name) for name in origins) * 7 + 40)
    height = _TOP + _HEIGHT + _BOTTOM + _ROW * len(origins)

    def up(value: float) -> float:
        return _TOP + _HEIGHT * (1 - value / top)

    parts = [
        f'<svg class="drawing counts" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" '
        f"aria-label={quoteattr(_in_words(told))}>"
    ]
    for tick in (0.0, top / 2, top):
        parts.append(f'<line class="tick" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{up(tick):.1f}" y2="{up(tick):.1f}"/>')
        parts.append(
            f'<text class="note" x="{_LEFT - 6}" y="{up(tick) + 4:.1f}" text-anchor="end">{_plain(tick)}</text>'
        )
    steps = " ".join(f"{at[column]:.1f},{up(column[1]):.1f}" for column in columns)
    if developing:
        parts.append(f'<polyline class="link" points="{steps}"/>')
    for day in sorted({day for day, _ in columns}):
        places = [at[column] for column in columns if column[0] == day]
        middle = (places[0] + places[-1]) / 2
        parts.append(
            f'<text class="note" x="{middle:.1f}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{day.day} {day:%b}</text>'
        )
        if len(places) > 1:
            parts.append(
                f'<line class="axis" x1="{places[0] - 14:.1f}" x2="{places[-1] + 14:.1f}" '
                f'y1="{_TOP + _HEIGHT + 5}" y2="{_TOP + _HEIGHT + 5}"/>'
            )
    for column in columns:
        beside = sorted({p.origin: p for p in told if (p.day, p.value) == column}.values(), key=lambda p: p.origin)
        for place, point in enumerate(beside):
            x = at[column] + 11 * (place - (len(beside) - 1) / 2)
            mark = _mark(x, up(point.value), origins.index(point.origin))
            parts.append(f"<a href={quoteattr(point.href)}><g>{mark}<title>{escape(point.title)}</title></g></a>")
        parts.append(
            f'<text class="name halo" x="{at[column]:.1f}" y="{up(column[1]) - 9:.1f}" text-anchor="middle">'
            f"{_plain(column[1])}</text>"
        )
    for place, name in enumerate(origins):
        y = _TOP + _HEIGHT + _BOTTOM + _ROW * place
        parts.append(_mark(_LEFT, y, place) + f'<text x="{_LEFT + 12}" y="{y + 4}">{escape(name)}</text>')
    return finish(parts)


def _in_words(points: Sequence[Point]) -> str:
    """The drawing for whoever does not see it."""
    ordered = sorted(points, key=lambda p: (p.day, p.value, p.origin))
    return "; ".join(f"{p.day.isoformat()}: {_plain(p.value)} ({p.origin})" for p in ordered)


def _plain(value: float) -> str:
    return f"{value:,.10g}"


def _ceiling(value: float) -> float:
    """A round number not below a value, for the top of the axis."""
    if value <= 0:
        return 1.0
    step = 10 ** math.floor(math.log10(value))
    return next(float(step * n) for n in (1, 2, 4, 5, 6, 8, 10) if step * n >= value)


def _mark(x: float, y: float, origin: int) -> str:
    shape = _MARKS[min(origin, len(_MARKS) - 1)]
    name = f'class="point p{min(origin, len(_MARKS) - 1)}"'
    if shape == "square":
        return f'<rect {name} x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"/>'
    if shape == "diamond":
        return f'<path {name} d="M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z"/>'
    if shape == "triangle":
        return f'<path {name} d="M{x:.1f} {y - 6:.1f}l6 11h-12z"/>'
    if shape == "cross":
        return f'<path {name} d="M{x - 5:.1f} {y - 5:.1f}l10 10m0-10l-10 10"/>'
    return f'<circle {name} cx="{x:.1f}" cy="{y:.1f}" r="5.5"/>'
