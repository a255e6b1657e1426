"""Are units found with their exact span in reporting on security forces?

    python evaluation/entities/units.py DATA_FOLDER/sfm_nigeria [--dev] [--misses]

Gold: the spans called Organization. Beside the exact spans it counts how many of the misses touch a span that was found (a boundary
and not a unit is wrong there), and the recall on the units that the gold ties to a person who is posted there. Of the texts in order of their names every fourth was set aside before any was read (the
first 32 of them); those are measured by default, `--dev` measures the others.
"""

import pathlib
import sys

from variorum.crafts.units import find_units


def held_out(names: list[str]) -> list[str]:
    """The 32 texts set aside: every fourth in order of name."""
    return [name for at, name in enumerate(sorted(names)) if at % 4 == 3][:32]


def gold_spans(path: pathlib.Path) -> set[tuple[int, int]]:
    spans = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 3 and fields[1].startswith("Organization "):
            places = fields[1].split(" ", 1)[1].replace(";", " ").split()
            spans.add((int(places[0]), int(places[-1])))
    return spans


def posted_spans(path: pathlib.Path) -> set[tuple[int, int]]:
    """The gold spans that a relation ties to somebody who is posted there."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    posted = {
        place.partition(":")[2]
        for fields in lines
        if fields[0].startswith("R") and fields[1].startswith("is_posted")
        for place in fields[1].split()[1:3]
    }
    numbers = [
        fields[1].split(" ", 1)[1].replace(";", " ").split()
        for fields in lines
        if fields[0] in posted and fields[1].startswith("Organization ")
    ]
    return {(int(places[0]), int(places[-1])) for places in numbers}


def main(folder: str, *options: str) -> None:
    root = pathlib.Path(folder)
    names = [p.stem for p in root.glob("*.ann")]
    if not names:
        sys.exit(f"{root}: no annotated texts there")
    kept = set(held_out(names))
    names = sorted(set(names) - kept) if "--dev" in options else sorted(kept)
    hits = misses = alarms = near = tied = tied_hits = 0
    for name in names:
        text = (root / f"{name}.txt").read_bytes().decode("utf-8")
        gold = gold_spans(root / f"{name}.ann")
        said = {(u.start, u.end) for u in find_units(text)}
        hits, misses, alarms = hits + len(gold & said), misses + len(gold - said), alarms + len(said - gold)
        near += sum(any(a < end and start < b for a, b in said) for start, end in gold - said)
        posted = posted_spans(root / f"{name}.ann")
        tied, tied_hits = tied + len(posted), tied_hits + len(posted & said)
        if "--misses" in options:
            for start, end in sorted(gold ^ said):
                mark = "missed" if (start, end) in gold else "alarm "
                print(f"{mark} {text[start:end]!r:60} {text[max(0, start - 30) : end + 30]!r}")
    precision, recall = hits / max(1, hits + alarms), hits / max(1, hits + misses)
    print(
        f"{len(names)} texts  P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    print(
        f"of {misses} misses {near} touch a span found; of {tied} units somebody is posted at {tied_hits} found exactly"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
