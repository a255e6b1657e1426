"""Who a source phrase speaks of: the name the document gives, the office, or the description of somebody not named.

Names come from the threads of mentions where there are any; beyond that from the phrase, its appositions, and what the
document has said before ("Anna Berg, his lawyer" makes "the lawyer" later on Anna Berg). No identity across documents.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from variorum.crafts import names, tables
from variorum.crafts.outlets import groups
from variorum.crafts.trees import Tree
from variorum.stages.statements.furniture import fold
from variorum.stages.statements.grammar import branch, inside_of
from variorum.stages.statements.kinds import words
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.statements import Holder, HolderKind
from variorum.values.text import Span, quote

_NAMES = ("PERSON", "ORG", "GPE", "NORP", "FAC", "WORK_OF_ART", "LOC", "PRODUCT")
# An abbreviation with the "s" of a lost apostrophe ("SANAs reporter").
_PLURAL = re.compile(r"^([A-Z]{2,})s$")
# Two phrases that lost the comma between them ("Sund the Ridge Observatory") are no name.
_RUN_TOGETHER = re.compile(r"(?<!\bof)(?<!\bfor)(?<!\bin)(?<!\band) (?:the|a|an) ")
# Stands for "I" and "we" until the chain tells whose words they are.
SPEAKER = "the speaker"
# A description longer than this is cut at its first relative clause or participle.
_LONGEST_DESCRIPTION = 14


@cache
def outlet_names() -> dict[str, str]:
    """Every known form of an agency's or outlet's name, folded, with the name to show."""
    table = tables.load("agencies")
    return {
        fold(form): name
        for section in ("agencies", "outlets")
        for name, forms in table[section].items()
        for form in (name, *forms)
    }


def _forms_in(text: str) -> tuple[str, ...]:
    """The known forms of agencies' and outlets' names that a text has, as written."""
    table = tables.load("agencies")
    forms = {f for section in ("agencies", "outlets") for name, more in table[section].items() for f in (name, *more)}
    return tuple(sorted(f for f in forms if len(f) > 3 and f in text))


def _head_word(word: str) -> str:
    """A word for comparing heads of names: lower case, "tv" and "television" alike."""
    lower = word.lower()
    same: dict[str, str] = tables.load("cues")["holders"]["same"]
    return same.get(lower, lower)


class Holders:
    """The holders of one document, by the phrases that stand for them."""

    def __init__(
        self,
        document: Document,
        tree: Tree,
        mentions: Sequence[Mention],
        sources: Sequence[Span] = (),
        furniture: Sequence[int] = (),
    ) -> None:
        self.document = document
        self.text = document.text
        self.tree = tree
        self.tokens = tree.tokens
        self._sources = tuple(sources)
        self._furniture = tuple(furniture)
        self._threads: dict[str, list[Mention]] = {}
        self._at: dict[int, Mention] = {}
        for mention in sorted(mentions, key=lambda m: m.passage.span):
            self._threads.setdefault(mention.thread, []).append(mention)
            self._at.setdefault(mention.head[0], mention)
        self._offices: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        self._led: dict[str, Holder] = {}
        self._forms = _forms_in(document.text)
        self._fullest: dict[str, str] = {}
        self._seen: list[tuple[int, Holder]] = []
        self._find_names()

    # ---- what the document says of names

    def _find_names(self) -> None:
        """Full names of persons, the offices that stand beside them, and abbreviations in brackets."""
        for index, token in enumerate(self.tokens):
            if token.name == "PERSON" and token.begins:
                name = self._strip_titles(self._run(index))
                parts = name.split()
                if len(parts) > 1:
                    for part in range(1, len(parts)):
                        self._fullest.setdefault(fold(" ".join(parts[part:])), name)
                    self._fullest.setdefault(fold(parts[0]), name)
        for index, token in enumerate(self.tokens):
            if token.dep != "appos":
                continue
            pair = (index, token.head)
            names = [i for i in pair if self.tokens[i].name == "PERSON" or self._is_person(i)]
            roles = [i for i in pair if self.tokens[i].pos == "NOUN" and not self._is_lesser(i)]
            if len(names) == 1 and len(roles) == 1 and names != roles:
                self._offices.setdefault(self.tokens[roles[0]].lemma, self._name_at(names[0]))
        for index, token in enumerate(self.tokens):
            # "lawyer Anna Berg": the office stands before the name
            before = token.pos in ("NOUN", "PROPN") and token.dep == "compound" and token.name != "PERSON"
            if before and self.tokens[token.head].name == "PERSON" and not self._is_lesser(index):
                self._offices.setdefault(token.lemma, self._name_at(token.head))
            if self._is_led_by_name(index):
                self._offices.setdefault(token.lemma, self._name_at(self._person_in_compound(index)))
        for start, end in self.tree.parse.chunks:
            head = next((i for i in range(end - 1, start - 1, -1) if self.tokens[i].pos in ("PROPN", "NOUN")), None)
            no_body = head is None or self.tokens[head].name in ("PERSON", "GPE", "LOC", "DATE", "NORP")
            if head is None or no_body or not self.tokens[head].text[:1].isupper():
                continue
            proper = self._proper(head, sorted(branch(self.tree, head)))
            persons = any(self.tokens[i].name == "PERSON" for i in range(start, end))
            listed = proper.isupper() if proper and " and " not in proper else bool(proper) and persons
            if proper and len(proper.split()) > 1 and not _RUN_TOGETHER.search(proper) and not (listed and persons):
                self._bodies.setdefault(_head_word(self.tokens[head].text), proper)
        for match in re.finditer(
            r"((?:[A-Z][\w'’.-]*\s+(?:(?:of|for|and|the|in)\s+)*){1,6}[A-Z][\w'’.-]*)\s+\(([A-Z]{2,6})\)", self.text
        ):
            initials = "".join(w[0] for w in match.group(1).split() if w[0].isupper())
            short = match.group(2)
            if initials.endswith(short):
                words_in = match.group(1).split()
                start, count = len(words_in), 0
                while start and count < len(short):
                    start -= 1
                    count += words_in[start][0].isupper()
                self._fullest.setdefault(fold(short), " ".join(words_in[start:]))

    def _is_lesser(self, index: int) -> bool:
        """Whether an office is another than its bare word says: "the deputy mayor" is not "the mayor"."""
        before = [self.tokens[at].text.lower() for at in range(max(0, index - 2), index)]
        return any(word in words("holders", "lesser") for word in before)

    def _person_in_compound(self, index: int) -> int:
        """The last token of a person's name that a parser hung in front of the office that follows it."""
        names = [c for c in self.tree.below(index, "compound") if self.tokens[c].pos == "PROPN"]
        return names[-1] if names else index

    def _is_led_by_name(self, index: int) -> bool:
        """ "Rami Haddad head of the Watch" without its comma: a full name, then an office with "of"."""
        token = self.tokens[index]
        if token.lemma not in words("holders", "leaders") or token.pos != "NOUN":
            return False
        name = self._person_in_compound(index)
        of = any(self.tokens[c].text.lower() in ("of", "for") for c in self.tree.below(index, "prep"))
        return name != index and of and len(self._name_at(name).split()) > 1

    def _is_person(self, index: int) -> bool:
        mention = self._at.get(self.tokens[index].start)
        return mention is not None and mention.kind == "person" and mention.form == "name"

    def _run(self, index: int) -> str:
        """The name that begins at a token."""
        end = index
        while (
            end + 1 < len(self.tokens)
            and self.tokens[end + 1].name == self.tokens[index].name
            and not self.tokens[end + 1].begins
        ):
            end += 1
        last = end
        while last > index and self.tokens[last].pos in ("PUNCT", "PART"):
            last -= 1
        return self.text[self.tokens[index].start : self.tokens[last].end]

    def _strip_titles(self, name: str) -> str:
        parts = name.split()
        while len(parts) > 1 and parts[0].rstrip(".").lower() in words("holders", "titles"):
            parts = parts[1:]
        return re.sub(r"['’]s?$", "", " ".join(parts))

    def _name_at(self, index: int, lowest: int = 0) -> str:
        """The proper name whose head is this token, titles left out, at its fullest; no token before `lowest`."""
        start = end = index
        label = self.tokens[index].name
        if label in _NAMES:
            while start > 0 and self.tokens[start].name == label and not self.tokens[start].begins:
                start -= 1
            while end + 1 < len(self.tokens) and self.tokens[end + 1].name == label and not self.tokens[end + 1].begins:
                end += 1
        members = self._compounds(index)
        start, end = max(min([start, *members]), min(lowest, index)), max([end, *members])
        # a common noun or an adjective in front of a name is its office, not its part ("defence lawyer Anna Berg")
        while (
            start < index
            and self.tokens[start].pos not in ("PROPN", "X", "NUM")
            and self.tokens[start].name not in _NAMES
        ):
            start += 1
        while start < index and self.tokens[start].pos in ("DET", "PUNCT", "ADP"):
            start += 1
        while end > index and self.tokens[end].pos in ("PUNCT", "PART", "ADP"):
            end -= 1
        while end > start and self.tokens[end].text in ("-", "–", "—", "--"):
            end -= 1
        name = self.text[self.tokens[start].start : self.tokens[end].end]
        name = self._expand(self._strip_titles(name))
        return name if fold(name) in outlet_names() else re.sub(r"^[Tt]he\s+", "", name)

    def _compounds(self, index: int) -> list[int]:
        found = [index]
        for child in self.tree.below(index, "compound", "nmod", "flat", "amod"):
            if self.tokens[child].pos == "PROPN" and child < index:
                found += self._compounds(child)
        ordered = sorted(found)
        kept = [index]
        for member in reversed([i for i in ordered if i < index]):
            if member == kept[0] - 1 or self.text[self.tokens[member].end : self.tokens[kept[0]].start].strip() in (
                "-",
                "",
            ):
                kept.insert(0, member)
        return kept

    def _expand(self, name: str) -> str:
        folded = fold(name)
        key = names.fold(folded)
        alias = groups().get(key) or groups().get(key.split()[-1] if key else "")
        if alias:
            return alias
        forms = [form for form in self._forms if fold(form).endswith(" " + folded)]
        if forms:
            return max(forms, key=len)
        known = outlet_names().get(folded) or outlet_names().get(_PLURAL.sub(r"\1", name).lower())
        if known:
            return max(
                (f for f in self._forms if outlet_names()[fold(f)] == known), key=len, default=_PLURAL.sub(r"\1", name)
            )
        full = self._fullest.get(folded, name)
        body = self._bodies.get(_head_word(name)) if len(name.split()) == 1 else None
        return body or full

    # ---- holders

    def holders(self, span: Span) -> tuple[Holder, ...]:
        """The holder of a source phrase and, where they vouch together, the body they lead; innermost first."""
        inside = inside_of(self.tree, span.start, span.end)
        if not inside:
            inside = [i for i, t in enumerate(self.tokens) if t.start < span.end and span.start < t.end]
        if not inside:
            return ()
        head = self._head(inside)
        if self.text[span.start : span.end].strip().lower() in words("labels", "answers"):
            return (self._interviewed(span),)
        found = self._holder(head, inside, span)
        body = self._body(head, inside)
        if body is not None:
            self._led[fold(found.name)] = body
        elif found.kind == "named":
            body = self._led.get(fold(found.name))
        if body is not None and fold(body.name) != fold(found.name):
            return found, body
        return (found,)

    def _interviewed(self, span: Span) -> Holder:
        """Who answers where a text marks answers by a letter: whose statement it is, or the person of whom most is told before, if it is one."""
        if self.document.author_is_voice and self.document.authors:
            return Holder(self.document.authors[0], "named", quote(self.text, span))
        told = Counter(
            thread
            for thread, mentions in self._threads.items()
            for mention in mentions
            if mention.passage.span.end <= self._first_label(span.start)
        )
        people = {
            thread: name
            for thread in told
            if any(one.kind == "person" for one in self._threads[thread])
            and (name := self._name_of_thread(self._threads[thread][0], person=True))
            and not any(fold(name) in fold(author) for author in self.document.authors)
        }
        ordered = sorted(people, key=lambda thread: -told[thread])
        if not ordered or (len(ordered) > 1 and told[ordered[0]] == told[ordered[1]]):
            label = self.text[span.start : span.end].strip()
            return Holder(f"unnamed: {label}", "unnamed", quote(self.text, span))
        return Holder(self._expand(people[ordered[0]]), "named", quote(self.text, span))

    def _first_label(self, at: int) -> int:
        """Where the first line of questions and answers opens, at the latest at a place."""
        marks = "|".join(map(re.escape, sorted(words("labels", "answers") | words("labels", "questions"))))
        found = re.search(rf"(?im)^[ \t]*(?:{marks})[ \t]*[:.]", self.text)
        return min(at, found.start()) if found else at

    def head_in(self, span: Span) -> int | None:
        """The head word of a source phrase."""
        inside = inside_of(self.tree, span.start, span.end)
        return self._head(inside) if inside else None

    def described(self, span: Span) -> Holder | None:
        """The holder of a phrase by its own words alone, where a thread of coreference cannot be right."""
        head = self.head_in(span)
        if head is None or self.tokens[head].pos not in ("NOUN", "ADJ", "NUM"):
            return None
        phrase = re.sub(
            r"^(?:the)\s+", "", self._phrase(head, inside_of(self.tree, span.start, span.end)), flags=re.IGNORECASE
        )
        if self._is_indefinite(head):
            return Holder(f"unnamed: {phrase}", "unnamed", quote(self.text, span))
        return Holder(phrase, "role", quote(self.text, span))

    def _head(self, inside: Sequence[int]) -> int:
        members = set(inside)
        apposed = self._named_before_office(inside)
        if apposed is not None:
            return apposed
        tops = [
            i
            for i in inside
            if (self.tokens[i].head not in members or self.tokens[i].head == i)
            and self.tokens[i].pos not in ("PUNCT", "DET", "CCONJ", "ADP", "PART", "ADV", "SCONJ")
        ]
        nouns = [i for i in tops if self.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM")]
        persons = [i for i in nouns if self.tokens[i].name == "PERSON"]
        if len(nouns) == 2 and len(persons) == 1 and self.tokens[min(branch(self.tree, persons[0])) - 1].text == ",":
            return persons[0]  # "a lawyer for the family, Petra Holm," with the name left on its own
        return (nouns or tops or list(inside))[0]

    def _named_before_office(self, inside: Sequence[int]) -> int | None:
        """ "Omar Haddad a baker", "the Ridge Observatory a monitoring group": the name, where no comma parts the two."""
        chunks = [(b, e) for b, e in self.tree.parse.chunks if b >= inside[0] and e <= inside[-1] + 1]
        if len(chunks) < 2 or chunks[0][0] != inside[0]:
            return None
        reach = next(
            (place for place in range(1, len(chunks)) if self.tokens[chunks[place][0]].text.lower() in ("a", "an")),
            None,
        )
        if reach is None or chunks[reach - 1][1] != chunks[reach][0]:
            return None
        first = self.tokens[chunks[0][1] - 1]
        plain = all(
            self.tokens[i].pos in ("PROPN", "ADP", "DET", "ADJ", "NOUN", "PART")
            for i in range(inside[0], chunks[reach][0])
        )
        return chunks[0][1] - 1 if plain and first.pos == "PROPN" else None

    def _holder(self, head: int, inside: Sequence[int], span: Span) -> Holder:
        token = self.tokens[head]
        if token.lemma in words("holders", "knowledge") and self._is_our_own(head):
            return Holder(SPEAKER, "named", quote(self.text, span))
        if token.lemma in words("documents", "lemmas") and token.pos == "NOUN":
            author = self._author(head, inside)
            if author is not None:
                return author
        if token.pos == "PRON" or token.text.lower() in words("holders", "pronouns"):
            return self._pronoun(head, span)
        if len([c for c in self.tree.below(head, "conj") if c in set(inside)]) > 0:
            joint = self._joint(head, inside, span)
            if joint is not None:
                return joint
        if token.tag == "NNPS" and token.name in ("NORP", "") and names.fold(token.text) not in groups():
            return Holder(f"unnamed: {self._phrase(head, inside)}", "unnamed", quote(self.text, span))
        if self._is_led_by_name(head):
            return self._named(self._person_in_compound(head), span)
        if token.pos == "PROPN" or (token.name in _NAMES and token.pos != "ADJ" and token.pos != "NOUN"):
            return self._named(head, span)
        for child in self.tree.below(head, "appos"):
            if child in set(inside) and (self.tokens[child].name == "PERSON" or self._is_person(child)):
                return self._named(child, span)
        name = self._name_behind(head, inside)
        if name is not None:
            return self._named(name, span)
        if token.name in ("ORG", "PERSON") and token.pos == "NOUN" and token.text[:1].isupper():
            return self._named(head, span)
        return self._described(head, inside, span)

    def _is_our_own(self, head: int) -> bool:
        """ "According to our information": whoever speaks, as "we" would be."""
        return any(
            self.tokens[c].text.lower() in words("holders", "first_person") for c in self.tree.below(head, "poss")
        )

    def _named(self, head: int, span: Span) -> Holder:
        within = inside_of(self.tree, span.start, span.end)
        name = self._name_at(head, within[0] if within else 0)
        mention = self._at.get(self.tokens[head].start)
        if mention is not None and mention.kind in ("person", "organisation", "unit"):
            fuller = self._name_of_thread(mention)
            if fuller and (_RUN_TOGETHER.search(fuller) or fuller not in self.text):
                fuller = None
            if fuller and set(fold(name).split()) & set(fold(fuller).split()):
                name = self._expand(self._strip_titles(re.sub(r"^[Tt]he\s+", "", fuller)))
        return Holder(name, "outlet" if self.is_outlet(name) else "named", quote(self.text, span))

    def _name_of_thread(self, mention: Mention, *, person: bool = False) -> str | None:
        names = [m for m in self._threads[mention.thread] if m.form == "name" and (m.kind == "person" or not person)]
        names = [m for m in names if not any(m.passage.span.start < at < m.passage.span.end for at in self._furniture)]
        if not names:
            return None
        return max((self._strip_titles(m.passage.words) for m in names), key=lambda n: (len(n.split()), len(n)))

    def _pronoun(self, head: int, span: Span) -> Holder:
        token = self.tokens[head]
        lower = token.text.lower()
        if lower in words("holders", "first_person"):
            author = self.document.authors[0] if self.document.author_is_voice and self.document.authors else None
            return Holder(author or SPEAKER, "named", quote(self.text, span))
        mention = self._at.get(token.start)
        near = self._before(lower, token.start, within=self.tree.sentence[head]) if lower in ("it", "they") else None
        if near is not None:
            return Holder(near.name, near.kind, quote(self.text, span))
        if mention is not None and not (
            mention.kind == "place" or self._is_place(mention) or self._is_no_person(lower, mention)
        ):
            earlier = [m for m in self._threads[mention.thread] if m.form != "pronoun" and m.passage.span != span]
            name = self._name_of_thread(mention, person=lower in ("he", "she", "him", "her", "his"))
            if name:
                full = self._expand(name)
                return Holder(full, "outlet" if self.is_outlet(full) else "named", quote(self.text, span))
            if earlier and not self._same_place(earlier[0], span):
                inner = self.holders(earlier[0].passage.span)
                if inner:
                    return Holder(inner[0].name, inner[0].kind, quote(self.text, span))
        if lower in words("holders", "vague_pronouns"):
            return Holder(f"unnamed: {self._phrase(head, None)}", "unnamed", quote(self.text, span))
        before = self._before(lower, token.start)
        if before is not None:
            return Holder(before.name, before.kind, quote(self.text, span))
        guess = self._person_before(head) if lower in ("he", "she") else None
        if guess:
            return Holder(guess, "named", quote(self.text, span))
        return Holder(f"unnamed: {token.text}", "unnamed", quote(self.text, span))

    def _before(self, pronoun: str, at: int, within: int | None = None) -> Holder | None:
        """The last holder before a place (of one sentence) that a pronoun can stand for, as far as form tells."""
        for start, holder in reversed(self._seen):
            if start >= at or holder.passage is None:
                continue
            inside = inside_of(self.tree, holder.passage.span.start, holder.passage.span.end)
            if not inside or holder.name == SPEAKER:
                continue
            if within is not None and self.tree.sentence[inside[0]] != within:
                return None
            head = self._head(inside)
            plural = self._is_plural(head) or bool(self.tree.below(head, "conj"))
            paper = self.tokens[head].lemma in words("documents", "lemmas")
            person = self.tokens[head].name == "PERSON" or self._is_person(head)
            body = (
                holder.kind == "outlet"
                or self.tokens[head].lemma in words("holders", "things")
                or self.tokens[head].name in ("ORG", "NORP")
            )
            if pronoun in ("he", "she") and not (plural or paper or (body and not person)):
                return holder
            if pronoun == "it" and (body or paper) and not plural:
                return holder
            if pronoun == "they" and (plural or body):
                return holder
        return None

    def _is_place(self, mention: Mention) -> bool:
        """Whether a thread is of a place; places do not speak."""
        named = [m for m in self._threads[mention.thread] if m.form == "name"]
        return bool(named) and all(m.kind == "place" for m in named)

    def _same_place(self, mention: Mention, span: Span) -> bool:
        return mention.passage.span.touches(span)

    def _person_before(self, head: int) -> str | None:
        """The last person named before a pronoun, subjects first."""
        found: str | None = None
        for index in range(head - 1, max(-1, head - 120), -1):
            token = self.tokens[index]
            if token.name == "PERSON" and token.pos == "PROPN" and token.dep != "compound":
                if token.dep in ("nsubj", "nsubjpass", "appos"):
                    return self._name_at(index)
                found = found or self._name_at(index)
        return found

    def _joint(self, head: int, inside: Sequence[int], span: Span) -> Holder | None:
        """Two vouchers in one phrase are one holder, named as the phrase does."""
        members = set(inside)
        others = [c for c in self.tree.below(head, "conj") if c in members]
        if not others:
            return None
        named = all(self.tokens[i].pos == "PROPN" for i in (head, *others))
        name = self._phrase(head, inside, whole=True)
        indefinite = self._is_indefinite(head) or any(self._is_indefinite(o) for o in others)
        if named:
            return Holder(name, "named", quote(self.text, span))
        kind: HolderKind = "unnamed" if indefinite else "role"
        return Holder(f"unnamed: {name}" if kind == "unnamed" else name, kind, quote(self.text, span))

    def _described(self, head: int, inside: Sequence[int], span: Span) -> Holder:
        token = self.tokens[head]
        phrase = self._phrase(head, inside)
        mention = self._at.get(token.start)
        definite = self._is_definite(head)
        if token.lemma in words("holders", "groups"):
            proper = [i for i in self.tree.below(head, "compound", "amod", "nmod") if self.tokens[i].pos == "PROPN"]
            if proper:
                low = min(i for c in proper for i in branch(self.tree, c))
                own = self._strip_titles(self.text[self.tokens[low].start : self.tokens[proper[-1]].end])
                return Holder(self._expand(own), "named", quote(self.text, span))
        outlet = self._outlet_in(head, inside)
        if outlet is not None:
            return Holder(outlet, "outlet", quote(self.text, span))
        if definite and not self.tree.below(head, "poss"):
            known = self._described_before(token.lemma, token.start)
            if known is not None:
                return Holder(known.name, known.kind, quote(self.text, span))
        singular_outlet = token.lemma in words("holders", "outlets") and not self._is_plural(head)
        if singular_outlet and not any(w in words("holders", "indefinite") for w in self._openers(head)):
            bare = re.sub(r"^(?:the)\s+", "", phrase, flags=re.IGNORECASE)
            return Holder(self._fuller_description(head, bare), "outlet", quote(self.text, span))
        if mention is not None:
            name = self._name_of_thread(mention)
            if name and not self._is_indefinite(head):
                full = self._expand(name)
                return Holder(full, "outlet" if self.is_outlet(full) else "named", quote(self.text, span))
        body = self._bodies.get(_head_word(token.text)) if definite or len(inside) == 1 else None
        if body and self._is_told_apart(head, inside, body):
            body = None
        if body and not self._is_plural(head) and _head_word(token.text) in words("holders", "things"):
            return Holder(body, "outlet" if self.is_outlet(body) else "named", quote(self.text, span))
        if definite and token.lemma in self._offices and not self._is_plural(head):
            return Holder(self._offices[token.lemma], "named", quote(self.text, span))
        if token.lemma in words("documents", "lemmas"):
            return Holder(f"unnamed: {phrase}", "unnamed", quote(self.text, span))
        if self._is_indefinite(head):
            return Holder(f"unnamed: {phrase}", "unnamed", quote(self.text, span))
        bare = re.sub(r"^(?:the)\s+", "", phrase, flags=re.IGNORECASE)
        return Holder(self._owner_named(head, bare), "role", quote(self.text, span))

    def _is_told_apart(self, head: int, inside: Sequence[int], body: str) -> bool:
        """Whether a noun has a name of its own beside it and the body more: "the Karst army" is not the Free Karst Army."""
        beside = [
            self.tokens[i].text for i in inside if i != head and self.tokens[i].dep in ("amod", "compound", "nmod")
        ]
        own = {fold(word) for word in beside if word[:1].isupper() and "-" not in word}
        return bool(own) and set(fold(body).split()) != own | {fold(self.tokens[head].text)}

    def _fuller_description(self, head: int, phrase: str) -> str:
        """The longest phrase with the same head word: "the TV" after "Norrland's state television"."""
        best = phrase
        wanted = {_head_word(w) for w in fold(phrase).split()}
        for span in self._sources:
            other = self.head_in(span)
            if other is None or _head_word(self.tokens[other].text) != _head_word(self.tokens[head].text):
                continue
            whole = re.sub(
                r"^(?:the|a|an)\s+",
                "",
                self._phrase(other, inside_of(self.tree, span.start, span.end)),
                flags=re.IGNORECASE,
            )
            if wanted < {_head_word(w) for w in fold(whole).split()} and len(whole) > len(best):
                best = whole
        return best

    def _owner_named(self, head: int, phrase: str) -> str:
        """ "his lawyer" with the owner's name where it is known: "Karl Odd's lawyer"."""
        for child in self.tree.below(head, "poss"):
            token = self.tokens[child]
            if token.pos != "PRON" or token.text.lower() in words("holders", "first_person"):
                continue
            mention = self._at.get(token.start)
            name = self._name_of_thread(mention) if mention is not None else None
            if name and phrase.lower().startswith(token.text.lower() + " "):
                return f"{self._expand(name)}'s{phrase[len(token.text) :]}"
        return phrase

    def _described_before(self, lemma: str, before: int) -> Holder | None:
        """Somebody described earlier by the same word ("a source in the town … the source")."""
        for at, holder in reversed(self._seen):
            if at < before and holder.kind in ("unnamed", "named") and holder.passage is not None:
                inside = inside_of(self.tree, holder.passage.span.start, holder.passage.span.end)
                if inside and self.tokens[self._head(inside)].lemma == lemma:
                    return holder
        return None

    def _outlet_in(self, head: int, inside: Sequence[int]) -> str | None:
        """ "the SANA news agency": the proper name inside a phrase headed by a word for an outlet."""
        if self.tokens[head].lemma not in words("holders", "outlets"):
            return None
        for index in inside:
            if self.tokens[index].text[:1].isupper() and fold(self.tokens[index].text) in outlet_names():
                return self._expand(self.tokens[index].text)
        return None

    def _author(self, head: int, inside: Sequence[int]) -> Holder | None:
        """ "a report by Eastwatch": who wrote it, rather than the paper it stands on."""
        members = set(inside)
        for child in self.tree.below(head, "prep"):
            if child in members and self.tokens[child].text.lower() in ("by", "from"):
                for noun in self.tree.below(child, "pobj"):
                    part = [i for i in branch(self.tree, noun) if i in members]
                    return self._holder(noun, sorted(part), self._span(part))
        for child in self.tree.below(head, "acl"):
            for agent in self.tree.below(child, "agent"):
                if child in members and self.tokens[child].lemma in ("issue", "release", "publish", "write", "sign"):
                    for noun in self.tree.below(agent, "pobj"):
                        part = [i for i in branch(self.tree, noun) if i in members]
                        return self._holder(noun, sorted(part), self._span(part))
        for child in self.tree.below(head, "poss"):
            if self.tokens[child].pos == "PROPN" or self.tokens[child].pos == "PRON":
                part = [i for i in branch(self.tree, child) if self.tokens[i].dep != "case"]
                return self._holder(child, sorted(part), self._span(part))
        return None

    def _span(self, indices: Iterable[int]) -> Span:
        ordered = sorted(indices)
        return Span(self.document.id, self.tokens[ordered[0]].start, self.tokens[ordered[-1]].end)

    def _body(self, head: int, inside: Sequence[int]) -> Holder | None:
        """The body that gathers information whose head or director the holder is ("head of the Observatory")."""
        members = set(inside)
        leaders = [
            i
            for i in inside
            if self.tokens[i].lemma in words("holders", "leaders")
            and (i == head or self.tokens[i].dep in ("appos", "compound") or head in self.tree.ancestors(i))
        ]
        for leader in leaders:
            for child in self.tree.below(leader, "prep"):
                if self.tokens[child].text.lower() not in ("of", "for", "at", "with"):
                    continue
                for noun in self.tree.below(child, "pobj"):
                    part = [i for i in branch(self.tree, noun) if i in members]
                    name = self._proper(noun, part)
                    if name and set(fold(name).split()) & words("holders", "gathering"):
                        return Holder(
                            name,
                            "outlet" if self.is_outlet(name) else "named",
                            quote(self.text, self._span(part or [noun])),
                        )
        return None

    def _proper(self, noun: int, part: Sequence[int]) -> str | None:
        """A proper name with its "of" and "for" parts ("Observatory for Human Rights")."""
        if not any(self.tokens[i].pos == "PROPN" for i in part) or noun not in part:
            return None
        kept = [i for i in sorted(part) if self.tokens[i].dep not in ("relcl", "acl", "appos", "advcl")]
        if not kept:
            return None
        end = len(kept)
        for place, index in enumerate(kept):
            if place and (index != kept[place - 1] + 1 or self.tokens[index].text in (",", "(")):
                end = place
                break
            if self.tokens[index].tag in ("WP", "WDT") or (self.tokens[index].pos == "VERB" and place):
                end = place
                break
        name = self.text[self.tokens[kept[0]].start : self.tokens[kept[max(0, end - 1)]].end]
        return re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)

    # ---- words of a phrase

    def _phrase(self, head: int, inside: Iterable[int] | None, *, whole: bool = False) -> str:
        """The description as the text has it, without appositions and relative clauses."""
        barred = [] if whole else self.tree.below(head, "appos", "relcl", "cc", "conj", "advcl")
        part = branch(self.tree, head, without=barred)
        part -= {i for i in part if i < head and self.tokens[i].name in ("DATE", "TIME")}
        part -= {i for i in part if i > head and self.tokens[i].dep == "appos" and self._floats(i)}
        for child in self.tree.below(head, "prep"):
            if any(self.tokens[n].lemma in words("documents", "lemmas") for n in self.tree.below(child, "pobj")):
                part -= branch(self.tree, child)
        if inside is not None:
            part &= set(inside)
            part |= self._place_after(head, part, set(inside))
        for index in sorted(part):
            if index > head and self.tokens[index].dep == "relcl":
                part -= branch(self.tree, index)
        ordered = sorted(part)
        if len(ordered) > _LONGEST_DESCRIPTION:
            late = [c for c in self.tree.below(head, "acl") if c > head]
            part -= {i for child in late for i in branch(self.tree, child)}
            ordered = sorted(part)
        run = [head]
        members = set(ordered)
        while run[0] - 1 in members:
            run.insert(0, run[0] - 1)
        while run[-1] + 1 in members:
            run.append(run[-1] + 1)
        while len(run) > 1 and self.tokens[run[-1]].pos in ("PUNCT", "ADP", "CCONJ"):
            run.pop()
        while len(run) > 1 and self.tokens[run[0]].pos in ("PUNCT", "CCONJ", "ADP"):
            run.pop(0)
        return self.text[self.tokens[run[0]].start : self.tokens[run[-1]].end]

    def _is_no_person(self, pronoun: str, mention: Mention) -> bool:
        """Whether a "he" or "she" was threaded to a body, which neither can be."""
        persons = words("holders", "male") | words("holders", "female")
        return pronoun in persons and all(one.kind != "person" for one in self._threads[mention.thread])

    def _name_behind(self, head: int, inside: Sequence[int]) -> int | None:
        """The name at the end of "a lawyer for the town, Petra Holm", which parsers hang on the town."""
        people = {noun for nouns in tables.load("roles")["people"].values() for noun in nouns}
        if self.tokens[head].lemma not in people:
            return None
        return next(
            (
                i
                for i in inside
                if self.tokens[i].dep == "appos"
                and self.tokens[i].name == "PERSON"
                and self.tokens[self.tokens[i].head].pos == "NOUN"
                and self.tokens[self.tokens[i].head].lemma not in people
            ),
            None,
        )

    def _floats(self, index: int) -> bool:
        """Whether a word only counts those named before it: "the officers and the guards both"."""
        return self.tokens[index].text.lower() in words("holders", "floating") and not self.tree.children[index]

    def _place_after(self, head: int, part: set[int], inside: set[int]) -> set[int]:
        """ "a source in the town", where a parser hangs the place on the verb."""
        after = max(part | {head}) + 1
        if (
            after in inside
            and self.tokens[after].pos == "ADP"
            and self.tokens[after].text.lower() in ("in", "at", "from", "near")
        ):
            return branch(self.tree, after) & inside
        return set()

    def _is_plural(self, head: int) -> bool:
        return self.tokens[head].tag in ("NNS", "NNPS")

    def _openers(self, head: int) -> list[str]:
        return [self.tokens[c].text.lower() for c in self.tree.children[head] if c < head]

    def _is_definite(self, head: int) -> bool:
        openers = self._openers(head)
        return any(w in ("the", "this", "that", "these", "those") for w in openers) or bool(
            self.tree.below(head, "poss")
        )

    def _is_indefinite(self, head: int) -> bool:
        openers = self._openers(head)
        token = self.tokens[head]
        if any(w in words("holders", "indefinite") for w in openers):
            return not any(w in ("the", "both", "all") for w in openers) and not self.tree.below(head, "poss")
        if self._is_definite(head) or token.pos == "PROPN":
            return False
        if self.tree.below(head, "nummod"):
            return True
        if token.lemma in words("holders", "bodies") or token.text.lower() in words("holders", "bodies"):
            return False
        return token.pos in ("NOUN", "NUM", "ADJ")

    def is_outlet(self, name: str) -> bool:
        """Whether a name is that of an agency, a paper or a station."""
        folded = fold(name)
        if not name.split() or name.startswith("unnamed:"):
            return False
        if folded in outlet_names() or _PLURAL.sub(r"\1", name).lower() in outlet_names():
            return True
        parts = folded.split()
        named = name.split()[-1][:1].isupper()
        return named and len(parts) > 1 and bool({parts[-1], parts[0]} & words("holders", "outlets"))

    def gathers(self, name: str) -> bool:
        """Whether a name is that of a body that gathers accounts: an observatory, a monitor, a watch."""
        parts = fold(name).split()
        return bool(set(parts) & words("holders", "gathering")) or any(
            part.endswith(tuple(words("holders", "gathering_endings"))) for part in parts
        )

    def note(self, holder: Holder) -> None:
        """Remember a holder as one who has spoken, for the pronouns and offices that come after."""
        if holder.passage is not None:
            self._seen.append((holder.passage.span.start, holder))
