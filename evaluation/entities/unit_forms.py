"""Are units found under the forms that many armies and police forces write?

    python evaluation/entities/unit_forms.py [--held] [--misses]

Sentences made for the project, with invented names; a unit stands in brackets. The grammar was written while the first list was looked
at; the second (`--held`) was written after it and read without a change to the grammar.
"""

import pathlib
import re
import sys

from variorum.crafts.units import find_units

HERE = pathlib.Path(__file__).parent


def marked(line: str) -> tuple[str, set[tuple[int, int]]]:
    """The sentence without its brackets, and where the units stand in it."""
    text, spans = "", set()
    for part in re.split(r"(\[[^\]]*\])", line):
        if part.startswith("["):
            spans.add((len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    return text, spans


def main(*options: str) -> None:
    name = "unit_forms_held.txt" if "--held" in options else "unit_forms_dev.txt"
    gold = hits = alarms = 0
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        text, spans = marked(line)
        said = {(u.start, u.end) for u in find_units(text)}
        gold, hits, alarms = gold + len(spans), hits + len(spans & said), alarms + len(said - spans)
        if "--misses" in options:
            for start, end in sorted(spans ^ said):
                print("missed" if (start, end) in spans else "alarm ", text[start:end], "|", text)
    print(f"{name}: {hits} of {gold} units found with their exact span, {alarms} others")


if __name__ == "__main__":
    main(*sys.argv[1:])
