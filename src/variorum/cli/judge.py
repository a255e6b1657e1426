"""`variorum judge` and `variorum undo`: a person decides, is shown what that changes, and then it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, get_args

import typer
from rich.padding import Padding
from rich.text import Text

from variorum.case import Case, now_utc
from variorum.case.deciding import Change
from variorum.case.wording import (
    as_answer,
    date_answer,
    figure_answer,
    find_account,
    find_document,
    find_mention,
    find_statement,
    find_words,
    holder_answer,
    hop_answer,
    particular_answer,
    passage_answer,
    span_answer,
)
from variorum.cli.case import By, Folder, opened, refuse, who
from variorum.cli.common import out
from variorum.cli.read import Quiet
from variorum.cli.summary import count
from variorum.stages.statements.amend import Refused
from variorum.storage.ledger import Moved
from variorum.values.documents import Particular
from variorum.values.judgements import PARTICULARS, Judgement, Question, write_place
from variorum.values.readings import Reading
from variorum.values.statements import Basis, HolderKind, Modality, Polarity, Quotation, Statement
from variorum.values.text import Span

# Sentences of one kind of change that are printed at once.
_MOST = 12


class Decision(StrEnum):
    """What can be decided."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    INDEPENDENT = "independent"
    DERIVED = "derived"
    NOT_ESTABLISHED = "not-established"
    CONFLICT = "conflict"
    CORRECT = "correct"
    REJECT = "reject"
    ADD_STATEMENT = "add-statement"
    RELIABILITY = "reliability"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Said:
    """The options of one call, as typed."""

    topic: str | None
    stands: str | None
    open: bool
    none: bool
    span: str | None
    holder: str | None
    kind: str | None
    hop: int | None
    remove: bool
    insert: bool
    cue: str | None
    basis: str | None
    hedge: str | None
    date: str | None
    figure: tuple[str, ...]
    modality: str | None
    polarity: str | None
    quotation: str | None
    published: str | None
    publisher: str | None
    author: str | None

    def given(self) -> frozenset[str]:
        """The options that were typed."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) not in (None, False, ()))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a judgement will be about, and the answer."""

    question: Question
    left: str
    right: str
    answer: str


_HOP = frozenset(("holder", "kind", "hop", "remove", "insert", "cue", "basis", "hedge"))
_MEANT = frozenset(("modality", "polarity"))
_OF_ACCOUNTS: frozenset[Particular] = frozenset(PARTICULARS)
# Which options each decision takes.
TAKES: dict[Decision, frozenset[str]] = {
    **dict.fromkeys(Decision, frozenset()),
    Decision.CONFLICT: frozenset(("stands", "open", "none")),
    Decision.CORRECT: _HOP | _MEANT | {"span", "date", "figure"} | _OF_ACCOUNTS,
    Decision.ADD_STATEMENT: frozenset(("holder", "kind", "quotation")) | _MEANT,
    Decision.RELIABILITY: frozenset(("topic",)),
}
_OF_PAIRS = {
    Decision.INDEPENDENT: "different",
    Decision.DERIVED: "same",
    Decision.NOT_ESTABLISHED: "unsure",
}


def judge(
    case: Folder,
    decision: Annotated[Decision, typer.Argument(metavar="DECISION", help=f"One of {', '.join(Decision)}.")],
    about: Annotated[
        list[str],
        typer.Argument(
            metavar="ABOUT…",
            help="What it is about: statements by id, by the beginning of it, by a claim's, or by their words; names; an account, and words in it.",
        ),
    ],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason; it is kept and shown.")],
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="WORDS", help="Reliability on this topic only.")
    ] = None,
    stands: Annotated[
        str | None, typer.Option("--stands", metavar="STATEMENT", help="Which side of the conflict stands.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="The conflict stays open, as somebody saw.")] = False,
    none: Annotated[bool, typer.Option("--none", help="There is no conflict.")] = False,
    span: Annotated[
        str | None,
        typer.Option("--span", metavar="WORDS", help="The words of the text that are the statement, or START:END."),
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="NAME", help="Who vouches for it; “own voice” for the outlet itself."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(get_args(HolderKind))}.")
    ] = None,
    hop: Annotated[
        int | None, typer.Option("--hop", metavar="NUMBER", help="Which hop of the chain; the origin is 1.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take that hop out.")] = False,
    insert: Annotated[bool, typer.Option("--insert", help="Put a new hop there.")] = False,
    cue: Annotated[
        str | None, typer.Option("--cue", metavar="WORDS", help="The words that report, as in the text.")
    ] = None,
    basis: Annotated[str | None, typer.Option("--basis", metavar="HOW", help=f"{', '.join(get_args(Basis))}.")] = None,
    hedge: Annotated[
        str | None, typer.Option("--hedge", metavar="WORDS", help="The hedge as written; empty for none.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="2024-02-02, 2024-02, 2024, FIRST..LAST, or none.")
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure",
            metavar="WHAT=NUMBER",
            help="people killed=17, =17.. for at least, =..17 for at most, = to drop it.",
        ),
    ] = None,
    modality: Annotated[
        str | None, typer.Option("--modality", metavar="HOW", help=f"{', '.join(get_args(Modality))}.")
    ] = None,
    polarity: Annotated[
        str | None, typer.Option("--polarity", metavar="HOW", help=f"{' or '.join(get_args(Polarity))}.")
    ] = None,
    quotation: Annotated[
        str | None, typer.Option("--quotation", metavar="HOW", help=f"{', '.join(get_args(Quotation))}.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="Of an account: when it was published, or none.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Of an account: who published it, or none.")
    ] = None,
    author: Annotated[
        str | None,
        typer.Option("--author", metavar="NAME", help="Of an account: the witness whose own words it is, or none."),
    ] = None,
    by: By = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Keep it without asking.")] = False,
    quiet: Quiet = False,
) -> None:
    """Decide something about a case. What would change is shown first, and kept only when you say so.

    Example: variorum judge harbour reject "the pilot was drunk" --because "the reporter took it back"
    """
    said = Said(
        topic, stands, open_, none, span, holder, kind, hop, remove, insert, cue, basis, hedge, date, tuple(figure or ()),
        modality, polarity, quotation, published, publisher, author,
    )  # fmt: skip
    _check_options(decision, said)
    with opened(case) as kept:
        after = kept.head().number
        reading = _reading(kept)
        try:
            subject = _correct_account(kept, reading, about, said) if said.given() & _OF_ACCOUNTS else None
            subject = subject or _MAKE[decision](reading, about, said)
            judgement = Judgement(
                subject.question, subject.left, subject.right, subject.answer, who(by), now_utc(), because
            )
            change = kept.preview(judgement)
        except (Refused, ValueError) as error:
            refuse(f"Nothing was kept: {error}")
        _ask(change, yes=yes, quiet=quiet)
        try:
            entry = kept.judge(judgement, after=after)
        except Moved as error:
            refuse(f"Nothing was kept: {error}.")
    if not quiet:
        out.print(Text(f"Kept as entry {entry.number}: {judgement.id}", style="green"))
        out.print(Text(f'To take it back: variorum undo {case} {judgement.id[:18]} --because "…"'))


def undo(
    case: Folder,
    judgement: Annotated[
        str, typer.Argument(metavar="JUDGEMENT", help="Its id or the beginning of it; see variorum log.")
    ],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason; it is kept and shown.")],
    by: By = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take it back without asking.")] = False,
    quiet: Quiet = False,
) -> None:
    """Take a judgement back. It stays in the ledger with the reason; an earlier one about the same stands again.

    Example: variorum undo harbour judgement-3fa2 --because "she called back"
    """
    with opened(case) as kept:
        after = kept.head().number
        open_ = [k.judgement for k in kept.judgements() if k.undone is None]
        found = [j for j in open_ if j.id.startswith(judgement) or j.id.partition("-")[2].startswith(judgement)]
        if len(found) != 1:
            known = "; ".join(f"{j.id} ({j.question}, {j.at}, {j.because})" for j in found or open_[-5:])
            refuse(
                f"{judgement!r} names {len(found) or 'no'} judgements that could be undone. There are: {known or 'none'}."
            )
        if not because.strip():
            refuse("Nothing was undone: it needs a reason.")
        _ask(kept.preview_undo(found[0].id), yes=yes, quiet=quiet)
        try:
            entry = kept.undo(found[0].id, by=who(by), because=because, after=after)
        except Moved as error:
            refuse(f"Nothing was undone: {error}.")
    if not quiet:
        out.print(Text(f"Undone by entry {entry.number}.", style="green"))


# ---------------------------------------------------------------- what a call is about


def _check_options(decision: Decision, said: Said) -> None:
    """End the command with status 2 where an option does not belong to the decision."""
    wrong = sorted(said.given() - TAKES[decision])
    if wrong:
        takes = ", ".join(f"--{name}" for name in sorted(TAKES[decision])) or "none of them"
        raise typer.BadParameter(f"--{wrong[0]} does not belong to {decision}; it takes {takes}.")


def _count(about: Sequence[str], *numbers: int, what: str) -> None:
    if len(about) not in numbers:
        raise Refused(f"give {what}.")


def _pair(reading: Reading, about: Sequence[str]) -> tuple[Statement, Statement]:
    _count(about, 2, what="two statements")
    return find_statement(reading, about[0]), find_statement(reading, about[1])


def _same(answer: str) -> Callable[[Reading, Sequence[str], Said], Subject]:
    def make(reading: Reading, about: Sequence[str], said: Said) -> Subject:
        """Of two names or places it is about people and places, otherwise about statements."""
        _count(about, 2, what="two statements, or two names")
        try:
            left, right = (find_mention(reading, one) for one in about)
        except Refused:
            a, b = _pair(reading, about)
            return Subject("statements", a.id, b.id, answer)
        return Subject("entities", write_place(left.passage.span), write_place(right.passage.span), answer)

    return make


def _independence(answer: str) -> Callable[[Reading, Sequence[str], Said], Subject]:
    def make(reading: Reading, about: Sequence[str], said: Said) -> Subject:
        a, b = _pair(reading, about)
        return Subject("independence", a.id, b.id, answer)

    return make


def _conflict(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    a, b = _pair(reading, about)
    if len(said.given()) != 1:
        raise Refused("say one of --stands STATEMENT, --open, --none.")
    if said.stands is None:
        return Subject("conflict", a.id, b.id, "open" if said.open else "none")
    side = said.stands if said.stands not in about else (a.id, b.id)[list(about).index(said.stands)]
    stands = find_statement(reading, side)
    if stands.id not in (a.id, b.id):
        raise Refused(f"{said.stands!r} is neither of the two; say which of them stands.")
    return Subject("conflict", a.id, b.id, "left" if stands.id == a.id else "right")


def _correct(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    _count(about, 1, what="one statement")
    statement = find_statement(reading, about[0])
    document = next(d for d in reading.documents if d.id == statement.document)
    given = said.given()
    groups = [given & _HOP, given & _MEANT, *({name} for name in ("span", "date", "figure") if name in given)]
    if sum(1 for group in groups if group) != 1:
        raise Refused(
            "say what to correct, one thing at a time: --span, --holder, --hop, --date, --figure or --modality; of an account"
            " --published, --publisher or --author."
        )
    at = statement.passage.span.start
    if said.span is not None:
        return Subject("correction", statement.id, "span", as_answer(span_answer(document, statement, said.span)))
    if said.date is not None:
        return Subject("correction", statement.id, "date", as_answer(date_answer(said.date)))
    if said.figure:
        return Subject("correction", statement.id, "figure", as_answer(figure_answer(statement, said.figure)))
    if given & _MEANT:
        answer = {"modality": said.modality or statement.modality, "polarity": said.polarity or statement.polarity}
        return Subject("correction", statement.id, "modality", as_answer(answer))
    if given <= {"holder", "kind"} and said.holder is not None:
        own = said.holder.casefold() == "own voice"
        answer_ = {"name": None} if own else holder_answer(document, said.holder, at, said.kind)
        return Subject("correction", statement.id, "holder", as_answer(answer_))
    changed = hop_answer(
        document,
        statement,
        said.hop or 1,
        remove=said.remove,
        insert=said.insert,
        holder=said.holder,
        kind=said.kind,
        cue=said.cue,
        basis=said.basis,
        hedge=said.hedge,
    )
    return Subject("correction", statement.id, "hop", as_answer(changed))


def _correct_account(case: Case, reading: Reading, about: Sequence[str], said: Said) -> Subject:
    """What is told of an account from now on; “none” where it is not known after all."""
    _count(about, 1, what="one account, by the name of its file or its id")
    given = said.given()
    field = next(name for name in PARTICULARS if name in given)
    if given != {field}:
        raise Refused("say one thing at a time of an account: --published, --publisher or --author.")
    value: str = getattr(said, field)
    return Subject(
        "account", find_account(case, reading, about[0]).id, field, as_answer(particular_answer(field, value))
    )


def _reject(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    _count(about, 1, what="one statement")
    return Subject("rejection", find_statement(reading, about[0]).id, "", "rejected")


def _add(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    _count(about, 2, 3, what="an account and the words in it, or an account, START and END")
    document = find_document(reading, about[0])
    if len(about) == 2:
        span = find_words(document, about[1], 0)
    elif about[1].isdecimal() and about[2].isdecimal() and int(about[1]) < int(about[2]):
        span = Span(document.id, int(about[1]), int(about[2]))
    else:
        raise Refused(f"{about[1]!r} and {about[2]!r} are no place; give START and END in characters, or the words.")
    answer: dict[str, object] = {"quote": passage_answer(document, span)["quote"]}
    if said.holder is not None:
        answer["holder"] = holder_answer(document, said.holder, span.start, said.kind)
    for name in ("modality", "polarity", "quotation"):
        if getattr(said, name) is not None:
            answer[name] = getattr(said, name)
    return Subject("addition", write_place(span), "", as_answer(answer))


def _reliability(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    _count(about, 2, what="the name of a source and a letter from A to F")
    return Subject("reliability", about[0], said.topic or "", about[1].upper())


def _withdraw(reading: Reading, about: Sequence[str], said: Said) -> Subject:
    """An account by its file name or id; otherwise a witness by name."""
    _count(about, 1, what="an account, or the name of a witness")
    try:
        return Subject("withdrawal", find_document(reading, about[0]).id, "account", "withdrawn")
    except Refused:
        return Subject("withdrawal", about[0], "witness", "withdrawn")


_MAKE: dict[Decision, Callable[[Reading, Sequence[str], Said], Subject]] = {
    Decision.SAME: _same("same"),
    Decision.DIFFERENT: _same("different"),
    Decision.UNSURE: _same("unsure"),
    **{decision: _independence(answer) for decision, answer in _OF_PAIRS.items()},
    Decision.CONFLICT: _conflict,
    Decision.CORRECT: _correct,
    Decision.REJECT: _reject,
    Decision.ADD_STATEMENT: _add,
    Decision.RELIABILITY: _reliability,
    Decision.WITHDRAW: _withdraw,
}


# ---------------------------------------------------------------- shown, asked, kept


def _reading(case: Case) -> Reading:
    reading = case.reading()
    if reading is None:
        refuse(f"Nothing in {case.folder} was read yet; run: variorum analyse {case.folder}")
    return reading


def _ask(change: Change, *, yes: bool, quiet: bool) -> None:
    """Show what would change and ask; ends the command where the answer is no."""
    if not quiet or not yes:
        print_change(change)
    if not yes and not typer.confirm("Keep it?"):
        out.print(Text("Nothing was kept."))
        raise typer.Exit(0)


def print_change(change: Change) -> None:
    """What would change, in sentences; of many of one kind the first ones and how many more."""
    if change.is_nothing:
        out.print(Text("Nothing in the dossier would change but the record of the judgement itself."))
        return
    out.print(Text("What would change", style="bold"))
    for line in change.sums():
        out.print(Padding(Text(line), (0, 0, 0, 2)))
    for kind in dict.fromkeys(d.kind for d in change.differences):
        rows = [d for d in change.differences if d.kind == kind]
        for row in rows[:_MOST]:
            style = "yellow" if kind == "warning" else ""
            out.print(Padding(Text(f"• {row.says}", style=style), (0, 0, 0, 2)))
        if len(rows) > _MOST:
            out.print(
                Padding(
                    Text(f"… and {count(len(rows) - _MOST, 'more change')} of this kind.", style="dim"), (0, 0, 0, 2)
                )
            )
