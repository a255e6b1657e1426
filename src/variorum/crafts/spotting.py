"""Where a text speaks of somebody or something: names, units, role nouns and pronouns, each with what its own words tell.

A statistical reader's labels are votes here, not verdicts: the kind of a name is settled over the whole document, with tables for
titles, bodies, nationalities and places speaking louder than a single label.
"""

import functools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from variorum.crafts import names
from variorum.crafts.gazetteer import lookup
from variorum.crafts.ranked import find_ranked
from variorum.crafts.tables import load
from variorum.crafts.units import UnitFound, find_units
from variorum.values.entities import EntityKind, MentionForm, UnitName
from variorum.values.parses import Parse, Token

_LABELS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "NORP": "nationality", "GPE": "place", "LOC": "place", "FAC": "place",
    "EVENT": "event", "PRODUCT": "other", "WORK_OF_ART": "other", "LAW": "other", "LANGUAGE": "other",
}  # fmt: skip
_RANKED = 6.0  # a rank right before a name is as sure as a known body
_BIG_TOWN = 5.0  # log10 of the population from which a bare name speaks for the place


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention in the making: token range `[first, last)`, head token, and what its own words tell.

    `gender` is "male", "female", "thing", "many" or "" where open; `number` "one" or "many"; `determiner` "definite",
    "possessive", "indefinite" or "". `noun` is the folded head noun of a role or the folded words of a name. `before` are the
    lemmas of titles that stood before a name.
    """

    first: int
    last: int
    start: int
    end: int
    head: int
    words: str
    kind: EntityKind
    form: MentionForm
    sentence: int
    gender: str = ""
    number: str = "one"
    determiner: str = ""
    noun: str = ""
    before: tuple[str, ...] = ()
    unit: UnitName | None = None


@functools.cache
def _nouns(section: str, key: str) -> frozenset[str]:
    return frozenset(load("roles")[section][key])


@functools.cache
def _pronouns() -> dict[str, str]:
    table = load("roles")["pronouns"]
    kinds = ("male", "female", "thing", "many", "speaker", "speakers")
    return {word: kind for kind in kinds for word in table[kind]}


def sentence_numbers(parse: Parse) -> list[int]:
    """The number of the sentence of each token."""
    numbers = [0] * len(parse.tokens)
    for number, (start, end) in enumerate(parse.sentences):
        numbers[start:end] = [number] * (end - start)
    return numbers


def spot(text: str, parse: Parse) -> tuple[Spot, ...]:
    """Every mention of a text in order: outer ones before those nested in them."""
    sentences = sentence_numbers(parse)
    children: list[list[int]] = [[] for _ in parse.tokens]
    for at, token in enumerate(parse.tokens):
        if token.head != at:
            children[token.head].append(at)
    units = _spot_units(text, parse, sentences)
    taken = {at for unit in units for at in range(unit.first, unit.last)}
    named = _spot_names(text, parse, sentences, taken)
    taken |= {at for name in named for at in range(name.first, name.last)}
    roles = _spot_roles(text, parse, sentences, children, taken)
    pronouns = _spot_pronouns(text, parse, sentences, children)
    found = {(s.start, s.end): s for s in (*pronouns, *roles, *named, *units)}
    return tuple(sorted(found.values(), key=lambda s: (s.start, -s.end)))


def _make(text: str, parse: Parse, sentences: Sequence[int], first: int, last: int, **known: object) -> Spot:
    start, end = parse.tokens[first].start, parse.tokens[last - 1].end
    head = next(
        (i for i in range(first, last) if not first <= parse.tokens[i].head < last or parse.tokens[i].head == i),
        last - 1,
    )
    made = Spot(first, last, start, end, head, text[start:end], "other", "name", sentences[first])
    return replace(made, **known)  # type: ignore[arg-type]


def _spot_units(text: str, parse: Parse, sentences: Sequence[int]) -> list[Spot]:
    starts = {token.start: at for at, token in enumerate(parse.tokens)}
    found = []
    for unit in find_units(text):
        if unit.unit.type == "forces":
            continue  # "the Rapid Support Forces": a body like others, which texts also call by its initials
        first = starts.get(unit.start)
        if first is None:
            first = max((at for at, t in enumerate(parse.tokens) if t.start <= unit.start), default=0)
        last = first
        while last < len(parse.tokens) and parse.tokens[last].start < unit.end:
            last += 1
        found.append(replace(_unit_spot(text, parse, sentences, unit, first, last)))
    return found


def _unit_spot(text: str, parse: Parse, sentences: Sequence[int], unit: UnitFound, first: int, last: int) -> Spot:
    made = _make(text, parse, sentences, first, max(last, first + 1), kind="unit", gender="thing", unit=unit.unit)
    noun = " ".join(names.words_of(text[unit.start : unit.end]))
    return replace(made, start=unit.start, end=unit.end, words=text[unit.start : unit.end], noun=noun)


def _name_token(token: Token) -> bool:
    return token.pos == "PROPN" and token.text[:1].isalpha() and token.text[:1].isupper()


def _spot_names(text: str, parse: Parse, sentences: Sequence[int], taken: set[int]) -> list[Spot]:
    """Runs of name tokens, titles trimmed, with the kind voted over the document."""
    ranked, ranks = _ranked_runs(text, parse, taken)
    runs = [run for run in _runs(parse, sentences, taken | ranks, ranked) if run is not None]
    votes: dict[str, dict[str, float]] = {}
    drafts: list[tuple[int, int, tuple[str, ...], str]] = []
    for first, last, label in runs:
        begin, finish, before = _trim(parse, first, last)
        if first in ranked:
            begin, finish = first, last
        if begin >= finish or not any(c.isalpha() for t in parse.tokens[begin:finish] for c in t.text):
            continue
        key = " ".join(names.words_of(text[parse.tokens[begin].start : parse.tokens[finish - 1].end]))
        if not key or key in load("names")["never"]["words"] or _only_titles(key):
            continue
        if _no_name(parse, begin, finish, key):
            continue
        drafts.append((begin, finish, before, key))
        own = votes.setdefault(key, {})
        for kind, weight in _evidence(text, parse, begin, finish, label, before, key):
            own[kind] = own.get(kind, 0.0) + weight
        if first in ranked:
            own["person"] = own.get("person", 0.0) + _RANKED
    kinds = _settle(votes)
    return [_named(text, parse, sentences, draft, kinds[draft[3]]) for draft in drafts]


def _no_name(parse: Parse, first: int, last: int, key: str) -> bool:
    """Whether a run only looks like a name: "US-backed", "R-TX", a month cut short beside a figure, an owner without its mark."""
    tokens, table = parse.tokens, load("names")
    if len(key) == 1:
        return True  # a letter
    words = "".join(t.text for t in tokens[first:last]) if last - first <= 3 else ""
    head, hyphen, end = words.rpartition("-")
    if hyphen and end.casefold() in table["adjectives"]["ends"]:
        return True
    if (
        hyphen
        and head in table["adjectives"]["parties"]
        and 1 < len(end) <= 5
        and first > 0
        and tokens[first - 1].text in (",", "(")
    ):
        return True
    if last - first == 1 and _owner_without_mark(tokens, first):
        return True  # "Syrias state TV"
    beside = [tokens[i].text for i in (first - 1, last) if 0 <= i < len(tokens)]
    return key in table["never"]["months"] and any(word[:1].isdigit() for word in beside)


def _ranked_runs(text: str, parse: Parse, taken: set[int]) -> tuple[dict[int, int], set[int]]:
    """The names behind ranks, as the end by the first token, and the tokens of those ranks; none that reaches into a unit."""
    runs: dict[int, int] = {}
    ranks: set[int] = set()
    starts = [token.start for token in parse.tokens]
    for found in find_ranked(text):
        first, last = bisect_left(starts, found.name[0]), bisect_left(starts, found.name[1])
        begin = bisect_left(starts, found.rank[0])
        whole = first < last and starts[first] == found.name[0] and parse.tokens[last - 1].end == found.name[1]
        if whole and not taken & set(range(begin, last)):
            runs[first] = last
            ranks |= set(range(begin, first))
    return runs, ranks


def _only_titles(key: str) -> bool:
    """Whether a name is nothing but titles, or a post and the words around it: "General", "Mr", "Officer Commanding"."""
    inside, last = _post_words()
    told = [word in names.titles() or word in names.honorifics() or word in last for word in key.split()]
    return any(told) and all(told[at] or word in inside for at, word in enumerate(key.split()))


@functools.cache
def _post_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words of posts, and those of them that end one; what is also a body or a civil post ("Police", "Head") ends none."""
    titles = load("posts")["titles"]
    heads = [names.fold(head).split() for head in titles["heads"] if head not in titles["loose"]]
    inside = frozenset(word for head in heads for word in head if len(word) > 2)
    bodies = names.body_words() | load("units")["types"].keys() | set(titles["loose"])
    return inside, frozenset(head[-1] for head in heads) - bodies


def _named(
    text: str, parse: Parse, sentences: Sequence[int], draft: tuple[int, int, tuple[str, ...], str], kind: EntityKind
) -> Spot:
    first, last, before, key = draft
    words = text[parse.tokens[first].start : parse.tokens[last - 1].end]
    gender, number = "thing", "one"
    if kind == "person":
        gender = _title_gender(before) or names.gender_of(words)
    if kind == "nationality":
        gender, number = "", "many" if words.endswith("s") else "one"
    return _make(text, parse, sentences, first, last, kind=kind, gender=gender, number=number, noun=key, before=before)


def _title_gender(before: Iterable[str]) -> str:
    for word in before:
        if names.honorifics().get(word):
            return names.honorifics()[word]
        for gender in ("male", "female"):
            if word in load("names")["titles"][gender] or word in _nouns("people", gender):
                return gender
    return ""


def _runs(
    parse: Parse, sentences: Sequence[int], taken: set[int], ranked: Mapping[int, int]
) -> Iterable[tuple[int, int, str] | None]:
    """Runs of tokens that the reader labelled or that look like names, joined where grammar joins them.

    `ranked` are names that a rank tells, as the end by the first token: they are taken as they are.
    """
    tokens, at = parse.tokens, 0
    known = {t.text for t in tokens if _name_token(t) and (t.name in _LABELS)}
    while at < len(tokens):
        token = tokens[at]
        if at in ranked:
            yield at, ranked[at], "PERSON"
            at = ranked[at]
            continue
        if at in taken or not (
            token.name in _LABELS
            or (_name_token(token) and not token.name)
            or _overlooked(tokens, at, sentences, known)
        ):
            at += 1
            continue
        first, label = at, token.name
        at += 1
        while (
            at < len(tokens)
            and at not in taken
            and at not in ranked
            and sentences[at] == sentences[first]
            and _goes_on(tokens, first, at, label)
        ):
            label = label or tokens[at].name
            at += 1
        yield first, at, label


def _overlooked(tokens: Sequence[Token], at: int, sentences: Sequence[int], known: set[str]) -> bool:
    """Whether the tagger missed a name: a capital where none belongs, on a word that is a name elsewhere or a first name."""
    token = tokens[at]
    if (
        token.name
        or token.pos not in ("NOUN", "ADJ", "VERB", "ADV", "X", "INTJ")
        or not token.text[:1].isupper()
        or len(token.text) < 3
    ):
        return False
    if token.text in known:
        return True
    starts = at == 0 or sentences[at] != sentences[at - 1]
    return names.fold(token.text) in names.first_names() and not starts and token.pos == "NOUN" and token.tag != "NNS"


def _goes_on(tokens: Sequence[Token], first: int, at: int, label: str) -> bool:
    """Whether the token belongs to the name that began at `first`."""
    token, last = tokens[at], tokens[at - 1]
    if token.tag in ("-LRB-", "-RRB-", "``", "''") or token.text in ("(", ")", "[", "]"):
        return False
    owner = token.tag == "POS" or last.tag == "POS"
    if (
        token.name in _LABELS
        and not token.begins
        and token.name == last.name
        and not (owner and token.name in ("GPE", "LOC", "FAC", "PERSON", "NORP"))
    ):
        return True
    if token.start - last.end > 1 or token.text == "," or last.text in ("'s", "’s", "’", "'"):
        return False
    if token.text == "-" or last.text == "-":
        return token.start == last.end and (token.text == "-" or token.text[:1].isalpha())
    if token.name in _LABELS and token.begins:
        return _name_token(token) and _joined(tokens, first, at) and token.name == label == "PERSON"
    if not _name_token(token) or token.name not in ("", *_LABELS):
        return False
    return _joined(tokens, first, at)


def _joined(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether grammar makes one phrase of a run and the token after it."""
    token = tokens[at]
    inside = range(first, at)
    return (
        (token.head in inside and token.dep in ("compound", "flat", "nmod"))
        or any(tokens[i].head == at and tokens[i].dep in ("compound", "flat", "nmod", "amod") for i in inside)
        or any(tokens[i].head == token.head and tokens[i].dep == token.dep == "compound" for i in inside)
    )


def _trim(parse: Parse, first: int, last: int) -> tuple[int, int, tuple[str, ...]]:
    """A run without article, possessive ending, and the titles before a name, which are returned as lemmas."""
    tokens = parse.tokens
    before: list[str] = []
    while last > first and (
        tokens[last - 1].text in ("'s", "’s", "'", "’", "-", "/", ",", ".", '"', "”")
        or tokens[last - 1].pos in ("PUNCT", "PART")
    ):
        last -= 1
    while first < last and (
        tokens[first].pos in ("DET", "PUNCT", "NUM", "PART", "ADP", "CCONJ") or not tokens[first].text[0].isalnum()
    ):
        first += 1
    while first < last - 1 and tokens[first].text.casefold() in load("names")["never"]["leading"]:
        first += 1  # "Near Palmyra" at the head of a line
    if last - first > 1 and _owner_without_mark(tokens, first):
        first += 1  # "Syrias Hasakeh"
    titled = first < last and tokens[first].text.casefold() in load("names")["bodies"]["titled"]
    if titled and all(t.name == "ORG" and t.begins == (i == 0) for i, t in enumerate(tokens[first:last])):
        return first, last, ()  # "General Motors": the reader has the whole for a body
    words = names.titles() | names.honorifics().keys()
    while first < last - 1:
        word = names.fold(tokens[first].text)
        known = word in words or word.removeprefix("ex ") in words or word in _all_people()
        nationality = word in names.nationalities() and names.fold(tokens[first + 1].text) in words | _all_people()
        if not (known or nationality):
            break
        if _is_body_run(tokens, first, last):
            break
        before.append(word)
        first += 1
    lone = first
    while (
        lone > 0
        and lone > first - 4
        and tokens[lone - 1].pos in ("NOUN", "PROPN")
        and tokens[lone - 1].head in range(first, last)
    ):
        before.insert(0, names.fold(tokens[lone - 1].lemma))
        lone -= 1
    return first, last, tuple(dict.fromkeys(before))


def _owner_without_mark(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is the country that owns what follows, in a text that has lost its apostrophes: "Syrias Hasakeh"."""
    word = tokens[at].text
    if not word.endswith("s") or lookup(names.fold(word)):
        return False
    known = lookup(names.fold(word[:-1]))
    return bool(known) and known[0].kind == "country"


@functools.cache
def _all_people() -> frozenset[str]:
    return _nouns("people", "male") | _nouns("people", "female") | _nouns("people", "neutral")


def _is_body_run(tokens: Sequence[Token], first: int, last: int) -> bool:
    return names.fold(tokens[last - 1].text) in names.body_words()


def _evidence(
    text: str, parse: Parse, first: int, last: int, label: str, before: Sequence[str], key: str
) -> list[tuple[str, float]]:
    """What speaks for which kind of name at this place, with weights."""
    tokens, words = parse.tokens, key.split()
    found: list[tuple[str, float]] = []
    written = text[tokens[first].start : tokens[last - 1].end]
    article = len(words) == 2 and words[0] in _particles() and (written[0].islower() or "-" in written)
    if label in _LABELS:
        # A small model's label is right about four times in five on a name of several words, less on one word.
        weight = 1.0 if len(words) > 1 else 0.8
        # "al-Midan" alone is a quarter or a town more often than somebody who has no other name.
        found.append((_LABELS[label], 0.5 if article and label == "PERSON" else weight))
    if article and first > 0 and tokens[first - 1].lemma.casefold() in load("places")["before"]:
        found.append(("place", 1.2))
    if len(words) > 1 and words[0] in load("names")["bodies"]["first"]:
        found.append(("organisation", 3.0))
    if len(words) == 1 and key in names.body_words():
        found.append(("organisation", 0.9))
    if key in names.known_bodies():
        found.append(("organisation", 6.0))
    if len(words) == 1 and (key in names.nationalities() or f"{key}s" in names.nationalities()):
        found.append(("nationality", 6.0))
    if len(words) > 1 and (words[-1] in names.body_words() or _before_of(words) in names.body_words()):
        found.append(("organisation", 3.0))
    if len(words) == 1 and key in names.body_words() and first > 0 and tokens[first - 1].pos == "DET":
        found.append(("organisation", 2.0))  # "the Gazette": a body by its last word alone
    if len(words) > 1 and words[0] in load("names")["bodies"]["said_before"]:
        found.append(("organisation", 3.0))
    if len(words) > 1 and words[-1] in load("places")["last"]:
        found.append(("place", 2.5))
    elif len(words) > 1 and words[0] in load("places")["first"]:
        found.append(("place", 1.2))
    if words[-1] in load("names")["bodies"]["events"]:
        found.append(("event", 3.0))
    if key in load("names")["feasts"]["words"]:
        found.append(("event", 6.0))
    if len(words) == 2 and words[0] in load("names")["bodies"]["before_a_place"] and lookup(words[1]):
        found.append(("organisation", 4.0))  # "Air China"
    if any(w in _nouns("naming", "bodies") or w in load("roles")["naming"]["makers"] for w in before):
        found.append(("organisation", 1.8))  # "aircraft maker Boeing"
    people_words = names.titles() | _all_people()
    if any(w in names.honorifics() or w in people_words for w in before):
        found.append(("person", 1.8))
    if names.is_acronym(text[tokens[first].start : tokens[last - 1].end]) and len(words) == 1:
        found.append(("organisation", 1.2))
    if len(words) > 1 and not article and words[0] in names.first_names() and words[-1] not in names.body_words():
        found.append(("person", 1.4))
    if len(words) == 1 and words[0] in names.first_names():
        found.append(("person", 0.5))
    found.extend(_context(tokens, first, last))
    found.extend(_grammar(parse, first, last))
    found.extend(_on_the_map(tokens, first, last, key))
    return found


@functools.cache
def _particles() -> frozenset[str]:
    return frozenset(load("units")["modifiers"]["particles"])


def _before_of(words: Sequence[str]) -> str:
    """The word before "of" or "for" in a name ("Ministry of Health", "Observatory for ..."); "" where there is none."""
    of = (*load("places")["belonging"], *load("names")["bodies"]["scope"])
    return next((words[at - 1] for at, word in enumerate(words) if at and word in of), "")


def _context(tokens: Sequence[Token], first: int, last: int) -> list[tuple[str, float]]:
    """What the words around a name say: an age behind it, a relative pronoun, a verb of speech."""
    found: list[tuple[str, float]] = []
    if (
        last + 1 < len(tokens)
        and tokens[last].text == ","
        and tokens[last + 1].text.isdigit()
        and len(tokens[last + 1].text) == 2
    ):
        found.append(("person", 2.0))
    relative = last + 1 if last < len(tokens) and tokens[last].text == "," else last
    if relative < len(tokens) and tokens[relative].tag in ("WP", "WP$"):
        found.append(("person", 1.5))
    head = tokens[last - 1]
    if head.dep == "nsubj" and tokens[head.head].lemma in load("roles")["speech"]["verbs"]:
        found.extend((("person", 0.4), ("organisation", 0.2)))
    return found


def _grammar(parse: Parse, first: int, last: int) -> list[tuple[str, float]]:
    """What an apposition, "the city of" or "the ... group" says of a name."""
    tokens = parse.tokens
    found: list[tuple[str, float]] = []
    noun = tokens[tokens[last - 1].head]
    if tokens[last - 1].dep in ("compound", "nmod") and noun.pos == "NOUN" and noun.tag in ("NN", "NNS"):
        if noun.lemma in load("roles")["naming"]["bodies"]:
            found.append(("organisation", 1.5))
        elif noun.lemma in _nouns("places", "towns") and noun.lemma in load("roles")["naming"]["places"]:
            found.append(("place", 2.0))
    for at in range(first, min(last + 14, len(tokens))):
        token = tokens[at]
        behind = at >= last and token.dep == "appos" and token.head in range(first, last)
        if behind and token.lemma in _nouns("vessels", "nouns"):
            found.append(("other", 2.5))
        elif behind and token.pos == "NOUN":
            sort = _sort_of_noun(token)
            if sort and sort[2] == "one":
                found.append((sort[0], 2.5))
    head = next((i for i in range(first, last) if tokens[i].head not in range(first, last)), last - 1)
    up = tokens[tokens[head].head]
    before = [tokens[i].lemma.casefold() for i in range(max(0, first - 2), first)]
    if before and (before[-1] in _nouns("vessels", "nouns") or set(before) & _nouns("vessels", "before")):
        found.append(("other", 2.5))
    found += [("organisation", weight) for weight in _done_to_bodies(tokens, head)]
    if tokens[head].dep == "appos" and up.pos == "NOUN" and (sort := _sort_of_noun(up)) and sort[2] == "one":
        found.append((sort[0], 2.5))
    over = tokens[up.head]
    if (
        tokens[head].dep == "pobj"
        and up.lemma in load("places")["belonging"]
        and over.lemma in _nouns("places", "nouns") | _nouns("places", "towns")
    ):
        found.append(("place", 3.0))
    return found


def _done_to_bodies(tokens: Sequence[Token], head: int) -> list[float]:
    """What verbs say of a body: somebody joins it or works for it, it is founded, it employs."""
    token, verb = tokens[head], tokens[tokens[head].head]
    table = load("roles")["verbs_of_bodies"]
    if token.dep == "dobj" and verb.lemma in table["joined"]:
        return [1.0]
    if token.dep == "nsubjpass" and verb.lemma in table["founded"]:
        return [1.5]
    if token.dep == "nsubj" and verb.lemma in table["employing"]:
        return [0.8]
    if token.dep == "pobj" and verb.lemma in table["served_by"] and tokens[verb.head].lemma in table["served"]:
        return [0.8]
    return []


def _on_the_map(tokens: Sequence[Token], first: int, last: int, key: str) -> list[tuple[str, float]]:
    known = lookup(key)
    before = tokens[first - 1].lemma.casefold() if first > 0 else ""
    if not known:
        return [("place", 0.6)] if before in load("places")["beside"] else []
    best = known[0]
    if best.kind in ("country", "area"):
        return [("place", 3.0)]
    local = before in load("places")["before"]
    weight = 0.8 if best.population >= 10**_BIG_TOWN or best.kind == "region" else 0.3
    # "the Ellery police": the body is the town's, the name the town.
    body = last < len(tokens) and tokens[last].pos == "NOUN" and tokens[last].lemma in _nouns("bodies", "nouns")
    beside = before in load("places")["beside"]
    return [("place", weight + 0.9 * (local or body) + 0.6 * beside)]


def _settle(votes: dict[str, dict[str, float]]) -> dict[str, EntityKind]:
    """One kind for each name; a single word takes part in the votes of the longer names it closes or opens."""
    pooled = {key: dict(own) for key, own in votes.items()}
    for key, own in votes.items():
        words = key.split()
        if len(words) < 2 or not own:
            continue
        kind = max(own, key=lambda k: (own[k], k))
        for short in {words[0], words[-1]} & votes.keys():
            if kind == "person" or (kind == "organisation" and short == words[0]):
                pooled[short][kind] = pooled[short].get(kind, 0.0) + min(3.0, own[kind])
        # The surname alone, often told with a title or a verb of speech, also speaks for the full name.
        lone = votes.get(words[-1], {})
        person = lone.get("person", 0.0)
        if person >= 1.5 and person > 2 * (sum(lone.values()) - person):
            pooled[key]["person"] = pooled[key].get("person", 0.0) + min(2.0, person)
    return {key: _winner(own) for key, own in pooled.items()}


def _winner(own: dict[str, float]) -> EntityKind:
    best = max(own, key=lambda k: (own[k], k)) if own else "other"
    return next((kind for kind in get_args(EntityKind) if kind == best), "other")


def _spot_roles(
    text: str, parse: Parse, sentences: Sequence[int], children: Sequence[Sequence[int]], taken: set[int]
) -> list[Spot]:
    """Noun phrases whose head is a noun for a person, a body or a place."""
    found = []
    for first, last in parse.chunks:
        head = next(
            (
                i
                for i in range(last - 1, first - 1, -1)
                if not first <= parse.tokens[i].head < last or parse.tokens[i].head == i
            ),
            last - 1,
        )
        token = parse.tokens[head]
        if (
            head in taken
            or token.pos not in ("NOUN", "ADJ", "PROPN")
            or token.name in ("DATE", "TIME", "MONEY", "PERCENT")
        ):
            continue
        sort = _sort_of_noun(token)
        if sort is None:
            continue
        kind, gender, number = sort
        while first < head and parse.tokens[first].pos in ("PUNCT", "CCONJ", "ADV"):
            first += 1
        made = _make(text, parse, sentences, first, last, kind=kind, form="role", gender=gender, number=number)
        noun = names.fold(
            token.text if number == "many" and kind == "person" and token.lemma not in _all_people() else token.lemma
        )
        found.append(replace(made, head=head, determiner=_determiner(parse, children, head), noun=noun))
    return found


def _sort_of_noun(token: Token) -> tuple[EntityKind, str, str] | None:
    plural = token.tag in ("NNS", "NNPS")
    lemma, low = token.lemma, token.text.casefold()
    if low in _nouns("people", "plural"):
        return "person", "many", "many"
    for gender in ("male", "female", "neutral"):
        if lemma in _nouns("people", gender) or low in _nouns("people", gender):
            told = "" if gender == "neutral" else gender
            return "person", "many" if plural else told, "many" if plural else "one"
    if lemma in _nouns("bodies", "nouns"):
        return "organisation", "many" if plural else "thing", "many" if plural else "one"
    if lemma in _nouns("places", "nouns"):
        return "place", "thing", "many" if plural else "one"
    return None


def _determiner(parse: Parse, children: Sequence[Sequence[int]], head: int) -> str:
    table = load("roles")["determiners"]
    for child in children[head]:
        token = parse.tokens[child]
        if token.dep == "poss":
            return "possessive"
        low = token.text.casefold()
        for sort in ("definite", "possessive", "indefinite"):
            if low in table[sort]:
                return sort
        if token.dep == "nummod":
            return "indefinite"
    return ""


def _spot_pronouns(text: str, parse: Parse, sentences: Sequence[int], children: Sequence[Sequence[int]]) -> list[Spot]:
    found = []
    for at, token in enumerate(parse.tokens):
        sort = _pronouns().get(token.text.casefold())
        if sort is None or (token.text == "US" or token.pos == "PROPN"):
            continue
        if sort == "thing" and _pleonastic(parse, children, at):
            continue
        number = "many" if sort in ("many", "speakers") else "one"
        kind: EntityKind = "other" if sort in ("thing", "many") else "person"
        made = _make(text, parse, sentences, at, at + 1, kind=kind, form="pronoun", gender=sort, number=number)
        found.append(replace(made, noun=token.text.casefold()))
    return found


def _pleonastic(parse: Parse, children: Sequence[Sequence[int]], at: int) -> bool:
    """Whether an "it" stands for nothing: weather, "it is clear that", "it took weeks to"."""
    table, token = load("roles")["pleonastic"], parse.tokens[at]
    if token.text.casefold() != "it" or token.dep not in ("nsubj", "nsubjpass", "expl"):
        return False
    if token.dep == "expl":
        return True
    verb = token.head
    kids = children[verb]
    clause = any(parse.tokens[k].dep in ("ccomp", "xcomp", "advcl", "csubj", "relcl", "acl") and k > verb for k in kids)
    told = {parse.tokens[k].text.casefold() for k in kids if parse.tokens[k].dep in ("acomp", "attr", "advmod")}
    deeper = any(
        parse.tokens[g].dep in ("xcomp", "ccomp", "relcl", "acl", "prep")
        for k in kids
        for g in children[k]
        if parse.tokens[k].dep in ("acomp", "attr")
    )
    if parse.tokens[verb].lemma in ("be", "become") and (told & set(table["adjectives"])) and (clause or deeper):
        return True
    if (
        parse.tokens[verb].dep in ("ROOT", "ccomp")
        and parse.tokens[verb].text.casefold() in table["adjectives"]
        and clause
    ):
        return True
    return parse.tokens[verb].lemma in table["verbs"] and (clause or parse.tokens[verb].lemma in ("rain", "snow"))
