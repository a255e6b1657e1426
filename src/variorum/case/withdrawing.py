"""Accounts and witnesses taken back from a case: nothing of them stands in a reading, nor in any export made from one.

The ledger and the vault keep what was handed over; whoever holds the case can undo a withdrawal. A reading made after it
is as if the account had never been given. Of a witness the statements go, with what stands for them in the texts: names, descriptions,
and their words wherever they are repeated to the letter. These are covered in the texts, letter for letter, so that every other
place and quote stays right. Whoever retells the witness in other words without naming them is not found.
"""

import dataclasses
import functools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from variorum.case.ingest import Ingested
from variorum.crafts import names
from variorum.crafts.masking import Mask, cover, covered
from variorum.crafts.outlets import same_outlet
from variorum.crafts.tables import load
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention, UnsurePair
from variorum.values.judgements import ANSWERS, Heard, Judgement, read_place
from variorum.values.moments import Moment
from variorum.values.runs import Issue
from variorum.values.statements import Attribution, Statement
from variorum.values.text import Passage, Span

T = TypeVar("T")

# Fewer letters than this, and words alone do not show that they are the witness's: "It burned" is anybody's.
_TELLING = 24
# A statement of which more letters than this are covered is the witness's in another mouth.
_MOSTLY = 0.5
# A word of a person's name with fewer letters is an initial or a particle.
_NAME = 3


@dataclass(frozen=True, slots=True)
class Withheld:
    """What must not leave: whose, which entities, mentions and statements, the texts as they may be shown, and the mask for
    every other string."""

    entities: frozenset[str]
    places: frozenset[Span]
    statements: frozenset[str]
    texts: Mapping[str, str]
    mask: Mask


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken back: the ids of documents, and the names of witnesses."""

    accounts: frozenset[str] = frozenset()
    witnesses: frozenset[str] = frozenset()


def find_withdrawn(judgements: Iterable[Judgement], documents: Iterable[Document]) -> Withdrawn:
    """What was taken back. The accounts that a withdrawn witness gave or published go whole."""
    told = [j for j in judgements if j.question == "withdrawal"]
    witnesses = frozenset(j.left for j in told if j.right == "witness")
    keys = {names.fold(name) for name in witnesses}
    given = {
        d.id
        for d in documents
        if (d.author_is_voice and keys & {names.fold(a) for a in d.authors})
        or any(same_outlet(name, d.publisher.value or "") for name in witnesses)
    }
    return Withdrawn(frozenset({j.left for j in told if j.right == "account"} | given), witnesses)


def without_accounts(taken: Ingested, gone: Collection[str]) -> Ingested:
    """What came in less some accounts: their bytes, their custody and every issue about them go too, unless another account
    was read from the same bytes."""
    kept = tuple(d for d in taken.documents if d.id not in gone)
    exhibits = {d.exhibit for d in kept}
    lost = {d.exhibit for d in taken.documents} - exhibits
    files = {d.name for d in taken.documents if d.exhibit in lost}
    files |= {c.name for c in taken.custody if c.exhibit in lost}
    return Ingested(
        kept,
        tuple(e for e in taken.exhibits if e.sha256 not in lost),
        tuple(c for c in taken.custody if c.exhibit not in lost),
        tuple(i for i in taken.issues if i.subject not in files | set(gone) | lost),
    )


def is_about(judgement: Judgement, documents: Collection[str], statements: Collection[str]) -> bool:
    """Whether a judgement is about one of these documents or statements."""
    for side in (judgement.left, judgement.right):
        if side in statements or side in documents:
            return True
        try:
            document = read_place(side).document
        except ValueError:
            continue
        if document in documents:
            return True
    return False


def keep_silent(heard: Sequence[Heard], withheld: Withheld, gone: Sequence[Statement]) -> tuple[Heard, ...]:
    """What a reading says of judgements less those that are about a witness: on their statements, or under their name."""
    made = {judgement for statement in gone for judgement in statement.amended}
    return tuple(
        one
        for one in heard
        if one.judgement.id not in made
        and not is_about(one.judgement, (), withheld.statements)
        and not withheld.mask.find(one.judgement.left)
    )


def cover_words(heard: Sequence[Heard], withheld: Withheld) -> tuple[Heard, ...]:
    """Judgements on something else without the witness's words. Their ids are others then: an id is made of all that is told."""
    return tuple(
        replace(one, judgement=_bare(one.judgement, withheld), says=withheld.mask.hide(one.says)) for one in heard
    )


def _bare(judgement: Judgement, withheld: Withheld) -> Judgement:
    """A judgement without the witness's words: reasons by the mask, quotes in its answer whole."""
    hide = withheld.mask.hide
    answer = judgement.answer
    if ANSWERS[judgement.question] is None:
        try:
            answer = json.dumps(_hide_quotes(json.loads(answer), withheld.mask), ensure_ascii=False)
        except ValueError:
            answer = cover(answer, [(0, len(answer))])
    return replace(judgement, answer=answer, because=hide(judgement.because), by=hide(judgement.by))


def _hide_quotes(value: Any, mask: Mask, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _hide_quotes(v, mask, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_hide_quotes(v, mask) for v in value]
    if not isinstance(value, str):
        return value
    return cover(value, [(0, len(value))]) if key == "quote" else mask.hide(value)


def withhold_witnesses(
    witnesses: Collection[str],
    documents: Sequence[Document],
    entities: Sequence[Entity],
    statements: Sequence[Statement],
    attributions: Sequence[Attribution],
) -> Withheld:
    """What has to go with these witnesses: all they are called, all they say, and every place of it."""
    keys = {names.fold(name.removeprefix("unnamed: ")) for name in witnesses}
    theirs = [e for e in entities if e.kind != "place" and keys & {names.fold(name) for name in (e.name, *e.aliases)}]
    places = [m.passage.span for e in theirs for m in e.mentions if m.form != "pronoun"]
    anywhere = {m.passage.span for e in theirs for m in e.mentions}
    said = [s for s in statements if _says(s, keys, anywhere)]
    texts = {d.id: d.text for d in documents}
    contents = [
        span
        for a in attributions
        if a.source is not None and any(a.source.touches(span) for span in anywhere if span.document == a.document)
        for span in a.content
    ]
    places += [s.passage.span for s in said] + contents
    words = {texts[span.document][span.start : span.end] for span in places}
    called = {n.removeprefix("unnamed: ") for n in witnesses} | {n for e in theirs for n in (e.name, *e.aliases)}
    persons = [name for e in theirs if e.kind == "person" for name in (e.name, *e.aliases)]
    met = {names.fold(name) for e in theirs for name in (e.name, *e.aliases)}
    persons += [name for name in witnesses if names.fold(name) not in met and _may_be_a_person(name)]
    mask = Mask({*called, *(w for name in persons for w in own_words(name)), *(w for w in words if len(w) >= _TELLING)})
    hidden = {d.id: _hide(d, places, mask) for d in documents}
    mostly = {s.id for s in statements if covered(_at(hidden, s.passage.span)) > _MOSTLY}
    ids = frozenset({s.id for s in said} | mostly)
    return Withheld(frozenset(e.id for e in theirs), frozenset(anywhere), ids, hidden, mask)


def _says(statement: Statement, keys: Collection[str], places: Collection[Span]) -> bool:
    for hop in statement.chain:
        holder = hop.holder
        if names.fold(holder.name.removeprefix("unnamed: ")) in keys:
            return True
        if holder.passage is not None and any(holder.passage.span.touches(span) for span in places):
            return True
    return False


def _may_be_a_person(name: str) -> bool:
    """Whether a name that no text has, told of an account by hand, can be a person's: several words, all with capitals, none of a body's."""
    words = name.split()
    return len(words) > 1 and all(w[0].isupper() for w in words) and not {names.fold(w) for w in words} & _bodies()


@functools.cache
def _bodies() -> frozenset[str]:
    return frozenset((*names.body_words(), *load("roles")["generic"]["press"]))


def own_words(name: str) -> list[str]:
    """The words of a person's name that may stand for them alone."""
    common = names.honorifics().keys() | names.titles() | names.particles()
    words = (word.strip(".,;:’'") for word in name.split())
    return [word for word in words if len(word) >= _NAME and names.fold(word) not in common]


def _hide(document: Document, places: Iterable[Span], mask: Mask) -> str:
    own = [(span.start, span.end) for span in places if span.document == document.id]
    return cover(document.text, [*own, *mask.find(document.text)])


def _at(texts: Mapping[str, str], span: Span) -> str:
    return texts[span.document][span.start : span.end]


def withhold(value: T, withheld: Withheld) -> T:
    """A value with every string in it covered, however deep: each passage as its text now reads, each other string by the mask.

    Of tuples of entities, mentions, statements and unsure pairs, those of the witness are left out. Words of a fixed choice, such as
    a modality, are no speech.
    """
    changed: Any = value
    if isinstance(value, str):
        changed = withheld.mask.hide(value)
    elif isinstance(value, tuple):
        changed = tuple(withhold(item, withheld) for item in value if not _theirs(item, withheld))
    elif isinstance(value, Passage) and value.span.document in withheld.texts:
        changed = Passage(value.span, _at(withheld.texts, value.span))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {name: getattr(value, name) for name in _speaking(type(value))}
        parts: dict[str, Any] = {n: part for n, old in fields.items() if (part := withhold(old, withheld)) != old}
        if isinstance(value, Document):
            parts["text"] = withheld.texts[value.id]
        if isinstance(value, Entity) and value.parent in withheld.entities:
            parts["parent"] = None
        if isinstance(value, Statement) and "passage" in parts:
            # Its own words in other form would tell what is covered.
            parts["proposition"] = None
        changed = replace(value, **parts) if parts else value
    return cast(T, changed)


def _theirs(item: object, withheld: Withheld) -> bool:
    """Whether something in a list is the witness, or theirs."""
    if isinstance(item, Entity):
        return item.id in withheld.entities
    if isinstance(item, UnsurePair):
        return bool({item.left, item.right} & withheld.entities)
    if isinstance(item, Mention):
        return item.passage.span in withheld.places
    if isinstance(item, Moment):
        return covered(_at(withheld.texts, item.passage.span)) > 0
    return isinstance(item, Statement) and item.id in withheld.statements


@functools.cache
def _speaking(kind: type) -> tuple[str, ...]:
    """The fields of a value that can hold words: not its id, nothing of a fixed choice, not a text covered already."""
    hints = get_type_hints(kind)
    silent = {"id", "text"} if kind is Document else {"id"}
    return tuple(
        f.name for f in dataclasses.fields(kind) if f.init and f.name not in silent and not _is_choice(hints[f.name])
    )


def _is_choice(hint: Any) -> bool:
    """Whether a field holds one of a few fixed words, or none of them."""
    return get_origin(hint) is Literal or any(get_origin(part) is Literal for part in get_args(hint))


def say_withdrawn(accounts: int, witnesses: int) -> Issue:
    """What a reader is told: that something is missing, and not what."""
    rows = ((accounts, "account", "accounts"), (witnesses, "witness", "witnesses"))
    told = " and ".join(f"{n} {one if n == 1 else many}" for n, one, many in rows if n)
    verb = "were" if accounts + witnesses > 1 else "was"
    says = (
        f"{told} {verb} withdrawn from this case. Nothing of this stands here; in the texts of others it is covered. "
        "The hash of an account is that of the whole original."
    )
    return Issue("withdrawn", "", says, "warning")
