"""Are place names put at the right point of the globe, given where they stand in the text?

    python evaluation/entities/geoparsing.py DATA_FOLDER/geoparsing [GeoVirus|TR-News] [--misses]

Gold mentions, the article's own text as the only context. Accuracy at 161 km (100 miles) over all toponyms that have gold
coordinates; a name that stays unresolved counts as wrong. Beside it the rule that needs no story: of all places of a name in the same
gazetteer the one with the most people.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from variorum.crafts.gazetteer import great_circle, lookup, resolve_places
from variorum.crafts.placing import country_hints, toponym_at

Gold = tuple[int, int, str, float, float]


def articles(path: pathlib.Path) -> Iterator[tuple[str, list[Gold]]]:
    for article in ElementTree.parse(path).getroot():
        text = article.findtext("text") or ""
        gold = []
        for place in [*article.iter("location"), *article.iter("toponym")]:
            lat = place.findtext("lat") or place.findtext("gaztag/lat")
            lon = place.findtext("lon") or place.findtext("gaztag/lon")
            name = place.findtext("phrase") or place.findtext("name") or ""
            if lat and lon:
                start, end = int(place.findtext("start") or 0), int(place.findtext("end") or 0)
                gold.append((start, end, name, float(lat), float(lon)))
        yield text, gold


def main(folder: str, name: str = "GeoVirus", *options: str) -> None:
    path = pathlib.Path(folder) / f"{name}.xml"
    if not path.exists():
        sys.exit(f"{path}: not there; give the folder that holds the geoparsing sets")
    right = wrong = unresolved = plain = 0
    for text, gold in articles(path):
        offset = 0 if all(text[s:e] == n for s, e, n, *_ in gold) else None
        places = []
        for start, end, phrase, lat, lon in gold:
            at = start if offset == 0 or text[start:end] == phrase else text.find(phrase, max(0, start - 3))
            places.append((at, at + len(phrase), phrase, lat, lon))
        toponyms = [toponym_at(text, s, e) for s, e, *_ in places]
        found = resolve_places(toponyms, country_hints(text))
        for toponym, (_, _, phrase, lat, lon) in zip(toponyms, places, strict=True):
            most = max(lookup(phrase), key=lambda e: e.population, default=None)
            plain += most is not None and great_circle(most.latitude, most.longitude, lat, lon) <= 161
            entry = found[f"{toponym.name}|{toponym.after}"]
            if entry is None:
                unresolved += 1
                note = "unresolved"
            elif great_circle(entry.latitude, entry.longitude, lat, lon) <= 161:
                right += 1
                continue
            else:
                wrong += 1
                note = f"{entry.name} {entry.country} {entry.kind} {entry.latitude:.1f},{entry.longitude:.1f}"
            if "--misses" in options:
                print(f"{phrase} | {toponym.after} | gold {lat:.1f},{lon:.1f} | {note}")
    total = right + wrong + unresolved
    print(f"{name}: {total} toponyms  accuracy@161km {right / total:.3f}  wrong {wrong}  unresolved {unresolved}")
    print(f"{name}: the place with the most people: {plain / total:.3f}")


if __name__ == "__main__":
    main(*[a for a in sys.argv[1:] if not a.startswith("--")], *[a for a in sys.argv[1:] if a.startswith("--")])
