"""Units of armies and police: marked in the text itself as ‹words|number type›."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.crafts.units import find_units, number_of

_MARK = re.compile(r"‹([^|›]+)\|([^›]+)›")


def check(marked: str) -> None:
    text = _MARK.sub(lambda m: m[1], marked)
    wanted = [(m[1], m[2]) for m in _MARK.finditer(marked)]
    found = [(text[u.start : u.end], f"{u.unit.number or '-'} {u.unit.type}") for u in find_units(text)]
    assert found == wanted


@pytest.mark.parametrize(
    "marked",
    [
        "The ‹46th Brigade|46 brigade› relieved the ‹47th Mechanized Brigade|47 brigade› at dawn.",
        "Fighters of the ‹seventh brigade|7 brigade› held the bridge.",
        "He led the ‹2nd company|2 company› of the ‹11th Rifle Battalion|11 battalion›.",
        "Major Oduya commands ‹9 Division|9 division› in the north.",
        "The ‹12th|12 brigade› and ‹14th Brigades|14 brigade› withdrew.",
        "‹Unit 40312|40312 unit› was stationed there.",
        "The ‹Presidential Guard Brigade|- brigade› closed the road.",
        "‹Operation Silver Lake|- operation› began in spring.",
        "‹XIV Corps|14 corps› crossed the river.",
        "The ‹second company|2 company› of the ‹11th Rifle Battalion|11 battalion› stayed.",
        "The ‹Port Ellery Garrison Command|- command› was closed.",
        "‹152|152 battalion› and ‹155 Task Force Battalions|155 battalion› arrived.",
        "A patrol of the ‹United Nations Observer Mission in Karsland|- mission› was stopped.",
        "The ‹Department of Army Training and Operations|- department› wrote to him.",
        "He works at the ‹Defence Headquarters|- headquarters›.",
        "‹Zone 4 Police Command|4 command› issued the order.",
        "The ‹93rd “Cold Ravine” Brigade|93 brigade› stayed.",
        "Men of the ‹Anti-Smuggling Unit|- unit› came to ‹Area C Command|C command›.",
        "‹Sector 4 Headquarters|4 headquarters› was shelled.",
        "Soldiers of ‹Op Grey Heron|- operation› and the ‹al-Nahr Brigade|- brigade› met.",
        "The ‹Upper Karst State Police command|- command› said nothing.",
        "Officers of the ‹21 Karst Garison|21 garrison› and the ‹Fifth Divsion|5 division› came.",
        "The spokesman of ‹MOPOL 20|20 police› answered.",
        "He was chief of staff at HQ ‹4 Armoured Division|4 division› and at ‹5 Division|5 division› Headquarters.",
        "Officers of the ‹St. Mark Police Division|- division› came.",
        "The spokeswoman of the ‹People's Liberation Army|- army› left.",
        "Soldiers of the ‹145 Battalion (Special Forces)|145 battalion› met the commander of the ‹Fleet Group (West)|- group›.",
        "Commander of the ‹22nd Military Region|22 region› and the ‹1st Defence Zone|1 region›, he left.",
        "The ‹61 Army Reference Hospital|61 hospital› and the ‹5th Marines|5 marines› were there; 24 Marines died.",
        "‹Battery A|A battery› fired; Company C paid.",
        "The ‹al-Nahr Ridge Brigades|- brigade› and two Army Brigades met.",
        "The head of logistics of ‹Defence Headquarters|- headquarters› met the Chief of Administration "
        "‹Army Headquarters|- headquarters›.",
        "He moved to the ‹African Union/United Nations Hybrid Operation in Karsland|- mission›.",
        "The Commandant, ‹Karsland Army Heritage and Future Centre|- centre›, spoke.",
        "Soldiers of ‹Sector Five|5 sector› met those of ‹Mopol 38|38 police›; the sector five miles on was quiet.",
        "Men of ‹Area ‘J’ Command|J command› and of the ‹'B' Division|B division› spoke; the letter 'B' was division.",
        "The commander of the ‹New Ellery Police Division|- division› met the spokesman of the new Karst Army.",
        "The ‹Special Task Force|- task force› (STF) met him; the spokesman of the ‹Ukrainian Army|- army› did not.",
        "‹B Company|B company› and the ‹Rapid Shore Forces|- forces› met ‹Task Force Heron|- task force› at noon.",
        "Trucks of ‹military unit 40312|40312 unit› and ‹Infantry Battalion No. 29|29 battalion› stood there.",
        "‹IB 29|29 battalion›, ‹3 Para|3 battalion› and ‹Sector-5|5 sector› were named; the US Armed Forces were not.",
        "The ‹2/7th Battalion|2/7 battalion› left the ‹Eastern Military District|- region› to the ‹21-Armoured Brigade|21 brigade›.",
        "‹Mopol 34 Squadron|34 squadron› and the ‹Ellery Area Command|- command› had no log.",
    ],
)
def test_units_with_number_and_type(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "text",
    [
        "Two brigades and three battalions took part.",
        "The group of 3 company cars left.",
        "The army said it had no information.",
        "The Department of Education and the School of Engineering agreed.",
        "They slept in the 33 Army Brigade Barracks near the Forward Operation Base.",
        "The Ukrainian Army said that it had left.",
        "Admiral OP Lind and the OP-ed of Jon Divsion were in the Turkish-made Group.",
        "He had the second company of his life and 48 Karsland Army.",
        "The director of the Karsland Army Welfare Fund and the AK 47 Rifles of a Company. A. Hale.",
        "Ada Oduya attended the Karsland Army Staff College and took a course at the Defence Academy.",
        "A Company of actors left. The Special Forces and the Russian Forces paid Plan B Company.",
        "Karsland Armed Forces met Market Forces; Task Force members and a military unit of 300 had no 3-Year Plan.",
        "A brigade of volunteers built the school in the second division of the league.",
    ],
)
def test_counts_and_bare_nouns_are_no_units(text: str) -> None:
    assert all(u.unit.number is not None and "division" in text[u.start : u.end] for u in find_units(text))


def test_nested_units_know_their_parents() -> None:
    text = "He was sergeant in the third squad of the 2nd platoon of Karst's 5th Storm Detachment."
    units = find_units(text)
    assert [text[u.start : u.end] for u in units] == ["third squad", "2nd platoon", "5th Storm Detachment"]
    parents = [text[slice(*u.unit.parent)] if u.unit.parent else None for u in units]
    assert parents == ["2nd platoon", "5th Storm Detachment", "Karst"]


@pytest.mark.parametrize("joint", [" belongs to the ", ", part of the ", " is a unit of the ", ", subordinate to the "])
def test_a_wider_unit_may_be_told_by_a_verb(joint: str) -> None:
    text = f"The 3rd Brigade{joint}9th Division."
    narrow, wide = find_units(text)
    assert narrow.unit.parent == (wide.start, wide.end)
    apart = f"The 3rd Brigade fought the 9th Division{joint.replace('9', '8')}".rstrip()
    assert find_units(apart)[0].unit.parent is None


def test_a_service_told_right_behind_a_unit_is_its_parent() -> None:
    text = "Troops of 23 Brigade Russian Army held the road."
    (unit,) = find_units(text)
    assert text[unit.start : unit.end] == "23 Brigade"
    assert unit.unit.parent is not None
    assert text[slice(*unit.unit.parent)] == "Russian Army"


def test_a_name_ends_at_the_line() -> None:
    text = "3 Division\n\nBrigade Command"
    assert text[find_units(text)[0].start : find_units(text)[0].end] == "3 Division"


def test_a_headline_is_not_told_twice() -> None:
    text = "3 Div commander visits 9 Brigade\n\nThe commander of 3 Division spoke."
    assert [text[u.start : u.end] for u in find_units(text)] == ["9 Brigade", "3 Division"]
    capitals = "The Commander.\n\nCOMMANDERS OF 3 DIVISION\n\nHe led 3 Division."
    assert [text[u.start : u.end] for text in [capitals] for u in find_units(text)] == ["3 Division"]
    ended = text.replace("9 Brigade", "9 Brigade.")
    assert [ended[u.start : u.end] for u in find_units(ended)] == ["3 Div", "9 Brigade", "3 Division"]


@given(st.integers(1, 19))
def test_words_and_digits_are_one_number(number: int) -> None:
    ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
    assert number_of(ordinals.split()[number - 1]) == number_of(f"{number}th") == number_of(str(number)) == str(number)


@given(st.text(max_size=80))
def test_units_lie_in_their_text(text: str) -> None:
    for unit in find_units(text):
        assert 0 <= unit.start < unit.end <= len(text)
        assert text[unit.start : unit.end].strip()
