"""Decisions in words: what was asked, and what was answered. No page shows the form in which an answer is kept."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from variorum.case.particulars import tell_correction
from variorum.crafts.excerpts import clip
from variorum.dossier.html import CHAIN_BASIS
from variorum.dossier.views import when
from variorum.values.judgements import Judgement
from variorum.values.statements import HolderKind, Modality, Polarity
from variorum.web.queue import CHOICES

HOLDER_KINDS: Mapping[HolderKind, str] = {
    "named": "by name",
    "role": "by office only",
    "unnamed": "not named",
    "outlet": "publisher or agency",
}
MODALITIES: Mapping[Modality, str] = {
    "asserted": "asserted: told as a fact",
    "hedged": "hedged: told with a reservation",
    "denied": "denied: somebody says that it is not so",
    "declined": "declined: somebody would not say",
    "predicted": "predicted: told of what is to come",
    "asked": "asked: a question",
    "unverified": "unverified: told as not checked",
    "ordered": "ordered: told that it should be",
    "conditional": "conditional: only if something else is so",
}
POLARITIES: Mapping[Polarity, str] = {"positive": "that it is so", "negative": "that it is not so"}

_ABOUT = {
    "statements": "two statements",
    "entities": "two names",
    "independence": "two origins",
    "conflict": "a conflict",
    "rejection": "a statement",
    "addition": "a statement by hand",
    "reliability": "a source",
    "account": "an account",
    "withdrawal": "a withdrawal",
}
_FIELDS = {
    "span": "the words corrected",
    "holder": "who says it, corrected",
    "hop": "the chain corrected",
    "date": "the date corrected",
    "figure": "the figures corrected",
    "modality": "how it is meant, corrected",
}
ASKED = {"published": "day of publication", "publisher": "publisher", "author": "witness"}
_ANSWERS = {
    ("statements", "same"): "They say the same.",
    ("statements", "different"): "They do not say the same.",
    ("statements", "unsure"): "Not sure whether they say the same.",
    ("entities", "same"): "They are one.",
    ("entities", "different"): "They are two.",
    ("entities", "unsure"): "Not sure whether they are one.",
    ("independence", "same"): "One only repeats the other.",
    ("independence", "different"): "They are independent.",
    ("independence", "unsure"): "Independence is not established.",
    ("conflict", "left"): "The first stands.",
    ("conflict", "right"): "The second stands.",
    ("conflict", "open"): "Left open.",
    ("conflict", "none"): "They do not conflict.",
    ("rejection", "rejected"): "Set aside.",
    ("withdrawal", "withdrawn"): "Withdrawn.",
}


def tell_question(judgement: Judgement) -> str:
    """What a judgement is about, in two or three words."""
    if judgement.question == "correction":
        return _FIELDS[judgement.right]
    if judgement.question == "account":
        return f"{ASKED[judgement.right]} corrected"
    if judgement.question == "reliability" and judgement.right:
        return f"a source, on “{judgement.right}”"
    return _ABOUT[judgement.question]


def tell_answer(judgement: Judgement) -> str:
    """What was answered, as a person would say it."""
    if judgement.question == "reliability":
        return next(c.label for c in CHOICES["reliability"] if c.answer == judgement.answer)
    if judgement.question == "account":
        return tell_correction(judgement.right, judgement.answer).partition(" corrected to ")[2]
    if judgement.question in ("correction", "addition"):
        try:
            answer = json.loads(judgement.answer)
            return _addition(answer) if judgement.question == "addition" else _CORRECTIONS[judgement.right](answer)
        except (ValueError, KeyError, TypeError, AttributeError):
            # A form that is refused is shown again with what was asked for, whatever it was.
            return clip(judgement.answer, 120)
    return _ANSWERS.get((judgement.question, judgement.answer), judgement.answer)


def tell(judgement: Judgement) -> str:
    """A judgement in one line: “the date corrected: 2 February 2024”."""
    return f"{tell_question(judgement)}: {tell_answer(judgement)}"


def plain_name(name: str) -> str:
    """A holder's name without the mark by which values tell that nobody is named."""
    return name.removeprefix("unnamed: ")


def _span(answer: Mapping[str, Any]) -> str:
    return f"“{clip(answer['quote'], 240)}”"


def _holder(answer: Mapping[str, Any]) -> str:
    if answer["name"] is None:
        return "the account's own voice"
    return f"{plain_name(answer['name'])} ({HOLDER_KINDS[answer.get('kind', 'named')]})"


def _chain(answer: Mapping[str, Any]) -> str:
    return " → ".join(_hop(hop) for hop in answer["chain"]) or "the account's own voice"


def _hop(hop: Mapping[str, Any]) -> str:
    knows = CHAIN_BASIS[hop["basis"]] if hop.get("basis", "unknown") != "unknown" else ""
    hedge = f"“{hop['hedge']}”" if hop.get("hedge") else ""
    more = ", ".join(part for part in (knows, hedge) if part)
    return plain_name(hop["holder"]["name"]) + (f" ({more})" if more else "")


def _date(answer: Mapping[str, Any]) -> str:
    if answer.get("none"):
        return "no date"
    ends = (answer.get("earliest"), answer.get("latest"))
    earliest, latest = (datetime.date.fromisoformat(end) if end else None for end in ends)
    return when(earliest, latest)


def _figures(answer: Mapping[str, Any]) -> str:
    return "; ".join(f"{one['of']}: {_amount(one.get('low'), one.get('high'))}" for one in answer["figures"]) or "none"


def _amount(low: float | None, high: float | None) -> str:
    if low == high:
        return "no number" if low is None else exact(low, ",")
    if low is None or high is None:
        return f"at most {exact(high or 0, ',')}" if low is None else f"at least {exact(low, ',')}"
    return f"{exact(low, ',')} to {exact(high, ',')}"


def exact(number: float, thousands: str = "") -> str:
    """A number as a person writes it, no digit lost."""
    return f"{int(number):{thousands}}" if number == int(number) else f"{number:{thousands}}"


def _meant(answer: Mapping[str, Any]) -> str:
    modality = MODALITIES[answer.get("modality", "asserted")].partition(":")[0]
    return f"{modality}, {POLARITIES[answer.get('polarity', 'positive')]}"


def _addition(answer: Mapping[str, Any]) -> str:
    holder = _holder(answer["holder"]) if answer.get("holder") else "the account's own voice"
    said = _chain(answer) if "chain" in answer else holder
    return said if _meant(answer) == _meant({}) else f"{said}; {_meant(answer)}"


_CORRECTIONS = {
    "span": _span,
    "holder": _holder,
    "hop": _chain,
    "date": _date,
    "figure": _figures,
    "modality": _meant,
}
