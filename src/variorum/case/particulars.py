"""Who published an account, when, and whose own words it is, as persons corrected it after it was handed over.

What was told first stays in the ledger and stands beside the correction. The account keeps its id, so that every other decision on it
holds; what hangs on the particulars (dates counted from the day of publication, own voice, who was first) is worked out again by whoever
reads the account as it is given here. A correction is written `{"value": …}`: an ISO day or a name; null says that it is not known
after all, of a witness that these are nobody's own words.
"""

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from variorum.case.ingest import in_order
from variorum.crafts.layout import Region, stated_authors, stated_voice
from variorum.stages.statements.amend import Refused
from variorum.values.documents import Corrected, Document, KnownDate, KnownName, Particular
from variorum.values.judgements import Judgement, latest
from variorum.values.runs import Issue

# As long as a name may be that is told of an account.
MOST_NAME = 300
# What reading a file says of a day that it could not be sure of.
_OF_DAYS = ("date-conflict", "date-unclear")
TOLD_OF: Mapping[Particular, str] = {
    "published": "the day of publication",
    "publisher": "the publisher",
    "author": "whose own words it is",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# When a day begins on earth, in hours before UTC.
_FIRST_ZONE = datetime.timedelta(hours=14)


def correct_accounts(documents: Iterable[Document], judgements: Sequence[Judgement]) -> tuple[Document, ...]:
    """The accounts as they are told now, in the order in which `read` has them. `documents` are as they came, `judgements` those not undone
    in the order of the ledger; one whose answer cannot be read changes nothing."""
    told: dict[str, list[Judgement]] = {}
    for judgement in latest(judgements):
        if judgement.question == "account":
            told.setdefault(judgement.left, []).append(judgement)
    if not told:
        return in_order(documents)
    return in_order(_correct(document, told.get(document.id, ())) for document in documents)


def _correct(document: Document, told: Sequence[Judgement]) -> Document:
    corrected = document
    # In the order of the fields, so that it does not matter which was decided first.
    for judgement in sorted(told, key=lambda j: j.right):
        try:
            value = read_answer(judgement)
        except Refused:
            continue
        corrected = replace(
            _with(corrected, judgement.right, value), corrected=(*corrected.corrected, _first(document, judgement))
        )
    return corrected


def _with(document: Document, field: str, value: str | None) -> Document:
    if field == "published":
        day = datetime.date.fromisoformat(value) if value else None
        return replace(document, published=KnownDate(day, "user" if day else "unknown"))
    if field == "publisher":
        return replace(document, publisher=KnownName(value, "user" if value else "unknown"))
    if value is None:
        return replace(document, authors=_without_voice(document), author_is_voice=False)
    return replace(document, authors=(value,), author_is_voice=True)


def _without_voice(document: Document) -> tuple[str, ...]:
    """Who wrote an account that is no witness statement: whoever it names itself."""
    if not document.author_is_voice:
        return document.authors
    return stated_authors(document.text, [Region(p.span.start, p.span.end, p.role) for p in document.parts])


def _first(document: Document, judgement: Judgement) -> Corrected:
    """What was known of the particular before anybody corrected it, and who did."""
    by, at, because = judgement.by, judgement.at, judgement.because
    if judgement.right == "published":
        day = document.published
        return Corrected("published", day.value.isoformat() if day.value else None, day.how, by, at, because)
    if judgement.right == "publisher":
        return Corrected("publisher", document.publisher.value, document.publisher.how, by, at, because)
    if not document.author_is_voice:
        return Corrected("author", None, "unknown", by, at, because)
    voice = document.authors[0]
    return Corrected("author", voice, "text" if stated_voice(document.text) == voice else "user", by, at, because)


def tell_particular(field: Particular, document: Document) -> str:
    """What is known of a particular of an account, for a sentence."""
    if field == "published":
        return tell_value(field, str(document.published.value or ""))
    if field == "publisher":
        return tell_value(field, document.publisher.value)
    return tell_value(field, document.authors[0] if document.author_is_voice else None)


def tell_value(field: Particular, value: str | None) -> str:
    """A day or a name as it is told, or in words that there is none."""
    return value or ("nobody's in particular" if field == "author" else "unknown")


def tell_correction(field: str, answer: str) -> str:
    """What a judgement tells of an account: “the day of publication corrected to 2024-02-02”. An answer that cannot be read is told as
    it stands."""
    particular: Particular = field  # type: ignore[assignment]
    try:
        value = json.loads(answer)["value"]
    except (ValueError, KeyError, TypeError):
        value = answer
    return f"{TOLD_OF[particular]} corrected to {tell_value(particular, value)}"


def reads_alike(one: Document, other: Document) -> bool:
    """Whether two tellings of one account are read the same: nothing that reading looks at is another."""
    return read_by(one) == read_by(other)


def read_by(document: Document) -> tuple[str | None, ...]:
    """The particulars that reading looks at, as texts."""
    day = document.published.value
    voice = "voice" if document.author_is_voice else ""
    return (day.isoformat() if day else None, document.publisher.value, voice, *document.authors)


def still_open(issues: Iterable[Issue], documents: Sequence[Document]) -> tuple[Issue, ...]:
    """What was odd about files, less the doubts about a day of publication that a person has told since."""
    named: dict[str, list[Document]] = {}
    for document in documents:
        named.setdefault(document.name, []).append(document)
    told = {name for name, some in named.items() if all(d.correction("published") for d in some)}
    return tuple(i for i in issues if not (i.code in _OF_DAYS and i.subject in told))


# ---------------------------------------------------------------- what may be told


def read_answer(judgement: Judgement) -> str | None:
    """The day or name that a judgement on an account tells; None for not known. Raises `Refused` for anything else."""
    try:
        answer: Any = json.loads(judgement.answer)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or set(answer) != {"value"} or not isinstance(answer["value"], str | None):
        raise Refused('what is told of an account is written {"value": "…"}, or {"value": null} where it is not known.')
    value: str | None = answer["value"]
    if value is None:
        return None
    return read_day(value).isoformat() if judgement.right == "published" else read_name(value)


def read_day(text: str) -> datetime.date:
    """A day as it is told. Raises `Refused` with one sentence."""
    words = text.strip()
    try:
        if not _DAY.fullmatch(words):
            raise ValueError
        return datetime.date.fromisoformat(words)
    except ValueError:
        says = f"{text!r} is no day; write YEAR-MONTH-DAY, such as 2024-02-02, or none where it is not known."
        raise Refused(says) from None


def read_name(text: str) -> str:
    """A name as it is told, its white space as single spaces. Raises `Refused` with one sentence."""
    name = " ".join(text.split())
    if not name:
        raise Refused("give a name, or none where it is not known.")
    if len(name) > MOST_NAME:
        raise Refused(f"a name of {len(name)} characters is too long; at most {MOST_NAME} are taken.")
    if not name.isprintable():
        raise Refused(f"{name!r} holds signs that cannot be printed; write the name without them.")
    return name


def check_account(judgement: Judgement, documents: Sequence[Document]) -> None:
    """Raise `Refused` with one clear sentence where what is told of an account cannot be kept. `documents` are those of the reading."""
    document = next((d for d in documents if d.id == judgement.left), None)
    if document is None:
        raise Refused(f"there is no account {judgement.left!r}.")
    value = read_answer(judgement)
    if judgement.right == "published" and value is not None:
        _check_past(datetime.date.fromisoformat(value), judgement.at)
    if judgement.right == "publisher":
        twin = next((d for d in documents if d.id != document.id and _is_twin(d, document, value)), None)
        if twin is not None:
            says = f"{twin.name} is the same text by the same publisher; withdraw one of the two instead."
            raise Refused(says)


def _check_past(day: datetime.date, at: str) -> None:
    try:
        decided = datetime.datetime.fromisoformat(at)
    except ValueError:
        return
    if day > (decided + _FIRST_ZONE).date():
        raise Refused(f"{day} is still to come: nothing was published on it yet.")


def _is_twin(one: Document, other: Document, publisher: str | None) -> bool:
    return (one.exhibit, one.text) == (other.exhibit, other.text) and one.publisher.value == publisher
