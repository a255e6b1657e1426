"""Names of units of a form of their own: "C Company", "Task Force Falcon", "Tiger Forces", "3 Para", "military unit 29760".

Used by `crafts.units` before it looks for a head word with a number or words of arms beside it; each finder looks at one place and
gives the unit that begins there, or None.
"""

from collections.abc import Sequence

from variorum.crafts.names import nationalities
from variorum.crafts.tables import load
from variorum.crafts.unitwords import Piece, Word, adjacent, number_of, words_under

__all__ = ["find_form", "past_a_sign"]

_NAMED = 3  # words in the name behind "Task Force" and before "Forces"


def find_form(words: Sequence[Word], at: int) -> Piece | None:
    """The unit of such a form that begins at a word; None where none does."""
    return _lettered(words, at) or _task_force(words, at) or _forces(words, at) or _coded(words, at)


def past_a_sign(words: Sequence[Word], at: int) -> int:
    """Past "No." or "№" where a figure follows: "Infantry Battalion No. 29"; else the place itself."""
    if at >= len(words) or words[at].low not in words_under("numbers", "signs") or not adjacent(words, at - 1, at):
        return at
    figure = at + 1
    figure += figure < len(words) and words[figure].text in (".", "º", "°")
    behind = figure < len(words) and words[figure].text.isdigit() and adjacent(words, at, figure)
    return figure if behind else at


def _lettered(words: Sequence[Word], at: int) -> Piece | None:
    """ "B Company": a letter before a company; "A" only inside a sentence, where it can be no article."""
    letter = words[at].text
    if len(letter) != 1 or letter not in "ABCDEFGHI" or at + 1 >= len(words) or not adjacent(words, at, at + 1):
        return None
    head = words[at + 1]
    if not head.capital or head.text.isupper() or head.low not in words_under("forms", "lettered"):
        return None
    inside = at > 0 and not words[at].new_line and (words[at - 1].text == "," or words[at - 1].text.isalpha())
    if letter in "AI" and not inside:
        return None
    if at > 0 and adjacent(words, at - 1, at) and words[at - 1].capital:
        return None  # "Plan B Company", "J. B Company"
    return at, at + 2, at + 1, letter, load("units")["types"][head.low]


def _task_force(words: Sequence[Word], at: int) -> Piece | None:
    """ "Task Force Falcon": the name stands behind."""
    if words[at].text != "Task" or at + 2 >= len(words) or words[at + 1].text != "Force":
        return None
    if at > 0 and words[at - 1].capital and adjacent(words, at - 1, at):
        return None  # "Joint Task Force": named before
    end = at + 2
    while end < len(words) and end - at - 2 < _NAMED and _names(words, end):
        end += 1
    whole = at + 2 < end and (end == len(words) or words[end].low not in load("units")["types"])
    return (at, end, at + 1, None, "task force") if whole and not words[at + 2].text.isupper() else None


def _names(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    plain = word.low in load("units")["types"] or word.low in load("units")["heads"]["plural"]
    rank = word.low in words_under("modifiers", "stop")
    return word.capital and word.text.isalpha() and adjacent(words, at - 1, at) and not plain and not rank


def _forces(words: Sequence[Word], at: int) -> Piece | None:
    """ "Rapid Support Forces", "Tiger Forces": forces by a name of their own, not those of a state or of a kind."""
    if not words[at].capital or (at > 0 and words[at - 1].capital and adjacent(words, at - 1, at)):
        return None
    end = at
    while (
        end < len(words) and end - at <= _NAMED and words[end].capital and (end == at or adjacent(words, end - 1, end))
    ):
        if words[end].text == "Forces":
            break
        end += 1
    if end >= len(words) or end == at or words[end].text != "Forces":
        return None
    leading = words_under("modifiers", "stop")
    ends = words_under("forms", "leading_ends")
    before = [i for i in range(at, end) if words[i].low in leading or words[i].text.rpartition("-")[2] in ends]
    first = before[-1] + 1 if before else at
    if end + 1 < len(words) and words[end + 1].capital and adjacent(words, end, end + 1):
        return None  # "Special Forces Command": the name goes on
    kinds = words_under("forms", "of_any_forces")
    own = [w for w in words[first:end] if w.low not in kinds and w.low not in nationalities()]
    if not own or any(w.low in words_under("forms", "never_forces") for w in words[first:end]):
        return None
    return first, end + 1, end, None, "forces"


def _coded(words: Sequence[Word], at: int) -> Piece | None:
    """ "military unit 29760", "LIB 564", "3 Para": a code that numbers, in either case."""
    word = words[at]
    name, hyphen, figure = word.text.partition("-")
    if hyphen and figure.isdigit() and len(figure) <= 2 and word.capital:
        kind = load("units")["forms"]["hyphened"].get(name.casefold()) or load("units")["forms"]["short"].get(name)
        return (at, at + 1, at, str(int(figure)), kind) if kind else None
    if at + 1 >= len(words):
        return None
    short = load("units")["forms"]["short"]
    if word.text in short and adjacent(words, at, at + 1) and words[at + 1].text.isdigit():
        return at, at + 2, at, str(int(words[at + 1].text)), short[word.text]
    behind = load("units")["forms"]["short_behind"]
    kind = behind.get(words[at + 1].text)
    if kind and word.text.isdigit() and len(word.text) <= 2 and adjacent(words, at, at + 1):
        return at, at + 2, at + 1, number_of(word.text), kind
    if word.low != "military" or words[at + 1].low != "unit":
        return None
    past = past_a_sign(words, at + 2)
    if past < len(words) and words[past].text.isdigit() and adjacent(words, past - 1, past):
        return at, past + 1, at + 1, str(int(words[past].text)), "unit"
    return None
