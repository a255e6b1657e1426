"""Which mentions of one text speak of the same: names by their words, roles by what is said of them, pronouns by rank.

Pronouns are ranked over the threads told so far: rules of grammar and gender cut candidates away (a hard "cannot"), a weighted sum
of plain questions orders the rest. The weights are a table, fitted by `evaluation/entities/fit_pronouns.py`.
"""

import functools
import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from variorum.crafts import names
from variorum.crafts.gazetteer import lookup
from variorum.crafts.names import fold
from variorum.crafts.outlets import agencies, groups, outlet_forms
from variorum.crafts.quotes import Quote, find_quotes
from variorum.crafts.spotting import Spot
from variorum.crafts.tables import load
from variorum.values.parses import Parse, Token

_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECT = frozenset({"dobj", "dative", "attr", "oprd"})
_BEFORE, _AFTER = 8, 2  # mentions of a thread that the network looks at; as in training/coreference
_GREAT = 100_000  # people in a town: its name is hardly a surname. On GAP development (2026-11-22) 19 of 1,734 right answers are lost, F1 gains 0.5
_PLACED = 3  # a name taken for a place as often as this is nobody's
_LEAD = 2  # the title and the two first sentences of a report
_REACH = 12  # sentences: a pronoun further from every mention of somebody is not taken for theirs


@dataclass(slots=True)
class _Thread:
    """Mentions taken for one so far; indices into the spots, in order."""

    mentions: list[int] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)
    nouns: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Kinship:
    """What a network tells of one text: `pairs` scores (pronoun, other mention), by index of spot, that they are one.

    `weights` are those of the questions, fitted together with the network; `outside` is the score of a thread with no mention in
    the network's sight and `alone` that of belonging to nobody, both by sort of pronoun ("male", "female", "thing", "many").
    """

    pairs: Mapping[tuple[int, int], float]
    weights: Mapping[str, float]
    outside: Mapping[str, float]
    alone: Mapping[str, float]


@dataclass(slots=True)
class Weaver:
    """The state of one document while its mentions are joined; `fate` maps a spot to its thread."""

    text: str
    parse: Parse
    spots: Sequence[Spot]
    quotes: Sequence[Quote]
    children: list[list[int]]
    verbs: list[int]
    fate: list[int]
    threads: dict[int, _Thread]
    by_head: dict[int, int]
    apart: set[tuple[int, int]] = field(default_factory=set)
    named_inside: set[int] = field(default_factory=set)  # roles whose own words name somebody
    weights: Mapping[str, float] = field(default_factory=dict)
    kinship: Kinship | None = None


@functools.cache
def default_weights() -> Mapping[str, float]:
    """The fitted weights of the ranking."""
    table = load("coreference")
    return {**table["weights"], **table["by_hand"]}


def thread(
    text: str,
    parse: Parse,
    spots: Sequence[Spot],
    weights: Mapping[str, float] | None = None,
    kinship: Kinship | None = None,
) -> tuple[int, ...]:
    """For each spot the number of its thread; spots with one number speak of the same. Without `kinship` by questions alone."""
    weaver = weave(text, parse, spots, weights)
    weaver.kinship = kinship
    # "His lawyer" is settled after its "his".
    for index in sorted(range(len(spots)), key=lambda i: (spots[i].start, spots[i].end)):
        settle(weaver, index)
    return tuple(weaver.fate)


def settle(weaver: Weaver, index: int) -> None:
    """Find the thread of one pronoun or role, everything before it being settled."""
    form = weaver.spots[index].form
    if form == "pronoun":
        _settle_pronoun(weaver, index)
    elif form == "role":
        _settle_role(weaver, index)


def weave(text: str, parse: Parse, spots: Sequence[Spot], weights: Mapping[str, float] | None = None) -> Weaver:
    """Everything that can be joined before pronouns: names, appositions, copulas."""
    children: list[list[int]] = [[] for _ in parse.tokens]
    for at, token in enumerate(parse.tokens):
        if token.head != at:
            children[token.head].append(at)
    weaver = Weaver(
        text=text,
        parse=parse,
        spots=spots,
        quotes=find_quotes(text),
        children=children,
        verbs=[_clause(parse.tokens, at) for at in range(len(parse.tokens))],
        fate=list(range(len(spots))),
        threads={},
        by_head={},
        weights=default_weights() if weights is None else weights,
    )
    for index, spot in enumerate(spots):
        thread = _Thread([index])
        if spot.gender in ("male", "female") and spot.form != "pronoun":
            # A title or a noun tells a gender for certain, a first name only makes it likely.
            thread.genders[spot.gender] += 3 if spot.form == "role" or _told_by_title(spot) else 1
        if spot.form == "role":
            thread.nouns.add(spot.noun)
        thread.nouns.update(spot.before)
        weaver.threads[index] = thread
        weaver.by_head.setdefault(spot.head, index)
    _join_names(weaver)
    _join_said_of(weaver)
    _join_named_inside(weaver)
    _join_of_the_lead(weaver)
    return weaver


def _told_by_title(spot: Spot) -> bool:
    return (
        any(names.honorifics().get(word) for word in spot.before)
        or names.honorifics().get(spot.noun.split(" ")[0]) is not None
    )


def _clause(tokens: Sequence[Token], at: int) -> int:
    """The verb whose clause a token stands in."""
    for _ in range(60):
        if tokens[at].head == at:
            return at
        at = tokens[at].head
        if tokens[at].pos in ("VERB", "AUX"):
            return at
    return at


def join(weaver: Weaver, left: int, right: int) -> None:
    """Take two spots for one; the earlier thread keeps its number."""
    a, b = weaver.fate[left], weaver.fate[right]
    if a == b:
        return
    if _differ_in_number(weaver, a, b):
        return
    keep, gone = min(a, b), max(a, b)
    kept, lost = weaver.threads[keep], weaver.threads.pop(gone)
    kept.mentions = sorted(kept.mentions + lost.mentions)
    kept.genders += lost.genders
    kept.nouns |= lost.nouns
    for index in lost.mentions:
        weaver.fate[index] = keep


def _differ_in_number(weaver: Weaver, a: int, b: int) -> bool:
    """Whether two threads hold units with different numbers: then nothing makes one of them."""
    numbers = [
        {u.number for m in weaver.threads[t].mentions if (u := weaver.spots[m].unit) is not None} for t in (a, b)
    ]
    return bool(numbers[0] and numbers[1] and numbers[0] != numbers[1])


# --- names -----------------------------------------------------------------------------------------------------------


def _join_names(weaver: Weaver) -> None:
    spots = weaver.spots
    named = [i for i, s in enumerate(spots) if s.form == "name"]
    by_key: dict[tuple[str, str], int] = {}
    for i in named:
        if spots[i].kind == "unit":
            key = ("unit", _unit_key(spots[i]))
        else:
            key = (spots[i].kind, spots[i].noun)
        if key in by_key and not _titles_clash(spots[by_key[key]], spots[i]):
            join(weaver, by_key[key], i)
        else:
            by_key.setdefault(key, i)
    _join_partial_people(weaver, [i for i in named if spots[i].kind == "person"])
    _join_partial_bodies(weaver, [i for i in named if spots[i].kind == "organisation"])
    _join_bracketed(weaver, named)


def _unit_key(spot: Spot) -> str:
    number = spot.unit.number if spot.unit else None
    return (
        f"{number} {spot.noun}"
        if number is None
        else f"{number} {spot.unit.type if spot.unit else ''} {_unnumbered(spot.noun)}"
    )


def _unnumbered(noun: str) -> str:
    return " ".join(w for w in noun.split() if not w[0].isdigit())


def _titles_clash(left: Spot, right: Spot) -> bool:
    """Whether what stands before two like names tells two people apart: "Mr Hale" and "Mrs Hale"."""
    genders = {_honorific_gender(s) for s in (left, right)} - {""}
    return left.kind == "person" and len(genders) > 1


def _honorific_gender(spot: Spot) -> str:
    for word in (*spot.before, spot.noun.split(" ")[0]):
        if names.honorifics().get(word):
            return names.honorifics()[word]
    return ""


def _join_partial_people(weaver: Weaver, people: Sequence[int]) -> None:
    """A surname or a first name alone joins the one full name it can belong to; of several told before it, none."""
    spots = weaver.spots
    full = [i for i in people if len(names.person_words(spots[i].words)) > 1]
    for i in full:
        for j in full:
            if j <= i or weaver.fate[i] == weaver.fate[j]:
                continue
            likeness = names.compare_people(spots[i].words, spots[j].words)
            if likeness.score >= 0.9 and not _titles_clash(spots[i], spots[j]):
                join(weaver, i, j)
    for i in people:
        words = names.person_words(spots[i].words)
        if len(words) != 1:
            continue
        fitting: dict[int, int] = {}
        for j in full:
            whole = names.person_words(spots[j].words)
            if words[0] in (whole[-1], whole[0]) and not _titles_clash(spots[i], spots[j]):
                if words[0] == whole[0] and spots[j].start > spots[i].start and words[0] != whole[-1]:
                    continue
                fitting.setdefault(weaver.fate[j], j)
        by_surname = {f: j for f, j in fitting.items() if names.person_words(spots[j].words)[-1] == words[0]}
        chosen = by_surname if len(by_surname) == 1 else fitting
        if len(chosen) > 1:
            # A namesake who is named only further down cannot be meant yet.
            chosen = {
                f: j
                for f, j in chosen.items()
                if any(spots[k].start < spots[i].start for k in full if weaver.fate[k] == f)
            }
        if len(chosen) == 1:
            join(weaver, next(iter(chosen.values())), i)


def _join_partial_bodies(weaver: Weaver, bodies: Sequence[int]) -> None:
    spots = weaver.spots
    seen: list[int] = []
    for i in bodies:
        for j in seen:
            if weaver.fate[i] != weaver.fate[j] and names.compare_bodies(spots[i].words, spots[j].words).score >= 0.93:
                join(weaver, i, j)
        if not any(spots[j].noun == spots[i].noun for j in seen):
            seen.append(i)
    wholes = [(j, spots[j].noun.split()) for j in bodies if " " in spots[j].noun]
    earliest: dict[str, int] = {}
    for i in bodies:
        earliest[spots[i].noun] = min(spots[i].start, earliest.get(spots[i].noun, spots[i].start))
    for i in bodies:
        if " " in spots[i].noun:
            continue
        whole = _whole_names(weaver, i, [(j, w) for j, w in wholes if spots[j].start <= earliest[spots[i].noun]])
        if len({weaver.fate[j] for j in whole}) == 1 and weaver.fate[whole[0]] != weaver.fate[i]:
            join(weaver, whole[0], i)


def _whole_names(weaver: Weaver, short: int, told: Sequence[tuple[int, Sequence[str]]]) -> list[int]:
    """The bodies of the text that one word may stand for: "Lockheed" for "Lockheed Martin", "the Times" for "The Harbour Times".

    Behind an article its last word, or that before "of", else the first of two words. `told` are the names of several words that stand
    before the word is told at all, with these words.
    """
    spots, word = weaver.spots, weaver.spots[short].noun
    if word in names.nationalities() or names.is_acronym(spots[short].words):
        return []
    table = load("names")["bodies"]
    first = spots[short].first
    definite = first > 0 and weaver.parse.tokens[first - 1].text.casefold() in load("roles")["determiners"]["definite"]
    called = word in names.body_words() and word not in table["never_alone"]
    # "The Army" beside a Free Army is as often the army it fights.
    rivals = set(load("lineage")["body"]["apart"]) if word in load("lineage")["body"]["bare"] else set()
    found = []
    for j, words in told:
        if rivals & set(words):
            continue
        headed = names.head_of_body(words) == word
        if called or headed:
            if definite and headed and word not in table["never_alone"]:
                found.append(j)
        elif len(words) == 2 and words[0] == word and words[1] not in names.body_words() and not lookup(word):
            found.append(j)
    return found


def _join_bracketed(weaver: Weaver, named: Sequence[int]) -> None:
    """ "The Harbour Gazette (HG)": the initials in brackets are introduced for the name before them."""
    spots, text = weaver.spots, weaver.text
    ordered = sorted(named, key=lambda i: spots[i].start)
    introduced: dict[str, int] = {}
    for left, right in pairwise(ordered):
        between = text[spots[left].end : spots[right].start]
        if between.strip() == "(" and text[spots[right].end :].startswith(")") and names.is_acronym(spots[right].words):
            letters = names.fold(spots[right].words)
            if names.acronym_of(spots[left].words)[:1] == letters[:1]:
                introduced[letters] = left
                join(weaver, left, right)
    for i in named:
        if spots[i].noun in introduced and spots[i].kind != "place":
            join(weaver, introduced[spots[i].noun], i)


# --- what is said of somebody ------------------------------------------------------------------------------------------


def _join_said_of(weaver: Weaver) -> None:
    """Appositions and copulas: "Ana Ruiz, his lawyer", "Ruiz was the lawyer"."""
    tokens = weaver.parse.tokens
    for index, spot in enumerate(weaver.spots):
        token = tokens[spot.head]
        if spot.form == "pronoun":
            continue
        if token.dep == "appos":
            other = weaver.by_head.get(token.head)
            if other is not None and _one_sort(weaver.spots[other], spot) and not _named_between(weaver, other, index):
                join(weaver, other, index)
        elif (
            token.dep == "attr"
            and tokens[token.head].lemma in load("roles")["copulas"]["verbs"]
            and spot.form == "role"
        ):
            subject = next((c for c in weaver.children[token.head] if tokens[c].dep in _SUBJECT), None)
            negated = any(tokens[c].dep == "neg" for c in weaver.children[token.head])
            other = weaver.by_head.get(subject) if subject is not None else None
            if (
                other is not None
                and not negated
                and weaver.spots[other].form != "pronoun"
                and _one_sort(weaver.spots[other], spot)
            ):
                join(weaver, other, index)


def _named_between(weaver: Weaver, left: int, right: int) -> bool:
    """Whether somebody else is named between two names: of "A and B (former C)" C is not A."""
    one, other = weaver.spots[left], weaver.spots[right]
    if one.form != "name" or other.form != "name":
        return False
    return any(s.form == "name" and one.end <= s.start and s.end <= other.start for s in weaver.spots[left + 1 : right])


def _one_sort(left: Spot, right: Spot) -> bool:
    if left.form == "name" and right.form == "name" and left.kind in ("place", "unit"):
        return False  # "Soledar, Donetsk": the second holds the first
    if left.kind != right.kind and {left.kind, right.kind} - {"organisation", "unit"}:
        return False
    if left.number != right.number:
        return False
    told = {left.gender, right.gender} & {"male", "female"}
    return len(told) < 2


def _join_named_inside(weaver: Weaver) -> None:
    """ "The Islamic State group", "the SANA news agency", "Hasaka city", "the city of Hasaka": a role that names whom it speaks of.

    Other bodies of a named one ("the FBI office") are not it, and are nobody else that the text names either.
    """
    for index, role in enumerate(weaver.spots):
        if role.form != "role" or role.number != "one" or role.kind not in ("organisation", "place"):
            continue
        inside = [i for i in _names_beside(weaver, role) if _kind_fits(weaver.spots[i], role)]
        if inside:
            weaver.named_inside.add(index)
        if len(inside) == 1 and role.determiner != "indefinite" and _names_itself(weaver.spots[inside[0]], role):
            join(weaver, inside[0], index)


def _join_of_the_lead(weaver: Weaver) -> None:
    """ "A former guard has fled to Sicily. Tomas Verlin, 29, came ashore": a report says what somebody is and then who.

    The subject of one of the first sentences, told as one of a kind, is the first person that the text names, where that name is the
    subject of the sentence behind it, or of the next but one, with an age, and nobody else is told of between. Only of one who got away or
    speaks: whoever did something to others, or was charged with it, is as likely followed by the name of one who suffered it.
    """
    people = [i for i, s in enumerate(weaver.spots) if s.kind == "person" and s.form != "pronoun"]
    first = next((i for i in people if weaver.spots[i].form == "name"), None)
    if first is None or not _is_subject(weaver, first) or not any(c.isspace() for c in weaver.spots[first].words):
        return
    name = weaver.spots[first]
    between = [i for i in people if i < first and not _nested(weaver.spots[i], name)]
    told = [i for i in between if _is_subject(weaver, i) and weaver.spots[i].determiner == "indefinite"]
    if not told or told[-1] != between[-1]:
        return
    role = weaver.spots[told[-1]]
    aged = _age().match(weaver.text[name.end : name.end + 12]) is not None
    near = role.sentence <= _LEAD and aged and 0 < name.sentence - role.sentence <= 2
    one = role.number == name.number == "one" and not _gender_clash(weaver, weaver.fate[first], role.gender)
    alone = len(weaver.threads[weaver.fate[told[-1]]].mentions) == 1
    if near and one and alone and _goes_on(weaver, told[-1], first):
        join(weaver, told[-1], first)


@functools.cache
def _age() -> re.Pattern[str]:
    return re.compile(rf", ?(?:(?:{'|'.join(load('roles')['lead']['aged'])}) )?\d{{1,2}}\b")


def _goes_on(weaver: Weaver, role: int, name: int) -> bool:
    """Whether the sentence of a name can go on with the story of one told of before it: he did it himself, and to nobody told as "him"."""
    tokens, table = weaver.parse.tokens, load("roles")["lead"]
    told, next_ = (tokens[weaver.spots[i].head].head for i in (role, name))
    passive = any(tokens[weaver.spots[i].head].dep == "nsubjpass" for i in (role, name))
    if passive or tokens[told].lemma not in table["verbs"] or tokens[next_].lemma in table["suffering"]:
        return False
    objects = [c for c in weaver.children[next_] if tokens[c].dep in (*_OBJECT, "prep")]
    reached = [*objects, *(c for o in objects if tokens[o].dep == "prep" for c in weaver.children[o])]
    others = {*load("roles")["pronouns"]["male"], *load("roles")["pronouns"]["female"]} - set(
        load("roles")["pronouns"]["reflexive"]
    )
    return not {tokens[at].text.casefold() for at in reached} & others


def _is_subject(weaver: Weaver, index: int) -> bool:
    """Whether a mention is the subject of the main clause of its sentence."""
    token = weaver.parse.tokens[weaver.spots[index].head]
    return token.dep in _SUBJECT and weaver.parse.tokens[token.head].dep == "ROOT"


def _names_beside(weaver: Weaver, role: Spot) -> list[int]:
    """The names that stand as part of the noun of a role, or behind its "of"."""
    tokens = weaver.parse.tokens
    found = []
    for child in weaver.children[role.head]:
        token = tokens[child]
        if token.dep in ("compound", "nmod", "amod", "appos") and child < role.head:
            found.append(child)
        elif token.dep == "prep" and token.lemma == "of" and role.kind == "place":
            found += [c for c in weaver.children[child] if tokens[c].dep == "pobj"]
    spots = [i for head in found for i, s in enumerate(weaver.spots) if s.form == "name" and s.first <= head < s.last]
    return sorted(set(spots))


def _kind_fits(name: Spot, role: Spot) -> bool:
    return name.kind == "place" if role.kind == "place" else name.kind in ("organisation", "unit", "other")


def _names_itself(name: Spot, role: Spot) -> bool:
    """Whether a name beside a noun is that of what the noun says: "the Daesh group", not "the UN agency" or "the FBI office"."""
    table = load("roles")["naming"]
    if role.kind == "place":
        known = lookup(name.noun)
        kinds = load("roles")["place_kinds"].get(role.noun, ())
        return role.noun in table["places"] and (not known or any(entry.kind in kinds for entry in known))
    return role.noun in table["bodies"] and name.noun not in table["houses"]


# --- roles -------------------------------------------------------------------------------------------------------------


def _settle_role(weaver: Weaver, index: int) -> None:
    """A definite role goes back to the one it was said of; "his client" to whom the lawyer belongs."""
    spot = weaver.spots[index]
    if len(weaver.threads[weaver.fate[index]].mentions) > 1 or spot.determiner not in ("definite", "possessive"):
        return
    if index in weaver.named_inside or _is_the_teller(weaver, spot):
        return
    if spot.number == "many":
        _settle_same_noun(weaver, index)
        return
    if spot.determiner == "possessive":
        _settle_converse(weaver, index)
        return
    if not _settle_same_noun(weaver, index):
        _settle_generic(weaver, index)


def _is_the_teller(weaver: Weaver, role: Spot) -> bool:
    """ "This newspaper", "our reporter": who tells the account, and nobody it names."""
    table = load("roles")["generic"]
    own = weaver.parse.tokens[role.first].text.casefold() in table["own"]
    return own and role.noun in table["tellers"]


def _settle_same_noun(weaver: Weaver, index: int) -> bool:
    """ "The guard ... the guard": the same noun, within reach, the nearest of them."""
    spot = weaver.spots[index]
    for other in range(index - 1, -1, -1):
        earlier = weaver.spots[other]
        if spot.sentence - earlier.sentence > _REACH:
            return False
        held = weaver.threads[weaver.fate[other]]
        if spot.noun in held.nouns and earlier.number == spot.number and not _nested(earlier, spot):
            if (
                earlier.form == "role"
                and earlier.noun == spot.noun
                and earlier.determiner == "possessive"
                and spot.number == "many"
            ):
                continue
            if not _gender_clash(weaver, weaver.fate[other], spot.gender):
                join(weaver, other, index)
                return True
    return False


def _settle_converse(weaver: Weaver, index: int) -> None:
    """ "His client", said of a lawyer who is somebody's lawyer, is that somebody."""
    spot, tokens = weaver.spots[index], weaver.parse.tokens
    owner_token = next((c for c in weaver.children[spot.head] if tokens[c].dep == "poss"), None)
    owner = weaver.by_head.get(owner_token) if owner_token is not None else None
    if owner is None:
        return
    same = {weaver.fate[owner]}
    for noun, converses in load("roles")["converses"].items():
        if spot.noun not in converses:
            continue
        for other, earlier in enumerate(weaver.spots):
            if earlier.noun != noun or earlier.form != "role" or weaver.fate[other] not in same:
                continue
            token = next((c for c in weaver.children[earlier.head] if tokens[c].dep == "poss"), None)
            holder = weaver.by_head.get(token) if token is not None else None
            if holder is not None and weaver.fate[holder] != weaver.fate[index]:
                join(weaver, holder, index)
                return
    for other in range(index - 1, -1, -1):  # "his lawyer ... his lawyer", of one owner
        earlier = weaver.spots[other]
        if earlier.form == "role" and earlier.noun == spot.noun and earlier.determiner == "possessive":
            token = next((c for c in weaver.children[earlier.head] if tokens[c].dep == "poss"), None)
            holder = weaver.by_head.get(token) if token is not None else None
            if holder is not None and weaver.fate[holder] == weaver.fate[owner]:
                join(weaver, other, index)
                return


def _settle_generic(weaver: Weaver, index: int) -> None:
    """ "The young man", "the group": the best ranked of those it can speak of, where one stands out."""
    spot = weaver.spots[index]
    table = load("roles")["generic"]
    if spot.noun not in table["people"] and spot.noun not in table["bodies"] and spot.noun not in table["places"]:
        return
    fitting = []
    for number, held in weaver.threads.items():
        lead = weaver.spots[held.mentions[0]]
        if lead.form == "pronoun" or lead.kind != spot.kind or lead.number != "one" or number == weaver.fate[index]:
            continue
        if not any(weaver.spots[m].form == "name" for m in held.mentions):
            continue
        before = [m for m in held.mentions if weaver.spots[m].start < spot.start]
        if (
            not before
            or spot.sentence - weaver.spots[before[-1]].sentence > 4
            or _gender_clash(weaver, number, spot.gender)
        ):
            continue
        if _nested(weaver.spots[before[-1]], spot) or (
            weaver.spots[before[-1]].sentence == spot.sentence and _arguments_of_one(weaver, before[-1], index)
        ):
            continue
        if any(_of_another_sort(weaver.spots[m], spot) for m in held.mentions if weaver.spots[m].form == "name"):
            continue
        fit = len(before) - 1.5 * (spot.sentence - weaver.spots[before[-1]].sentence)
        if spot.kind == "organisation" and any(
            w in weaver.spots[m].noun.split() for m in held.mentions for w in (spot.noun,)
        ):
            fit += 3
        if spot.kind == "place":
            fit = -(spot.start - weaver.spots[before[-1]].start) / 100 - (
                3 if not _place_fits(weaver.spots[before[-1]], spot.noun) else 0
            )
        fitting.append((fit, number))
    fitting.sort(reverse=True)
    if fitting and (len(fitting) == 1 or fitting[0][0] - fitting[1][0] >= 1.0):
        join(weaver, weaver.threads[fitting[0][1]].mentions[0], index)


def _of_another_sort(name: Spot, role: Spot) -> bool:
    """Whether what is known of a name forbids a noun: no country is "the city", no agency "the militia", no armed group "the newspaper"."""
    if role.kind == "place":
        kinds, known = load("roles")["place_kinds"].get(role.noun), lookup(name.noun)
        return bool(kinds and known) and not any(entry.kind in kinds for entry in known)
    table, words = load("roles")["generic"], name.noun.split()
    told = names.head_of_body(words) if len(words) > 1 else ""
    alike = any(told in row and role.noun in row for row in table["alike"])
    if told in load("roles")["bodies"]["nouns"] and not alike and role.noun not in (told, *table["any_body"]):
        return True  # no ministry is "the company"
    if role.noun in table["houses"]:
        return fold(name.words) in groups()
    press = (
        name.words.casefold() in agencies()
        or name.words in outlet_forms()
        or (words[-1:] and words[-1] in table["press"])
    )
    return role.noun in table["factions"] and bool(press)


def _place_fits(place: Spot, noun: str) -> bool:
    found = lookup(place.noun)
    return bool(found) and found[0].kind in load("roles")["place_kinds"].get(noun, [found[0].kind])


def _nested(outer: Spot, inner: Spot) -> bool:
    return (outer.start <= inner.start and inner.end <= outer.end) or (
        inner.start <= outer.start and outer.end <= inner.end
    )


# --- pronouns ----------------------------------------------------------------------------------------------------------


def _settle_pronoun(weaver: Weaver, index: int) -> None:
    spot = weaver.spots[index]
    if spot.gender in ("speaker", "speakers"):
        _settle_speaker(weaver, index)
        return
    ranked = rank(weaver, index)
    if not ranked:
        return
    least = _least(weaver, spot)
    score, number = ranked[0]
    if score >= least:
        join(weaver, weaver.threads[number].mentions[0], index)
        if spot.gender in ("male", "female"):
            weaver.threads[weaver.fate[index]].genders[spot.gender] += 1


def _least(weaver: Weaver, spot: Spot) -> float:
    """The score below which a pronoun is nobody's that the text names."""
    table: Mapping[str, float] = load("coreference").get("thresholds", {})
    told = _told_by(weaver, spot)
    return (told.alone if told is not None else table).get(spot.gender, -1e9)


def _told_by(weaver: Weaver, spot: Spot) -> Kinship | None:
    """The network's scores where it answers for this sort of pronoun; None where the questions alone rank it."""
    kinship = weaver.kinship
    return kinship if kinship is not None and spot.gender in kinship.alone else None


def rank(weaver: Weaver, index: int) -> list[tuple[float, int]]:
    """The threads a pronoun may belong to, best first, with their score."""
    told = _told_by(weaver, weaver.spots[index])
    weights = told.weights if told is not None else weaver.weights
    scored = [
        (sum(weights.get(name, 0.0) * value for name, value in features.items()), number)
        for number, features in questions(weaver, index).items()
    ]
    if told is not None:
        scored = [(score + _kin(weaver, told, index, number), number) for score, number in scored]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def judged_by(mentions: Sequence[int], index: int) -> list[int]:
    """The mentions of a thread by which a network judges it for a pronoun: the eight last before it, the two first after it."""
    return [m for m in mentions if m < index][-_BEFORE:] + [m for m in mentions if m > index][:_AFTER]


def _kin(weaver: Weaver, kinship: Kinship, index: int, number: int) -> float:
    """What the network gives a thread: the logarithm of the sum over its mentions, as in training."""
    seen = [kinship.pairs.get((index, m)) for m in judged_by(weaver.threads[number].mentions, index)]
    told = [score for score in seen if score is not None]
    if not told:
        return kinship.outside.get(weaver.spots[index].gender, 0.0)
    highest = max(told)
    return highest + math.log(sum(math.exp(score - highest) for score in told))


def questions(weaver: Weaver, index: int) -> dict[int, dict[str, float]]:
    """For each thread that a pronoun may belong to the answers to the questions that rank it."""
    spot = weaver.spots[index]
    near: list[tuple[int, int, bool]] = []  # start of the mention to judge by, thread, whether it comes after
    for number, held in weaver.threads.items():
        if number == weaver.fate[index] or not _possible(weaver, number, held, index):
            continue
        at = bisect_right(held.mentions, index) - 1
        if at >= 0:
            while at > 0 and _appended(weaver, held.mentions[at - 1], held.mentions[at]):
                at -= 1  # "Ruiz, the lawyer, said that she": the pronoun looks to the name, not to what is added
            mention = held.mentions[at]
            if spot.sentence - weaver.spots[mention].sentence <= _REACH:
                near.append((mention, number, False))
        else:
            mention = held.mentions[0]
            if weaver.spots[mention].sentence == spot.sentence and weaver.spots[mention].form != "pronoun":
                near.append((mention, number, True))
    ordered = sorted((n for n in near if not n[2]), reverse=True)
    places = {number: at for at, (_, number, _) in enumerate(ordered)}
    first = next(
        (n for n in sorted(weaver.threads) if weaver.spots[n].kind == "person" and weaver.spots[n].form == "name"), None
    )
    last = _last_so_called(weaver, index)
    return {
        number: _answers(weaver, index, mention, number, after, places.get(number, len(places)), first, last)
        for mention, number, after in near
    }


def _appended(weaver: Weaver, host: int, added: int) -> bool:
    """Whether the second mention is an apposition to the first."""
    token = weaver.parse.tokens[weaver.spots[added].head]
    return token.dep == "appos" and weaver.spots[host].first <= token.head < weaver.spots[host].last


def _last_so_called(weaver: Weaver, index: int) -> int | None:
    gender = weaver.spots[index].gender
    for other in range(index - 1, -1, -1):
        if weaver.spots[other].form == "pronoun" and weaver.spots[other].gender == gender:
            return weaver.fate[other]
    return None


def _possible(weaver: Weaver, number: int, held: _Thread, index: int) -> bool:
    """Whether nothing forbids that a pronoun belongs to a thread: kind, number, gender, grammar."""
    spot = weaver.spots[index]
    lead = next(
        (weaver.spots[m] for m in held.mentions if weaver.spots[m].form != "pronoun"), weaver.spots[held.mentions[0]]
    )
    kinds = {weaver.spots[m].kind for m in held.mentions if weaver.spots[m].form != "pronoun"}
    if not kinds:
        return spot.gender in ("male", "female") and lead.gender == spot.gender
    if spot.gender in ("male", "female"):
        if not kinds & {"person", "other", "organisation", "place"} or lead.number == "many":
            return False
        if kinds & {"organisation", "place"} and "person" not in kinds and not _maybe_person(weaver, held):
            return False
        if _gender_clash(weaver, number, spot.gender):
            return False
    elif spot.gender == "thing":
        if not kinds & {"organisation", "unit", "place", "event", "other"} or lead.number == "many":
            return False
    elif lead.number != "many" and not kinds & {"organisation", "unit", "nationality"}:
        return False
    return not any(_forbidden(weaver, m, index) for m in held.mentions)


def _maybe_person(weaver: Weaver, held: _Thread) -> bool:
    """A name that the reader took for something else but that looks like a person's: capitals, two or three words."""
    lead = next(
        (weaver.spots[m] for m in held.mentions if weaver.spots[m].form != "pronoun"), weaver.spots[held.mentions[0]]
    )
    words = lead.noun.split()
    placed = [weaver.spots[m] for m in held.mentions if weaver.spots[m].form == "name"]
    if len(placed) >= _PLACED and all(spot.kind == "place" for spot in placed):
        return False
    return (
        lead.form == "name"
        and 1 <= len(words) <= 3
        and not set(words) & (names.body_words() | names.known_bodies())
        and not names.is_acronym(lead.words)
        and not (lead.kind == "place" and _great_place(lead.noun))
    )


def _great_place(noun: str) -> bool:
    """Whether a name is a place that everybody knows; small towns share their names with too many people."""
    known = lookup(noun)
    return bool(known) and (known[0].kind in ("country", "area") or known[0].population >= _GREAT)


def _gender_clash(weaver: Weaver, number: int, gender: str) -> bool:
    if gender not in ("male", "female"):
        return False
    told = weaver.threads[number].genders
    other = "female" if gender == "male" else "male"
    return told[other] > told[gender]


def _forbidden(weaver: Weaver, mention: int, index: int) -> bool:
    """Grammar's "cannot": no phrase holds its own pronoun, and a verb's two arguments differ unless reflexive."""
    spot, other = weaver.spots[index], weaver.spots[mention]
    if other.form != "pronoun" and other.start <= spot.start and spot.end <= other.end:
        return True
    if other.sentence != spot.sentence:
        return False
    reflexive = spot.noun in load("roles")["pronouns"]["reflexive"]
    if reflexive:
        return False
    return _arguments_of_one(weaver, mention, index)


def _arguments_of_one(weaver: Weaver, left: int, right: int) -> bool:
    tokens = weaver.parse.tokens
    a, b = tokens[weaver.spots[left].head], tokens[weaver.spots[right].head]
    arguments = _SUBJECT | _OBJECT
    if a.dep == "poss" or b.dep == "poss":
        return False
    if a.head == b.head and a.dep in arguments and b.dep in arguments:
        return True
    for one, two in ((a, b), (b, a)):
        if (
            one.dep in _SUBJECT
            and two.dep == "pobj"
            and tokens[two.head].head == one.head
            and tokens[two.head].dep == "prep"
        ):
            return two is b and one is a and tokens[two.head].text.casefold() not in load("roles")["pronouns"]["around"]
    return False


def _role_of(token: Token) -> str:
    if token.dep in _SUBJECT:
        return "subject"
    if token.dep in _OBJECT:
        return "object"
    if token.dep == "poss":
        return "possessor"
    if token.dep in ("pobj", "agent", "pcomp"):
        return "oblique"
    return "loose"


def _answers(
    weaver: Weaver, index: int, mention: int, number: int, after: bool, place: int, first: int | None, last: int | None
) -> dict[str, float]:
    """The questions that rank one thread for one pronoun, answered: 1 for yes, a number where it is one."""
    spots, tokens = weaver.spots, weaver.parse.tokens
    spot, other = spots[index], spots[mention]
    mine, theirs = tokens[spot.head], tokens[other.head]
    held = weaver.threads[number]
    role, own = _role_of(theirs), _role_of(mine)
    before = [m for m in held.mentions if m < index]
    away = spot.sentence - other.sentence
    answers = {
        (
            "after"
            if after
            else ("same_sentence", "one_back", "two_back", "three_back")[away]
            if away < 4
            else "far_back"
        ): 1.0,
        role: 1.0,
        f"{own}_after_{role}": 1.0,
        {"name": "named", "role": "by_role", "pronoun": "by_pronoun"}[other.form]: 1.0,
        "often": math.log1p(len(before)),
        "in_document": math.log1p(sum(spots[m].form == "name" for m in held.mentions)),
    }
    if place and not after:
        answers[f"rank_{min(place, 3)}"] = 1.0
        answers["rank"] = min(place, 8) / 8
    tests = {
        "same_role": theirs.dep == mine.dep,
        "first_told": number == first,
        "gender_told": held.genders[spot.gender] > 0,
        "gender_open": spot.gender in ("male", "female") and not held.genders,
        "not_person": spot.gender in ("male", "female")
        and "person" not in {spots[m].kind for m in held.mentions if spots[m].form != "pronoun"},
        "only_role": all(spots[m].form != "name" for m in held.mentions),
        "governs": not after and away == 0 and role == "subject" and _governs(weaver, other.head, spot.head),
        "own_subject": not after
        and away == 0
        and role == "subject"
        and weaver.verbs[other.head] == weaver.verbs[spot.head],
        "fronted": after and role == "subject" and _governs(weaver, other.head, spot.head),
        "reports": not after and away == 0 and role == "subject" and _reports(weaver, other.head, spot.head),
        "spoke": _speaks_around(weaver, number, spot),
        "quote_differs": (_quote_at(weaver, spot.start) is None) != (_quote_at(weaver, other.start) is None),
        "listed": theirs.dep == "conj" or any(tokens[c].dep == "conj" for c in weaver.children[other.head]),
        "appended": theirs.dep == "appos",
        "last_so_called": number == last,
        "subject_nearby": any(
            spots[m].sentence in (spot.sentence, spot.sentence - 1) and tokens[spots[m].head].dep in _SUBJECT
            for m in before
        ),
        "paragraph": "\n" in weaver.text[min(spot.start, other.end) : max(spot.start, other.end)],
        "within_other": _inside_other(weaver, mention),
        "full_name": other.form == "name" and len(other.noun.split()) > 1,
        "passive": theirs.dep == "nsubjpass",
        "main_clause": role == "subject" and tokens[theirs.head].dep == "ROOT",
        "begins": other.start == tokens[weaver.parse.sentences[other.sentence][0]].start,
    }
    answers.update({name: 1.0 for name, yes in tests.items() if yes})
    answers.update(_shape(weaver, index, mention, number, role, own, away, after))
    return answers


def _shape(
    weaver: Weaver, index: int, mention: int, number: int, role: str, own: str, away: int, after: bool
) -> dict[str, float]:
    """Questions about both places at once: how far, in which clause, who else stands between."""
    spots, tokens = weaver.spots, weaver.parse.tokens
    spot, other, held = spots[index], spots[mention], weaver.threads[number]
    near = "after" if after else str(min(away, 2))
    people = [m for m in range(len(spots)) if spots[m].kind == "person" and spots[m].number == "one"]
    low, high = sorted((index, mention))
    between = {weaver.fate[m] for m in people if low < m < high} - {number, weaver.fate[index]}
    names_here = sum(spots[m].form == "name" for m in held.mentions)
    most = _most_named(weaver)
    sentence_start = tokens[weaver.parse.sentences[spot.sentence][0]].start
    clause = tokens[weaver.verbs[spot.head]].dep
    before = [m for m in held.mentions if m < index]
    shaped = {
        f"{near}_{role}": 1.0,
        f"{near}_{own}_{role}": 1.0,
        "between": min(len(between), 4) / 4,
        "nobody_between": float(not between),
        "share": len(before) / max(1, sum(1 for m in people if m < index)),
        "topic": float(number == most and names_here > 1),
        "far": math.log1p(abs(spot.first - other.first)) / 4,
        "depth": min(_depth(tokens, other.head), 6) / 6,
        "subjects": math.log1p(sum(tokens[spots[m].head].dep in _SUBJECT for m in before)),
    }
    tests = {
        f"starts_{role}": spot.start == sentence_start,
        "starts_topic": spot.start == sentence_start and number == most,
        f"{own}_topic": number == most,
        "first_in_sentence": not any(
            o < mention and spots[o].sentence == other.sentence and spots[o].kind == "person" for o in people
        ),
        f"{own}_governed_{clause}": not after
        and away == 0
        and role == "subject"
        and _governs(weaver, other.head, spot.head),
        "bracketed": weaver.text[max(0, other.start - 1) : other.start] == "(",
        "same_verb": tokens[weaver.verbs[spot.head]].lemma == tokens[weaver.verbs[other.head]].lemma
        and weaver.verbs[spot.head] != weaver.verbs[other.head],
        "in_relative": _under(tokens, other.head, "relcl"),
        "by_agent": tokens[tokens[other.head].head].dep == "agent",
        "also_possessor": role == "possessor" and own == "possessor" and away == 0,
        "twice_in_sentence": sum(spots[m].sentence == spot.sentence for m in before) > 1,
        "object_of_clause_before": away == 0
        and role == "object"
        and own == "subject"
        and clause in ("advcl", "relcl", "conj"),
    }
    shaped.update({name: 1.0 for name, yes in tests.items() if yes})
    return shaped


def _most_named(weaver: Weaver) -> int | None:
    """The person most often named in the whole text; the earlier of two."""
    best, found = 0, None
    for number in sorted(weaver.threads):
        held = weaver.threads[number]
        if weaver.spots[held.mentions[0]].kind == "person":
            count = sum(weaver.spots[m].form == "name" for m in held.mentions)
            if count > best:
                best, found = count, number
    return found


def _depth(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    while tokens[at].head != at and depth < 30:
        at, depth = tokens[at].head, depth + 1
    return depth


def _under(tokens: Sequence[Token], at: int, dep: str) -> bool:
    for _ in range(30):
        if tokens[at].dep == dep:
            return True
        if tokens[at].head == at:
            return False
        at = tokens[at].head
    return False


def _reports(weaver: Weaver, subject: int, at: int) -> bool:
    """Whether the subject's verb is one of speech or belief and the pronoun stands in what is said: "Hale said he ..."."""
    tokens = weaver.parse.tokens
    verb = tokens[subject].head
    if tokens[verb].lemma not in load("roles")["speech"]["verbs"]:
        return False
    for _ in range(40):
        up = tokens[at].head
        if up == verb:
            return tokens[at].dep in ("ccomp", "xcomp")
        if up == at:
            return False
        at = up
    return False


def _inside_other(weaver: Weaver, mention: int) -> bool:
    spot = weaver.spots[mention]
    return any(
        o.first <= spot.first and spot.last <= o.last and (o.first, o.last) != (spot.first, spot.last)
        for o in weaver.spots[max(0, mention - 4) : mention]
    )


def _governs(weaver: Weaver, subject: int, at: int) -> bool:
    """Whether a token stands in a clause under the verb of this subject."""
    verb = weaver.parse.tokens[subject].head
    for _ in range(40):
        if at == verb:
            return True
        up = weaver.parse.tokens[at].head
        if up == at:
            return False
        at = up
    return False


# --- speakers ----------------------------------------------------------------------------------------------------------


def _quote_at(weaver: Weaver, start: int) -> Quote | None:
    found = None
    for quote in weaver.quotes:
        if quote.outer_start > start:
            break
        if start < quote.outer_end:
            found = quote
    return found


def _speaks_around(weaver: Weaver, number: int, spot: Spot) -> bool:
    quote = _quote_at(weaver, spot.start)
    speaker = _speaker(weaver, quote) if quote is not None else None
    return speaker is not None and weaver.fate[speaker] == number


def _speaker(weaver: Weaver, quote: Quote) -> int | None:
    """The spot that is the subject of the verb of speech beside a quotation; None where there is none."""
    tokens = weaver.parse.tokens
    verbs = load("roles")["speech"]["verbs"]
    best: tuple[int, int] | None = None
    for at, token in enumerate(tokens):
        if (
            token.pos not in ("VERB", "AUX")
            or token.lemma not in verbs
            or quote.outer_start <= token.start < quote.outer_end
        ):
            continue
        gap = token.start - quote.outer_end if token.start >= quote.outer_end else quote.outer_start - token.end
        if (
            gap > 160
            or "\n"
            in weaver.text[min(token.start, quote.outer_end) : max(token.start, quote.outer_start)].strip("\n")[:gap]
        ):
            continue
        subject = next((c for c in weaver.children[at] if tokens[c].dep in _SUBJECT), None)
        index = weaver.by_head.get(subject) if subject is not None else None
        if index is not None and (best is None or gap < best[0]):
            best = gap, index
    return best[1] if best else None


def _settle_speaker(weaver: Weaver, index: int) -> None:
    """ "I" inside a quotation is whoever speaks it; outside one it stays with the other "I"s of the text."""
    spot = weaver.spots[index]
    quote = _quote_at(weaver, spot.start)
    speaker = _speaker(weaver, quote) if quote is not None else None
    if spot.gender == "speaker" and speaker is not None and weaver.spots[speaker].number != "many":
        # The subject may be a pronoun that comes later: it is settled when its turn comes, and takes this one along.
        join(weaver, speaker, index)
        return
    for other in range(index - 1, -1, -1):
        earlier = weaver.spots[other]
        if earlier.form == "pronoun" and earlier.gender == spot.gender and _quote_at(weaver, earlier.start) == quote:
            join(weaver, other, index)
            return


def names_of(spots: Iterable[Spot]) -> list[str]:
    """The words of the names among some spots, in order."""
    return [spot.words for spot in spots if spot.form == "name"]
