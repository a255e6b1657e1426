"""Where somebody is told to serve: "Commander, Base Workshop", "Colonel A of the Kraken Unit", "posted to the Ministry of Defence".

Many names of military and police bodies hold no word that only a unit can have. What stands before them tells it: a post that only
the forces have, or somebody with a rank who serves, or is posted, there. No name is listed; only words for posts, for moving, and the
last words such names have.
"""

from collections.abc import Sequence

from variorum.crafts.tables import load
from variorum.crafts.unitwords import Piece, Word, adjacent, number_of, words_under

_LONGEST = 9  # words in such a name
_NAME = 4  # words in the name of a person between a rank and "of"
_SENTENCE = 25  # words before a verb of posting in which somebody with a rank makes it one


def find_served(words: Sequence[Word], at: int) -> Piece | None:
    """The body whose name begins at a word, where the words before it tell that somebody serves there; None otherwise."""
    if not _begins(words, at):
        return None
    governor = _governor(words, at)
    if governor is None:
        return None
    end = _end_of_run(words, at)
    if words[at].text in words_under("served", "ships") and end > at + 1:
        return at, end, at, None, load("units")["served"]["ship"]
    heads = load("units")["served"]["heads"]
    told = {"verb": words_under("served", "staff"), "fighters": words_under("served", "fighting")}
    best: Piece | None = None
    for last in range(at, end):
        kind = heads.get(words[last].low)
        if kind is None or words[last].low not in told.get(governor, heads):
            continue
        past = _tail(words, last + 1, end)
        number = number_of(words[past].text) if past < end and words[past].text.isdigit() else None
        past += number is not None
        whole = number is not None or words[last].low not in words_under("served", "numbered")
        if past - at > 1 and whole and (best is None or past > best[1]):
            best = (at, past, last, number, kind)
    if best is not None:
        return best
    if governor == "post" and _is_acronym(words, at, end):
        return at, at + 1, at, None, load("units")["served"]["acronym"]
    return None


def _begins(words: Sequence[Word], at: int) -> bool:
    """Whether a name can begin here: a capital that is no rank, post or article, and not the middle of a name."""
    word = words[at]
    if not word.capital or word.low in words_under("modifiers", "stop") or number_of(word.text) is not None:
        return False
    before = words[at - 1] if at > 0 else None
    return before is None or not before.capital or not adjacent(words, at - 1, at) or _is_post(words, at - 1)


def _is_post(words: Sequence[Word], at: int) -> bool:
    """Whether the words up to here are a post that only the forces have: "commandant", "commanding officer"."""
    posts = words_under("served", "posts")
    low = words[at].low.rpartition("-")[2]
    forced = at > 1 and low in words_under("served", "force")
    return (
        (forced and words[at - 2].low in words_under("served", "police"))
        or low in posts
        or (low in words_under("served", "holders") and at > 0 and words[at - 1].low in posts)
    )


def _governor(words: Sequence[Word], at: int) -> str | None:
    """What makes the name at a word one that somebody serves at: "post", "rank", "verb" or "fighters"; None for nothing."""
    left = at - 1
    if left >= 0 and words[left].low in words_under("joints", "articles"):
        left -= 1
    link = left
    if left >= 0 and (words[left].text == "," or words[left].low in words_under("served", "links")):
        left -= 1
    left = _before_bracket(words, left)
    if left < 0 or any(w.new_line for w in words[left + 1 : at + 1]):
        return None
    if _is_post(words, left) or words[left].low.rpartition("-")[2] in words_under("served", "charge"):
        return "post"
    if link == left and words[left].low in words_under("served", "leading") and _ranked_name_ends(words, left - 1):
        return "post"
    if link == left or words[link].text == ",":
        return None
    if words[link].low in words_under("joints", "belonging") and words[left].low in words_under("served", "people"):
        return "post"
    if words[link].low in words_under("joints", "belonging") and words[left].low in words_under("served", "fighters"):
        return "fighters"
    if words[link].low in words_under("served", "belonging") and _ranked_name_ends(words, left):
        return "rank"
    moving = words[left].low in words_under("served", "verbs")
    if moving and any(_is_rank(w) for w in words[max(0, left - _SENTENCE) : left]):
        return "post" if words[left].low in words_under("served", "stationed") else "verb"
    return None


def _is_rank(word: Word) -> bool:
    """Whether a word is a rank as it stands before a name: "Colonel", "Brigadier-General"."""
    return word.text in words_under("served", "ranks") or (
        "-" in word.text and all(part in words_under("served", "ranks") for part in word.text.split("-"))
    )


def _before_bracket(words: Sequence[Word], left: int) -> int:
    """Past an abbreviation in brackets to its left: "General Officer Commanding (GOC)"."""
    if left >= 3 and words[left].text == ")" and words[left - 2].text == "(":
        left -= 3
    return left


def _ranked_name_ends(words: Sequence[Word], last: int) -> bool:
    """Whether the name of somebody with a rank ends at a word: "Colonel J. Hale"."""
    at, named = last - (words[last].text == ","), 0
    while at >= 0 and last - at <= 2 * _NAME:
        if _is_rank(words[at]):
            return named > 0
        if words[at].text != "." and not words[at].capital:
            return False
        named += words[at].capital
        at -= 1
    return False


def _end_of_run(words: Sequence[Word], at: int) -> int:
    """Past the last word of the run of capitals that begins at a word, "of" and "and" within it."""
    end = at + 1
    inside = words_under("joints", "belonging") | words_under("modifiers", "joining") | words_under("served", "inside")
    while end < len(words) and end - at < _LONGEST and adjacent(words, end - 1, end):
        word = words[end]
        name = (word.capital and word.low not in words_under("modifiers", "stop")) or word.text.isdigit()
        further = word.low in inside and end + 1 < len(words) and words[end + 1].capital
        if not name and not further and word.low not in words_under("served", "small"):
            break
        end += 1
    return end


def _tail(words: Sequence[Word], at: int, end: int) -> int:
    """Past "of Technology" behind the last word of a name; where there is none, the place itself."""
    if at + 1 < end and words[at].low in words_under("joints", "belonging"):
        past = at + 1
        while past < end and words[past].capital and number_of(words[past].text) is None:
            past += 1
            if past + 1 < end and words[past].low in words_under("modifiers", "joining") and words[past + 1].capital:
                past += 1
        return past
    return at


def _is_acronym(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether the name is one word of capitals, three or more, that is no post: "Commandant of NARC"."""
    text = words[at].text
    short = text.isalpha() and text.isupper() and 3 <= len(text) <= 8
    return short and end == at + 1 and not _is_post(words, at) and text not in words_under("served", "ranks")
