"""Drawings of a dossier as SVG text: how the accounts depend on one another, the timeline, the map.

Every drawing stands beside a table that says the same in words. Colours come from the page's style sheet (classes),
so light, dark and print need no second drawing. All text is escaped here.
"""

import datetime
import functools
import importlib.resources
import json
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the lineage drawing: an account, or (`lost`) one that is cited but was not supplied."""

    key: str
    label: str
    note: str
    href: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A line from the account that derives to the one it derives from."""

    child: str
    parent: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A bar of the timeline."""

    label: str
    earliest: datetime.date
    latest: datetime.date
    href: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A point of the map."""

    label: str
    latitude: float
    longitude: float
    precision: str


# XML allows no control characters but tab and line ends; `split` takes those.
_CONTROL = {code: None for code in (*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


def clip(text: str, most: int) -> str:
    """Text cut at a word's end to at most `most` characters, with an ellipsis, fit for a drawing."""
    flat = " ".join(text.translate(_CONTROL).split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"


def draw_lineage(nodes: Sequence[Node], links: Sequence[Link]) -> str:
    """Accounts in a column, what they cite but nobody supplied to the left, lines between them."""
    accounts = [n for n in nodes if not n.lost]
    lost = [n for n in nodes if n.lost]
    row, box, wide = 58, 40, 250
    left_x, right_x = 10, 330
    arc_room = 40 + 26 * max(1, min(6, len(links)))
    height = row * max(len(accounts), len(lost), 1) + 20
    at: dict[str, Point] = {}
    for column, column_x in ((lost, left_x), (accounts, right_x)):
        offset = (height - row * len(column)) / 2
        for i, node in enumerate(column):
            at[node.key] = (column_x, offset + i * row)
    width = right_x + wide + arc_room
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="lineage-title" class="drawing">'
        '<title id="lineage-title">How the accounts depend on one another; the table below says the same</title>'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>'
    ]
    for depth, link in enumerate(links):
        if link.child not in at or link.parent not in at:
            continue
        (cx, cy), (px, py) = at[link.child], at[link.parent]
        marker = "" if link.kind == "shared-source" else ' marker-end="url(#tip)"'
        if px < cx:
            d = f"M{cx} {cy + box / 2:.1f} C{cx - 40} {cy + box / 2:.1f} {px + wide + 40} {py + box / 2:.1f} {px + wide} {py + box / 2:.1f}"
        else:
            edge = right_x + wide
            bend = edge + 30 + 24 * (depth % 6)
            d = f"M{edge} {cy + box / 2:.1f} C{bend} {cy + box / 2:.1f} {bend} {py + box / 2:.1f} {edge} {py + box / 2:.1f}"
        parts.append(
            f'<path d="{d}" class="link {link.kind}"{marker}><title>{escape(clip(link.title, 200))}</title></path>'
        )
    for node in nodes:
        x, y = at[node.key]
        opening, closing = (f'<a href="{escape(node.href)}">', "</a>") if node.href else ("", "")
        parts.append(
            f'{opening}<g transform="translate({x} {y:.1f})"><rect width="{wide}" height="{box}" rx="6" '
            f'class="{"lost" if node.lost else "account"}"/>'
            f'<text x="12" y="17" class="name">{escape(clip(node.label, 36))}</text>'
            f'<text x="12" y="32" class="note">{escape(clip(node.note, 42))}</text></g>{closing}'
        )
    return "".join(parts) + "</svg>"


@dataclass(frozen=True, slots=True)
class Branch:
    """A box of a stemma: origin, relay, lost text or account; `derived` accounts are drawn with a broken edge."""

    key: str
    parent: str | None
    kind: str
    label: str
    depth: int
    derived: bool
    title: str


def draw_stemma(branches: Sequence[Branch]) -> str:
    """A tree from left to right, a row a leaf, every parent beside the middle of its children; a list says the same."""
    column, row, wide, box = 200, 34, 176, 26
    below: dict[str | None, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)
    at: dict[str, Point] = {}
    rows = 0
    for branch in branches:
        if branch.key not in below:
            at[branch.key] = (8 + branch.depth * column, 6 + rows * row)
            rows += 1
    for branch in reversed(branches):
        if branch.key in below:
            heights = [at[child.key][1] for child in below[branch.key]]
            at[branch.key] = (8 + branch.depth * column, (min(heights) + max(heights)) / 2)
    width = 16 + column * max((b.depth for b in branches), default=0) + wide
    parts = [
        f'<svg viewBox="0 0 {width} {rows * row + 8}" style="width:{width}px" role="img" aria-label="Stemma; the list beside it'
        ' says the same" class="drawing stemma">'
    ]
    for branch in branches:
        if branch.parent is not None:
            (px, py), (cx, cy) = at[branch.parent], at[branch.key]
            start, end, middle = px + wide, cx, (px + wide + cx) / 2
            y, z = py + box / 2, cy + box / 2
            parts.append(
                f'<path d="M{start} {y:.1f}C{middle} {y:.1f} {middle} {z:.1f} {end} {z:.1f}" class="link'
                f'{" shared-source" if branch.kind == "lost" else ""}"/>'
            )
    for branch in branches:
        x, y = at[branch.key]
        style = {"origin": "account", "lost": "lost"}.get(branch.kind, "derived" if branch.derived else "account")
        weight = "name" if branch.kind == "origin" else "note"
        parts.append(
            f'<g transform="translate({x} {y:.1f})"><title>{escape(clip(branch.title, 300))}</title>'
            f'<rect width="{wide}" height="{box}" rx="{13 if branch.kind == "origin" else 4}" class="{style}"/>'
            f'<text x="10" y="17" class="{weight}">{escape(clip(branch.label, 21 if branch.kind == "origin" else 27))}</text></g>'
        )
    return "".join(parts) + "</svg>"


def draw_timeline(events: Sequence[Dated]) -> str:
    """A bar an event on a common scale of days, in order; nothing where no event is dated."""
    if not events:
        return ""
    first = min(e.earliest for e in events)
    last = max(e.latest for e in events)
    span = max(1, (last - first).days)
    left, wide, row = 20, 660, 26
    height = row * len(events) + 40

    def x(day: datetime.date) -> float:
        return left + wide * (day - first).days / span

    parts = [
        f'<svg viewBox="0 0 {left + wide + 20} {height}" role="img" aria-labelledby="time-title" class="drawing">'
        '<title id="time-title">Timeline; the table below says the same</title>'
    ]
    for day, name in _ticks(first, last):
        parts.append(
            f'<line x1="{x(day):.1f}" y1="18" x2="{x(day):.1f}" y2="{height - 14}" class="tick"/>'
            f'<text x="{x(day):.1f}" y="12" class="note" text-anchor="middle">{name}</text>'
        )
    for i, event in enumerate(events):
        y = 26 + i * row
        begin, end = x(event.earliest), max(x(event.latest), x(event.earliest) + 5)
        flip = begin > left + wide * 0.55
        label = escape(clip(event.label, 70))
        place = f'x="{begin - 5:.1f}" text-anchor="end"' if flip else f'x="{end + 5:.1f}"'
        parts.append(
            f'<a href="{escape(event.href)}"><rect x="{begin:.1f}" y="{y}" width="{end - begin:.1f}" height="14" rx="3" class="bar"/>'
            f'<text {place} y="{y + 11}" class="note">{label}</text></a>'
        )
    return "".join(parts) + "</svg>"


def _ticks(first: datetime.date, last: datetime.date) -> Iterator[tuple[datetime.date, str]]:
    """At most about eight round dates between two days."""
    days = (last - first).days
    if days > 365 * 4:
        step = max(1, math.ceil((last.year - first.year) / 8))
        for year in range(first.year + 1, last.year + 1, step):
            yield datetime.date(year, 1, 1), str(year)
    elif days > 62:
        months = (last.year - first.year) * 12 + last.month - first.month
        step = max(1, math.ceil(months / 8))
        for n in range(1, months + 1, step):
            total = first.month - 1 + n
            day = datetime.date(first.year + total // 12, total % 12 + 1, 1)
            if day <= last:
                yield day, f"{day:%b %Y}"
    else:
        step = max(1, math.ceil(days / 7))
        for n in range(0, days + 1, step):
            day = first + datetime.timedelta(n)
            yield day, f"{day.day} {day:%b}"


@functools.cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    """The outlines of the countries as rings of (longitude, latitude), decoded from TopoJSON."""
    raw = importlib.resources.files(__package__).joinpath("data/countries-50m.json").read_text(encoding="utf-8")
    topology = json.loads(raw)
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices: Sequence[int]) -> tuple[Point, ...]:
        points: list[Point] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return tuple(points)

    found: list[tuple[Point, ...]] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs", [])], "MultiPolygon": shape.get("arcs", [])}.get(shape["type"], [])
        found.extend(ring(r) for polygon in polygons for r in polygon)
    return tuple(found)


def draw_map(pins: Sequence[Pin]) -> str:
    """Country outlines around the pins (equirectangular, true at the middle latitude); nothing without pins."""
    points = _near_together([p for p in pins if p.precision not in ("country",)] or list(pins))
    if not points:
        return ""
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    middle = (south + north) / 2
    shrink = max(0.15, math.cos(math.radians(middle)))
    # Leave room around the pins, at least two degrees, and keep a landscape shape.
    tall = max(4.0, (north - south) * 1.3)
    broad = max(4.0 / shrink, (east - west) * 1.3, tall * 1.5 / shrink)
    tall = max(tall, broad * shrink / 2.2)
    north, south = middle + tall / 2, middle - tall / 2
    centre = (west + east) / 2
    west, east = centre - broad / 2, centre + broad / 2
    width = 720.0
    scale = width / broad
    height = tall * scale / shrink

    def place(longitude: float, latitude: float) -> Point:
        return (longitude - west) * scale, (north - latitude) * scale / shrink

    parts = [
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="map-title" class="drawing map">'
        '<title id="map-title">Map of the places named; the table below says the same</title>'
    ]
    for outline in _rings():
        if max(x for x, _ in outline) < west or min(x for x, _ in outline) > east:
            continue
        if max(y for _, y in outline) < south or min(y for _, y in outline) > north:
            continue
        # A ring that jumps over the date line is drawn in pieces, or it would cross the whole map.
        pieces = _unbroken(outline)
        path = "".join(
            f"{'L' if i else 'M'}{x:.1f} {y:.1f}"
            for piece in pieces
            for i, (x, y) in enumerate(_thin([place(*p) for p in piece]))
        )
        parts.append(f'<path d="{path}{"Z" if len(pieces) == 1 else ""}" class="land"/>')
    taken: list[Point] = []
    for pin in sorted(pins, key=lambda p: p.label):
        x, y = place(pin.longitude, pin.latitude)
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        ty = next(
            (
                y + dy
                for dy in (0, -13, 13, -26, 26)
                if not any(abs(y + dy - oy) < 13 and abs(x - ox) < 110 for ox, oy in taken)
            ),
            None,
        )
        shape = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="pin"/>'
            if pin.precision in ("city", "feature")
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="12" class="area"/>'
        )
        shape = f"<g><title>{escape(clip(pin.label, 60))}</title>{shape}</g>"
        # Where there is no room for a label the table below and the pin's own title have it.
        if ty is None:
            parts.append(shape)
            continue
        taken.append((x, ty))
        flip = x > width - 120
        side = f'x="{x - 9:.1f}" text-anchor="end"' if flip else f'x="{x + 9:.1f}"'
        parts.append(f'{shape}<text {side} y="{ty + 4:.1f}" class="name halo">{escape(clip(pin.label, 30))}</text>')
    return "".join(parts) + "</svg>"


def _near_together(points: Sequence[Pin]) -> list[Pin]:
    """Pins without those far off the rest: one stray place would shrink the map of all the others."""
    if len(points) < 5:
        return list(points)
    middle = statistics.median(p.latitude for p in points), statistics.median(p.longitude for p in points)
    away = {p: math.hypot(p.latitude - middle[0], p.longitude - middle[1]) for p in points}
    # Four times the median distance, but never less than 15 degrees, keeps what a reader would call one region.
    most = max(15.0, 4 * statistics.median(away.values()))
    return [p for p in points if away[p] <= most]


def _unbroken(ring: Sequence[Point]) -> list[list[Point]]:
    """A ring cut where it jumps over more than half of the world."""
    pieces: list[list[Point]] = [[]]
    for point in ring:
        if pieces[-1] and abs(point[0] - pieces[-1][-1][0]) > 180:
            pieces.append([])
        pieces[-1].append(point)
    return pieces


def _thin(points: Sequence[Point]) -> list[Point]:
    """Points at least half a pixel apart; the eye sees no more."""
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 0.5:
            kept.append(point)
    return kept
