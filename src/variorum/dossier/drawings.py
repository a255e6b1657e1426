"""Drawings of a dossier as SVG text: how the accounts depend on one another, the timeline, the map.

Every drawing stands beside a table that says the same in words. Colours come from the page's style sheet (classes),
so light, dark and print need no second drawing. All text is escaped here.
"""

import datetime
import functools
import importlib.resources
import itertools
import json
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from variorum.crafts.excerpts import clip

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
class Silence:
    """Days of which no account tells anything, drawn as a break of the scale."""

    earliest: datetime.date
    latest: datetime.date


@dataclass(frozen=True, slots=True)
class Pin:
    """A point of the map; with a `radius_km` a disc of that size around it."""

    label: str
    latitude: float
    longitude: float
    precision: str
    radius_km: float | None = None


def finish(parts: Sequence[str]) -> str:
    """A drawing closed. One with links is a group: to those who do not see it, a picture has nothing inside that can be reached."""
    whole = "".join(parts) + "</svg>"
    return whole.replace('role="img"', 'role="group"', 1) if "<a " in whole else whole


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
    return finish(parts)


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
    return finish(parts)


@dataclass(frozen=True, slots=True)
class Box:
    """A unit of the organisation chart: its name, who holds a post in it, and the words that put it under its `parent`."""

    key: str
    parent: str | None
    label: str
    posts: tuple[str, ...]
    href: str
    title: str


def draw_organisation(boxes: Sequence[Box]) -> str:
    """Units from left to right, each under the wider one, with the posts told in it; nothing without units.

    `boxes` come parents first. A list beside the drawing says the same with the words of the texts.
    """
    if not boxes:
        return ""
    known = {box.key for box in boxes}
    below: dict[str | None, list[Box]] = {}
    for box in boxes:
        below.setdefault(box.parent if box.parent in known else None, []).append(box)
    column, wide, gap, line = 280, 244, 12, 14
    order: list[tuple[Box, int]] = []
    stack = [(box, 0) for box in reversed(below.get(None, []))]
    while stack:
        box, depth = stack.pop()
        order.append((box, depth))
        stack.extend((child, depth + 1) for child in reversed(below.get(box.key, [])))
    # How much room a unit needs with all below it, from the narrowest up.
    room: dict[str, float] = {}
    for box, _ in reversed(order):
        children = sum(room[child.key] + gap for child in below.get(box.key, ())) - gap
        room[box.key] = max(float(_tall(box, line)), children)
    at: dict[str, Point] = {}
    tops: dict[str | None, float] = {None: 8.0}
    for box, depth in order:
        parent = box.parent if box.parent in known else None
        top = tops[parent]
        tops[parent] = top + room[box.key] + gap
        tops[box.key] = top
        at[box.key] = (8.0 + depth * column, top + (room[box.key] - _tall(box, line)) / 2)
    bottom = tops[None]
    width = 16 + column * max(depth for _, depth in order) + wide
    parts = [
        f'<svg viewBox="0 0 {width} {bottom:.0f}" style="width:{width}px" role="img" aria-labelledby="units-title" class="drawing units">'
        '<title id="units-title">Units and posts as the accounts tell them; the list below says the same</title>'
    ]
    for box, _ in order:
        if box.parent in at:
            (px, py), (cx, cy) = at[str(box.parent)], at[box.key]
            start, middle, y, z = px + wide, (px + wide + cx) / 2, py + 13, cy + 13
            parts.append(
                f'<path d="M{start:.0f} {y:.1f}H{middle:.0f}V{z:.1f}H{cx:.0f}" class="link"><title>{escape(clip(box.title, 300))}</title></path>'
            )
    for box, _ in order:
        x, y = at[box.key]
        opening, closing = (f'<a href="{escape(box.href)}">', "</a>") if box.href else ("", "")
        told = "".join(
            f'<text x="10" y="{32 + line * i}" class="note">{escape(clip(post, 40))}</text>'
            for i, post in enumerate(box.posts)
        )
        parts.append(
            f'{opening}<g transform="translate({x:.0f} {y:.1f})"><title>{escape(clip(box.title or box.label, 300))}</title>'
            f'<rect width="{wide}" height="{_tall(box, line)}" rx="4" class="account"/>'
            f'<text x="10" y="18" class="name">{escape(clip(box.label, 32))}</text>{told}</g>{closing}'
        )
    return finish(parts)


def _tall(box: Box, line: int) -> int:
    return 27 + line * len(box.posts)


# Width of a letter of a note on average, in the units of a drawing: Latin text in the fonts of the page, 10.5 px.
_LETTER = 5.6


def draw_timeline(events: Sequence[Dated], silences: Sequence[Silence] = ()) -> str:
    """A bar an event on a common scale of days, in order; nothing where no event is dated.

    Each silence is a hatched break of one width however long it is, with its length: years of background do not press the
    days of the matter into one line.
    """
    if not events:
        return ""
    scale = _Scale.of(events, silences)
    row = 26
    height = row * len(events) + 40 + (14 if scale.silences else 0)
    parts = [
        f'<svg viewBox="0 0 {_LEFT + _WIDE + 20} {height}" role="img" aria-labelledby="time-title" class="drawing">'
        '<title id="time-title">Timeline; the table below says the same</title>'
    ]
    day = datetime.timedelta(days=1)
    for silence in scale.silences:
        begin, end = scale.x(silence.earliest - day), scale.x(silence.latest + day)
        told = f"Nothing told from {silence.earliest} to {silence.latest}"
        parts.append(
            f'<g><title>{told}</title><rect x="{begin:.1f}" y="18" width="{end - begin:.1f}" height="{height - 46}" class="gap"/>'
            f'<text x="{(begin + end) / 2:.1f}" y="{height - 16}" class="note" text-anchor="middle">{_length(silence)}</text></g>'
        )
    written = -100.0
    for tick, name in scale.ticks():
        at = scale.x(tick)
        if at - written < 62:
            continue
        written = at
        parts.append(
            f'<line x1="{at:.1f}" y1="18" x2="{at:.1f}" y2="{height - 28}" class="tick"/>'
            f'<text x="{max(at, 34.0):.1f}" y="12" class="note" text-anchor="middle">{name}</text>'
        )
    for i, event in enumerate(events):
        y = 26 + i * row
        begin, end = scale.x(event.earliest), max(scale.x(event.latest), scale.x(event.earliest) + 5)
        flip = begin > _LEFT + _WIDE * 0.55
        room = (begin if flip else _LEFT + _WIDE + 20 - end) - 8
        label = escape(clip(event.label, min(70, int(room / _LETTER))))
        place = f'x="{begin - 5:.1f}" text-anchor="end"' if flip else f'x="{end + 5:.1f}"'
        parts.append(
            f'<a href="{escape(event.href)}"><rect x="{begin:.1f}" y="{y}" width="{end - begin:.1f}" height="14" rx="3" class="bar"/>'
            f'<text {place} y="{y + 11}" class="note halo">{label}</text></a>'
        )
    return finish(parts)


_LEFT, _WIDE, _BREAK = 20, 660, 44


def _length(silence: Silence) -> str:
    days = (silence.latest - silence.earliest).days + 1
    return f"{days} days" if days < 62 else f"{days / 30.44:.0f} months" if days < 730 else f"{days / 365.25:.0f} years"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to the right: stretches of days as wide as they are long, silences between them of one width.

    `stops` are days with their x, in order; between two of them the scale is even.
    """

    stops: tuple[tuple[datetime.date, float], ...]
    silences: tuple[Silence, ...]

    @classmethod
    def of(cls, events: Sequence[Dated], silences: Sequence[Silence]) -> "_Scale":
        first, last = min(e.earliest for e in events), max(e.latest for e in events)
        inner = sorted(
            (s for s in silences if first < s.earliest and s.latest < last), key=lambda silence: silence.earliest
        )
        # A break for each would leave no room for what is told: the longest stay.
        kept = sorted(sorted(inner, key=lambda s: s.earliest - s.latest)[:6], key=lambda silence: silence.earliest)
        day = datetime.timedelta(days=1)
        edges = [first, *(edge for s in kept for edge in (s.earliest - day, s.latest + day)), last]
        told = list(zip(edges[::2], edges[1::2], strict=True))
        total = sum((end - start).days for start, end in told) or 1
        # What is told in a day or two still needs room beside a decade.
        least = 30.0 if kept else 0.0
        room = _WIDE - _BREAK * len(kept) - least * len(told)
        at, stops = float(_LEFT), []
        for start, end in told:
            stops.append((start, at))
            at += least + room * (end - start).days / total
            stops.append((end, at))
            at += _BREAK
        return cls(tuple(stops), tuple(kept))

    def x(self, day: datetime.date) -> float:
        """Where a day stands; days beyond the ends stand at the ends."""
        (before, left), (after, right) = self.stops[0], self.stops[-1]
        for (start, low), (end, high) in itertools.pairwise(self.stops):
            if start <= day <= end:
                before, left, after, right = start, low, end, high
                break
        if before >= after:
            return left
        return left + (right - left) * min(1.0, max(0.0, (day - before).days / (after - before).days))

    def ticks(self) -> Iterator[tuple[datetime.date, str]]:
        """Round dates inside what is told, and the first day of each stretch after a silence."""
        for start, end in ((self.stops[i][0], self.stops[i + 1][0]) for i in range(0, len(self.stops), 2)):
            if self.silences:
                yield start, f"{start.day} {start:%b %Y}"
            yield from ((day, name) for day, name in _ticks(start, end) if day > start or not self.silences)


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
    points = _near_together([p for p in pins if p.precision != "country" and p.radius_km is None] or list(pins))
    if not points:
        return ""
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    middle = (south + north) / 2
    shrink = max(0.15, math.cos(math.radians(middle)))
    # Leave room around the pins, at least a good degree, and keep a landscape shape.
    tall = max(2.4, (north - south) * 1.3)
    broad = max(2.4 / shrink, (east - west) * 1.3, tall * 1.5 / shrink)
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
    inside = []
    for pin in sorted(pins, key=lambda p: p.label):
        x, y = place(pin.longitude, pin.latitude)
        if 0 <= x <= width and 0 <= y <= height:
            inside.append((pin, x, y))
    # Discs first, so that no point lies under one; the names of points before those of discs.
    for pin, x, y in sorted(inside, key=lambda row: row[0].radius_km is None):
        parts.append(f"<g><title>{escape(clip(pin.label, 60))}</title>{_mark(pin, x, y, scale / shrink)}</g>")
    taken: list[Point] = []
    for pin, x, y in sorted(inside, key=lambda row: row[0].radius_km is not None):
        ty = next(
            (
                y + dy
                for dy in (0, -13, 13, -26, 26)
                if not any(abs(y + dy - oy) < 13 and abs(x - ox) < 110 for ox, oy in taken)
            ),
            None,
        )
        # Where there is no room for a label the table below and the pin's own title have it.
        if ty is None:
            continue
        taken.append((x, ty))
        flip = x > width - 120
        side = f'x="{x - 9:.1f}" text-anchor="end"' if flip else f'x="{x + 9:.1f}"'
        weight = "name" if pin.radius_km is None else "note"
        parts.append(f'<text {side} y="{ty + 4:.1f}" class="{weight} halo">{escape(clip(pin.label, 30))}</text>')
    return finish(parts)


# A degree of latitude is as long everywhere.
_KM_A_DEGREE = 111.2


def _mark(pin: Pin, x: float, y: float, pixels_a_degree: float) -> str:
    if pin.radius_km is not None:
        radius = max(6.0, pin.radius_km / _KM_A_DEGREE * pixels_a_degree)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="lie"/>'
    if pin.precision in ("city", "feature"):
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="pin"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="12" class="area"/>'


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
