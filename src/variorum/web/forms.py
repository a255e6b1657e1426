"""From what a person typed to a judgement: the answers in the forms that `stages.statements.amend` reads.

A person gives words, never offsets; the words are looked up in the text, the place nearest to the one looked at is taken, and words that
do not stand there are refused here, before anything is previewed.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from variorum.stages.statements.amend import chain_json, figures_json
from variorum.values.documents import Document
from variorum.values.judgements import FIELDS, PARTICULARS, Judgement, Question, write_place
from variorum.values.statements import Statement
from variorum.values.text import Span
from variorum.web.pages import Asked
from variorum.web.telling import plain_name

_LONGEST = 20_000
_APOSTROPHES = "'’"


class Unusable(ValueError):
    """What was typed cannot be used; the sentence says why."""


def find_words(text: str, words: str, near: int) -> tuple[int, int]:
    """Where words stand in a text, of several places the one nearest to `near`. White space counts as one space, whatever it is.

    Raises `Unusable` where they do not stand there.
    """
    wanted = words.strip()
    if not wanted:
        raise Unusable("Give the words as they stand in the text.")
    if len(wanted) > _LONGEST:
        raise Unusable(f"These are {len(wanted):,} characters; a statement is at most {_LONGEST:,} long.")
    places = _occurrences(text, wanted)
    if places:
        start = min(places, key=lambda place: abs(place - near))
        return start, start + len(wanted)
    # Browsers turn line ends and rows of spaces into single spaces: look again with both sides so.
    flat, origin = _flatten(text)
    target = " ".join(wanted.split())
    loose = _occurrences(flat, target)
    if not loose:
        raise Unusable("These words do not stand in the text. Copy them as they are, spelling and marks included.")
    start = min(loose, key=lambda place: abs(origin[place] - near))
    return origin[start], origin[start + len(target) - 1] + 1


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The same place with a word that is cut at either end taken in whole: "ane fell in" becomes "crane fell into".

    A word is letters, digits and their marks, with apostrophes between them. An end that stands between words stays where it is.
    """
    if start < end and _in_word(text, start):
        while _in_word(text, start):
            start -= 1
    if start < end and _in_word(text, end):
        while _in_word(text, end):
            end += 1
    return start, end


def _in_word(text: str, at: int) -> bool:
    """Whether a place between two characters lies inside a word."""
    if not 0 < at < len(text):
        return False
    one, other = text[at - 1], text[at]
    if one in _APOSTROPHES:
        return _of_word(other) and at > 1 and _of_word(text[at - 2])
    if other in _APOSTROPHES:
        return _of_word(one) and at + 1 < len(text) and _of_word(text[at + 1])
    return _of_word(one) and _of_word(other)


def _of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _occurrences(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _flatten(text: str) -> tuple[str, list[int]]:
    """A text with each run of white space as one space, and where each of its characters stood."""
    kept: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        if character.isspace():
            if kept and kept[-1] == " ":
                continue
            character = " "
        kept.append(character)
        origin.append(at)
    return "".join(kept), origin


def correction(statement: Statement, document: Document, form: Mapping[str, str]) -> Asked:
    """The judgement that a correction form asks for. Raises `Unusable`."""
    field = form.get("field", "")
    if field not in FIELDS:
        raise Unusable(f"“{field}” cannot be corrected.")
    makers = {"span": _span, "holder": _holder, "hop": _hop, "date": _date, "figure": _figure, "modality": _modality}
    answer = makers[field](statement, document, form)
    return Asked(
        "correction",
        statement.id,
        field,
        json.dumps(answer, ensure_ascii=False),
        form.get("because", ""),
        form.get("by", ""),
        f"/statements/{statement.id}",
    )


def particular(document: Document, form: Mapping[str, str]) -> Asked:
    """The judgement that tells something else of an account; an empty value says that it is not known. Raises `Unusable`."""
    field = form.get("field", "")
    if field not in PARTICULARS:
        raise Unusable(f"“{field}” cannot be corrected of an account.")
    value = form.get("value", "").strip() or None
    return Asked(
        "account",
        document.id,
        field,
        json.dumps({"value": value}, ensure_ascii=False),
        form.get("because", ""),
        form.get("by", ""),
        f"/documents/{document.id}",
    )


def _span(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    start, end = find_words(document.text, form.get("words", ""), statement.passage.span.start)
    return {"start": start, "end": end, "quote": document.text[start:end]}


def _named(document: Document, near: int, form: Mapping[str, str]) -> dict[str, Any]:
    """A holder by its name, with its place where the name stands in the text."""
    name = " ".join(form.get("name", "").split())
    holder: dict[str, Any] = {"name": name, "kind": form.get("kind") or "named"}
    try:
        start, end = find_words(document.text, name.removeprefix("unnamed: "), near)
    except Unusable:
        return holder
    return holder | {"start": start, "end": end, "quote": document.text[start:end]}


def _holder(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    if not form.get("name", "").strip():
        return {"name": None}
    return _named(document, statement.passage.span.start, form)


def _hop(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    """The whole chain with one hop changed, added at its end, or (without a name) taken out."""
    chain = chain_json(statement.chain)
    number = _number_of(form, len(chain))
    changed: list[dict[str, Any]] = []
    if form.get("name", "").strip():
        before: dict[str, Any] = chain[number] if number < len(chain) else {"holder": {"name": ""}, "cue": None}
        holder = before["holder"]
        same = plain_name(holder["name"]) == plain_name(form["name"].strip())
        if not same or holder.get("kind") != form.get("kind"):
            holder = _named(document, statement.passage.span.start, form)
        changed = [
            before
            | {
                "holder": holder,
                "basis": form.get("basis") or "unknown",
                "hedge": form.get("hedge", "").strip() or None,
            }
        ]
    return {"chain": [*chain[:number], *changed, *chain[number + 1 :]]}


def _number_of(form: Mapping[str, str], most: int) -> int:
    text = form.get("number", "")
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise Unusable("This statement has changed since the form was made; open it again.")
    return int(text)


def _date(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    earliest, latest = form.get("earliest", "").strip(), form.get("latest", "").strip()
    if not earliest and not latest:
        return {"none": True}
    return {"earliest": earliest or None, "latest": latest or None}


def _figure(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    figures = figures_json(statement.figures)
    number = _number_of(form, len(figures))
    changed: list[dict[str, Any]] = []
    if form.get("of", "").strip():
        before = figures[number] if number < len(figures) else {}
        changed = [before | {"of": form["of"].strip(), "low": _amount(form, "low"), "high": _amount(form, "high")}]
    return {"figures": [*figures[:number], *changed, *figures[number + 1 :]]}


def _amount(form: Mapping[str, str], name: str) -> float | None:
    text = form.get(name, "").replace(",", "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Unusable(f"“{text}” is not a number.") from None
    if value != value or abs(value) == float("inf"):
        raise Unusable(f"“{text}” is not a number that can be counted to.")
    return int(value) if value == int(value) else value


def _modality(statement: Statement, document: Document, form: Mapping[str, str]) -> dict[str, Any]:
    return {"modality": form.get("modality", ""), "polarity": form.get("polarity", "")}


def addition(document: Document, start: int, end: int, form: Mapping[str, str]) -> Asked:
    """The judgement that adds a statement at a place of a document. Raises `Unusable`."""
    if not 0 <= start < end <= len(document.text):
        raise Unusable("This place is not in the text.")
    words = document.text[start:end]
    answer: dict[str, Any] = {"quote": words}
    if form.get("name", "").strip():
        hop = {
            "holder": _named(document, start, form),
            "cue": None,
            "basis": form.get("basis") or "unknown",
            "hedge": None,
        }
        answer["chain"] = [hop | {"hedge": form.get("hedge", "").strip() or None}]
    for name in ("modality", "polarity"):
        if form.get(name):
            answer[name] = form[name]
    return Asked(
        "addition",
        write_place(Span(document.id, start, end)),
        "",
        json.dumps(answer, ensure_ascii=False),
        form.get("because", ""),
        form.get("by", ""),
        f"/documents/{document.id}?at={start}",
    )


def judgement(asked: Asked, at: str) -> Judgement:
    """The judgement itself. Raises `ValueError` where the question, the answer or the name will not do."""
    question: Question = asked.question  # type: ignore[assignment]
    return Judgement(question, asked.left, asked.right, asked.answer, asked.by.strip(), at, asked.because.strip())


# Files that carry pictures beside their text may be larger than a text may be.
CARRIERS = (".pdf", ".docx", ".eml")


def safe_name(name: str) -> str:
    """A file name without folders and control characters, at most 150 long; nothing is ever written under it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = " ".join("".join(c if c.isprintable() else " " for c in last).split()).lstrip(".")
    if len(clean) > 150:
        stem, dot, suffix = clean.rpartition(".")
        clean = f"{stem[: 149 - len(suffix)]}{dot}{suffix}" if dot and len(suffix) < 10 else clean[:150]
    return clean or "file"
