"""What nobody may be told because somebody took it back: of decisions, of entries of the log, of what a job reported.

A reading has nothing of what was withdrawn. The ledger has all of it, and whoever tells of the ledger asks here first.
"""

import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from variorum.case.folder import Case, KeptJudgement
from variorum.case.withdrawing import own_words
from variorum.crafts.masking import BLOCK, Mask, cover
from variorum.values.documents import Document
from variorum.values.judgements import ANSWERS, Heard, Judgement, read_place
from variorum.values.readings import EMPTY, Reading
from variorum.values.text import Span

# Fewer letters than this in a row are no telling words of a text; as in `case.withdrawing`.
_TELLING = 24
_COVERED = re.compile(rf"{BLOCK}(?:[{BLOCK}\s]*{BLOCK})?")
_SENTENCE = re.compile(r"[^.!?\r\n“”\"]+")
_STATEMENT = "stmt-"


class Unsaid:
    """What was taken back from a case, and how its decisions may be told all the same.

    `documents` are those of the ledger, as they came; `shown` those that pages may show; `reading` the reading that they show.
    Where nothing is withdrawn everything is told as it is.
    """

    def __init__(
        self,
        judgements: Sequence[KeptJudgement],
        documents: Sequence[Document],
        shown: Sequence[Document],
        reading: Reading,
    ) -> None:
        self._judgements = judgements
        self._withdrawals = [
            k.judgement for k in judgements if k.undone is None and k.judgement.question == "withdrawal"
        ]
        self._documents, self._shown, self._reading = documents, {d.id: d for d in shown}, reading
        self._heard: Mapping[tuple[str, ...], Heard] = {_key(h.judgement): h for h in reading.judgements}

    @classmethod
    def of(cls, case: Case) -> "Unsaid":
        """What was taken back from a case as it stands. Lays its accounts side by side only where something was."""
        judgements = case.judgements()
        back = any(k.undone is None and k.judgement.question == "withdrawal" for k in judgements)
        reading = case.reading() if back else None
        if reading is None:
            # Nothing was read: what was withdrawn cannot be told from the rest but for the accounts themselves.
            gone = {k.judgement.left for k in judgements if k.stands and k.judgement.question == "withdrawal"}
            return cls(judgements, case.documents(), [d for d in case.documents() if d.id not in gone], EMPTY)
        return cls(judgements, case.documents(), reading.documents, reading)

    def judgement(self, ident: str) -> KeptJudgement | None:
        """The last judgement with this id."""
        return next((k for k in reversed(self._judgements) if k.judgement.id == ident), None)

    @property
    def nothing(self) -> bool:
        """Whether nothing is withdrawn."""
        return not self._withdrawals

    @functools.cached_property
    def accounts(self) -> frozenset[str]:
        """The ids of the accounts that are gone."""
        return frozenset(d.id for d in self._documents if d.id not in self._shown) if self._withdrawals else frozenset()

    @functools.cached_property
    def exhibits(self) -> frozenset[str]:
        """The originals of which no account is left."""
        return frozenset(d.exhibit for d in self._documents if d.id in self.accounts) - {
            d.exhibit for d in self._shown.values()
        }

    @functools.cached_property
    def sealed(self) -> frozenset[str]:
        """The originals of accounts that are shown with words covered: their bytes would tell what is."""
        if self.nothing:
            return frozenset()
        pairs = ((d, self._shown.get(d.id)) for d in self._documents)
        return frozenset(d.exhibit for d, shown in pairs if shown is not None and _spoken(shown) != _spoken(d))

    def told(self, kept: KeptJudgement) -> Judgement | None:
        """A judgement as it may be told; None where no more may be told than that it was made."""
        judgement = kept.judgement
        if self.nothing:
            return judgement
        if kept.undone is None:
            # What the reading heard is already without the words of who withdrew; what it does not tell of is about them.
            heard = self._heard.get(_key(judgement))
            return heard.judgement if heard is not None else None
        if any(self._is_gone(side) for side in (judgement.left, judgement.right)):
            return None
        return self._bare(judgement)

    def lost(self, kept: KeptJudgement) -> str:
        """Why a judgement is orphaned; empty where it is not."""
        heard = self._heard.get(_key(kept.judgement)) if kept.undone is None else None
        return heard.says if heard is not None and heard.state == "orphaned" else ""

    def hide(self, words: str) -> str:
        """Words that somebody wrote, less names, file names and sentences of what was withdrawn."""
        return words if self.nothing else self._mask.hide(words)

    def plain(self, judgement: Judgement) -> str:
        """What is told of a decision of which nothing else may be told."""
        if judgement.question == "withdrawal":
            return f"the withdrawal of {'an account' if judgement.right == 'account' else 'a witness'}"
        sorts = sorted({w.right for w in self._withdrawals})
        return f"a judgement about a withdrawn {' or '.join(sorts)}"

    def _is_gone(self, side: str) -> bool:
        """Whether a side of a judgement is an account, a statement, a place or a name that is not to be told of."""
        if side in self.accounts or self._mask.find(side):
            return True
        if side.startswith(_STATEMENT):
            return side not in self._statements
        try:
            span = read_place(side)
        except ValueError:
            return False
        return span.document in self.accounts or self._is_covered(span)

    def _is_covered(self, span: Span) -> bool:
        shown = self._shown.get(span.document)
        return shown is not None and BLOCK in shown.text[span.start : span.end]

    @functools.cached_property
    def _statements(self) -> frozenset[str]:
        return frozenset(s.id for s in (*self._reading.statements, *self._reading.rejected))

    def _bare(self, judgement: Judgement) -> Judgement:
        """A judgement that no reading hears any more, its words masked and quotes in its answer covered whole."""
        answer = judgement.answer
        if ANSWERS[judgement.question] is None:
            try:
                answer = json.dumps(self._without_quotes(json.loads(answer)), ensure_ascii=False)
            except ValueError:
                answer = cover(answer, [(0, len(answer))])
        hide = self._mask.hide
        return replace(judgement, answer=answer, because=hide(judgement.because), by=hide(judgement.by))

    def _without_quotes(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: self._without_quotes(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self._without_quotes(v) for v in value]
        if not isinstance(value, str):
            return value
        return cover(value, [(0, len(value))]) if key == "quote" else self._mask.hide(value)

    @functools.cached_property
    def _mask(self) -> Mask:
        names = [w.left for w in self._withdrawals if w.right == "witness"]
        words = {name.removeprefix("unnamed: ") for name in names} | {
            word for name in names for word in own_words(name)
        }
        for document in self._documents:
            shown = self._shown.get(document.id)
            if shown is None:
                words |= set(_words_of(document))
            elif shown.text != document.text:
                words |= set(_covered(document.text, shown.text))
        return Mask(words)


def _key(judgement: Judgement) -> tuple[str, ...]:
    """What tells judgements apart that leaves out who, why and the answer: these may be covered."""
    return (judgement.question, judgement.left, judgement.right, judgement.at)


def _spoken(document: Document) -> tuple[object, ...]:
    return (document.text, document.title, document.authors, document.publisher.value, document.name)


def _words_of(document: Document) -> Iterable[str]:
    """What tells of an account: the name of its file, its title, who speaks in it, each sentence that is long enough to be its own."""
    yield document.name
    if document.title and len(document.title.split()) > 1:
        yield document.title
    if document.author_is_voice:
        for author in document.authors:
            yield from (author, *own_words(author))
    voice = document.correction("author")
    if voice is not None and voice.first:
        yield from (voice.first, *own_words(voice.first))
    for found in _SENTENCE.finditer(document.text):
        if len(found[0].strip()) >= _TELLING:
            yield found[0].strip()


def _covered(text: str, shown: str) -> Iterable[str]:
    """The words of a text that are covered where it is shown."""
    for found in _COVERED.finditer(shown):
        words = text[found.start() : found.end()]
        if words != found[0]:
            yield words
