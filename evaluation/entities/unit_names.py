"""Are the names and spellings of units in the tables of SFM Nigeria found with their exact span in made sentences?

    python evaluation/entities/unit_names.py DATA_FOLDER/sfm_nigeria [--other] [--misses]

One half of the names, drawn at random, is measured by default, `--other` measures the half that the grammar was not looked at on. Names with
brackets, commas or no small letter are left out. Some of the rest are no names as a text has them ("Unknown Brigade of 3 Armoured Division").
"""

import pathlib
import random
import re
import sys

from variorum.crafts.units import find_units

TABLES = (
    "ng_unit_names_and_other_names_collapsed_20191024.tsv",
    "ng_unit_names_distinct_20191024.tsv",
    "dos_fmtrpt_nigeria_units.tsv",
)
SENTENCES = (
    "Colonel James Hale was speaking for {} on Monday.",
    "Colonel James Hale, who commands {}, spoke on Monday.",
    "Soldiers of {} were seen in Karsk on Monday.",
    "Police officers from {} arrested two men.",
)


def names_of(folder: pathlib.Path) -> list[str]:
    names = set()
    for table in TABLES:
        for line in (folder / table).read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
            names |= {cell.strip().strip('"').strip() for cell in re.split(r"[\t;]", line)}
    return sorted(n for n in names if 4 < len(n) < 70 and _like_a_name(n))


def _like_a_name(name: str) -> bool:
    return bool(re.search("[A-Za-z]{2}", name) and re.search("[a-z]", name)) and not re.search(r"[(),;]|^\W", name)


def found(name: str, sentence: str) -> bool:
    text = sentence.format(name if name[0].isdigit() else f"the {name}")
    start = text.index(name)
    return (start, start + len(name)) in {(u.start, u.end) for u in find_units(text)}


def main(folder: str, *options: str) -> None:
    names = names_of(pathlib.Path(folder) / "sfm_tables")
    random.Random(3).shuffle(names)
    half = names[len(names) // 2 :] if "--other" in options else names[: len(names) // 2]
    told = [[found(name, sentence) for sentence in SENTENCES] for name in half]
    for at, sentence in enumerate(SENTENCES):
        print(f"{sum(row[at] for row in told) / len(half):.3f}  {sentence}")
    never = [name for name, row in zip(half, told, strict=True) if not any(row)]
    print(f"{len(half)} names, {len(never)} found in none")
    if "--misses" in options:
        print(*never, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
