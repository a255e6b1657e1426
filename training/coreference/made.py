"""Made pronouns: somebody's name told again is replaced by "he", "his" or "she", and whose it is, is known.

After Kocijan et al. 2019 (WikiCREM), where a repeated name is masked; here a pronoun stands in its place, as the reader will see it. An
author who repeats a name often does so because a pronoun would be unclear, so these are harder than real ones and are learnt from
first, before the pronouns that people annotated. Only passages in which another person is named before are used.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data import WINDOW, document_of, sample
from tokenizers import Tokenizer

from variorum.crafts import coreference
from variorum.crafts.spotting import spot
from variorum.models.parsing import Parser
from variorum.values.parses import Parse

FORMS = {"male": ("he", "his", "him"), "female": ("she", "her", "her")}
REACH, BEHIND = 1300, 250  # letters told before the pronoun, and behind its sentence
EACH = 6  # of one text
_PARTS = {"nsubj": 0, "nsubjpass": 0, "poss": 1, "dobj": 2, "pobj": 2, "dative": 2}


@dataclass(frozen=True)
class Made:
    """A passage with a made pronoun at `[at, at + length)`; `same` are the places of the name told before."""

    text: str
    at: int
    length: int
    same: tuple[tuple[int, int], ...]


def make(text: str, parse: Parse, rng: random.Random) -> list[Made]:
    """At most `EACH` passages of a text, drawn at random."""
    spots, tokens = spot(text, parse), parse.tokens
    weaver = coreference.weave(text, parse, spots)
    people = [
        (number, thread)
        for number, thread in weaver.threads.items()
        if any(spots[m].form == "name" and spots[m].kind == "person" for m in thread.mentions)
    ]
    drafts = []
    for number, thread in people:
        named = [m for m in thread.mentions if spots[m].form == "name" and spots[m].kind == "person"]
        told = thread.genders.most_common(1)
        gender = told[0][0] if told else rng.choice(["male", "female"])
        for mention in named[1:]:
            begin = _begin(parse, spots[mention].first, spots[mention].last)
            sentence = next((s for s in parse.sentences if s[0] <= spots[mention].head < s[1]), None)
            if (
                begin is None
                or sentence is None
                or tokens[spots[mention].head].dep not in _PARTS
                or _described(parse, spots[mention])
            ):
                continue
            low = min(
                tokens[a].start for a, _ in parse.sentences if tokens[a].start >= tokens[sentence[0]].start - REACH
            )
            high = max(
                tokens[b - 1].end
                for a, b in parse.sentences
                if (a, b) == sentence
                or (a >= sentence[1] and tokens[b - 1].end <= tokens[sentence[1] - 1].end + BEHIND)
            )
            here = range(low, spots[mention].start)
            before = [m for m in named if spots[m].start in here]
            rival = any(
                spots[m].form == "name" and spots[m].start in here
                for other, held in people
                if other != number and set(held.genders) <= {gender}
                for m in held.mentions
            )
            if before and rival:
                drafts.append((mention, gender, begin, low, high, before))
    rng.shuffle(drafts)
    made = []
    for mention, gender, begin, low, high, before in drafts[:EACH]:
        part, end = _PARTS[tokens[spots[mention].head].dep], spots[mention].end
        if part == 1:
            mark = next((m for m in ("'s", "’s", "'", "’") if text.startswith(m, end)), None)
            if mark is None:
                continue
            end += len(mark)
        word = FORMS[gender][part]
        if not text[:begin].rstrip() or text[:begin].rstrip()[-1] in '.!?"”\n' or text[begin - 1] == "\n":
            word = word.capitalize()
        same = tuple((spots[m].start - low, spots[m].end - low) for m in before)
        made.append(Made(text[low:begin] + word + text[end:high], begin - low, len(word), same))
    return made


def _begin(parse: Parse, first: int, last: int) -> int | None:
    """Where a name begins with its titles; None where an article or adjective stands before it."""
    begin = first
    while begin > 0 and parse.tokens[begin - 1].dep == "compound" and first <= parse.tokens[begin - 1].head < last:
        begin -= 1
    before = parse.tokens[begin - 1] if begin else None
    if before is not None and before.dep in ("det", "amod", "nmod") and first <= before.head < last:
        return None
    return parse.tokens[begin].start


def _described(parse: Parse, mention: object) -> bool:
    """Whether something is added to the name that cannot be added to a pronoun."""
    behind = parse.tokens[mention.first : mention.last + 12]
    return any(t.dep in ("appos", "relcl", "conj", "prep", "acl") and t.head == mention.head for t in behind)


def made_samples(texts: Sequence[str], tokenizer: Tokenizer, seed: int = 5) -> Iterator[dict]:
    """Samples as those of GAP: one text, one pronoun, and the thread that holds the name told before."""
    rng, parser = random.Random(seed), Parser()
    documents = [document_of(f"d{at}", text) for at, text in enumerate(texts)]
    passages = [
        made
        for one, parse in zip(documents, parser.parse_all(documents), strict=True)
        for made in make(one.text, parse, rng)
    ]
    documents = [document_of(f"m{at}", made.text) for at, made in enumerate(passages)]
    for made, parse in zip(passages, parser.parse_all(documents), strict=True):
        spots = spot(made.text, parse)
        own = next((i for i, s in enumerate(spots) if s.start == made.at and s.form == "pronoun"), None)
        encoding = tokenizer.encode(made.text, add_special_tokens=False)
        if own is None or len(encoding.ids) > WINDOW:
            continue
        weaver = coreference.weave(made.text, parse, spots)
        for index in range(own):
            coreference.settle(weaver, index)
        right = {
            weaver.fate[i]
            for i, s in enumerate(spots)
            if s.form == "name" and any(s.start < b and a < s.end for a, b in made.same)
        }
        told = sample(weaver, own, encoding.offsets)
        told["right"] = [*(c["thread"] in right for c in told["candidates"]), False]
        if 0 < sum(told["right"]) < len(told["right"]) - 1:
            yield {"ids": encoding.ids, "pronouns": [told], "low": 0}
