"""What to check next: the single checks that would change most, each with the claims it would move."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from variorum.crafts import tables
from variorum.crafts.excerpts import clip, telling
from variorum.crafts.outlets import agencies, same_outlet
from variorum.crafts.shingles import split_words
from variorum.stages.grades.grade import settled
from variorum.values.claims import Claim, Relation
from variorum.values.documents import Document
from variorum.values.grades import OpenQuestion
from variorum.values.judgements import Judgement
from variorum.values.lineage import Loss, Standing
from variorum.values.statements import Statement

_MOST = 60


def ask(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    relations: Sequence[Relation],
    standings: Sequence[Standing],
    documents: Sequence[Document],
    losses: Sequence[Loss],
    judgements: Sequence[Judgement] = (),
) -> tuple[OpenQuestion, ...]:
    """Open questions, the weightiest first: a question weighs as many claims as its answer would move.

    A conflict of which a person said which side stands is no longer asked.
    """
    by_id = {s.id: s for s in statements}
    claim_of = {s: c.id for c in claims for s in c.statements}
    gist = {c.id: by_id[c.gist].passage.words for c in claims}
    questions = [
        *_missing_accounts(statements, documents, claim_of),
        *_lone_origins(losses, gist),
        *_conflicts(relations, by_id, claim_of, settled(judgements, claim_of)),
        *_remarks(statements, claim_of),
        *_marks(statements, claim_of),
        *_tensions(statements, claim_of),
        *_undated(documents, statements, claim_of),
    ]
    questions.sort(key=lambda q: (-q.weight, q.text))
    return tuple(questions[:_MOST])


def _missing_accounts(
    statements: Sequence[Statement], documents: Sequence[Document], claim_of: dict[str, str]
) -> list[OpenQuestion]:
    """Reports that the accounts rest on and that nobody supplied."""
    supplied = sorted({d.publisher.value for d in documents if d.publisher.value})
    cited: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for hop in statement.chain:
            name = hop.holder.name
            is_outlet = hop.holder.kind == "outlet" or name.casefold() in agencies()
            if is_outlet and statement.id in claim_of:
                cited[name].add(claim_of[statement.id])
    missing = {name: moved for name, moved in cited.items() if not any(_one_house(name, other) for other in supplied)}
    return [
        OpenQuestion(
            f"Obtain the report of {name} itself: {len(moved)} claim{'s' if len(moved) != 1 else ''} came through it.",
            tuple(sorted(moved)),
            "An account that others cite was not among the files.",
            2.0 * len(moved),
        )
        for name, moved in missing.items()
    ]


def _one_house(name: str, publisher: str) -> bool:
    """Whether a holder's name and a publisher's are of one house, by any form of an agency's name or a short form."""
    known = agencies()
    left, right = (known.get(n.casefold(), n) for n in (name, publisher))
    return same_outlet(left, right)


def _lone_origins(losses: Sequence[Loss], gist: dict[str, str]) -> list[OpenQuestion]:
    return [
        OpenQuestion(
            f"Who else knows what {loss.name.removeprefix('unnamed: ')} says? {len(loss.lost)} claims rest on this origin alone, "
            f"such as “{clip(telling([gist[claim] for claim in loss.lost]))}”.",
            loss.lost,
            "A second origin, shown to be independent, would change their standing.",
            float(len(loss.lost)),
        )
        for loss in losses
        if len(loss.lost) > 1
    ]


def _conflicts(
    relations: Sequence[Relation],
    by_id: dict[str, Statement],
    claim_of: dict[str, str],
    closed: Mapping[str, set[str]],
) -> list[OpenQuestion]:
    asked: dict[frozenset[str], OpenQuestion] = {}
    for relation in sorted(relations, key=lambda r: (-r.score, r.a, r.b)):
        if relation.kind != "contradicts":
            continue
        left, right = claim_of[relation.a], claim_of[relation.b]
        pair = frozenset((left, right))
        if right in closed[left] or left in closed[right]:
            continue
        a, b = by_id[relation.a].passage.words, by_id[relation.b].passage.words
        asked.setdefault(
            pair,
            OpenQuestion(
                f"Which is right ({relation.facet or 'other'}): “{clip(a)}” or “{clip(b)}”?",
                tuple(sorted(pair)),
                relation.reason,
                6.0,
            ),
        )
    return list(asked.values())


def _remarks(statements: Sequence[Statement], claim_of: dict[str, str]) -> list[OpenQuestion]:
    scope: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for remark in statement.remarks:
            scope[remark].add(claim_of[statement.id])
    questions = []
    for statement in statements:
        if statement.modality == "declined":
            questions.append(
                OpenQuestion(
                    f"What was left unsaid: “{clip(statement.passage.words)}”?",
                    (claim_of[statement.id],),
                    "A source declined to say it; silence is no contradiction.",
                    1.5,
                )
            )
        elif statement.is_remark:
            moved = tuple(sorted(scope[statement.id])) or (claim_of[statement.id],)
            questions.append(
                OpenQuestion(
                    f"Verify what an account could not: “{clip(statement.passage.words)}”.",
                    moved,
                    "An account says that this was not verified.",
                    1.0 + len(moved),
                )
            )
    return questions


def _tensions(statements: Sequence[Statement], claim_of: dict[str, str]) -> list[OpenQuestion]:
    """One account says a person is ready to answer, another that they would not: no contradiction, yet worth a look."""
    willing = set(tables.load("questions")["willing"]["words"])
    offers = [
        s
        for s in statements
        if not s.is_remark and s.polarity == "positive" and willing & set(split_words(s.passage.words).forms)
    ]
    questions = []
    for refusal in statements:
        if refusal.modality != "declined":
            continue
        for offer in offers:
            if offer.document != refusal.document and _names(offer) & _names(refusal):
                questions.append(
                    OpenQuestion(
                        f"Ready to answer, yet not on this: “{clip(offer.passage.words)}”, and "
                        f"“{clip(refusal.passage.words)}”. What would be said if asked again?",
                        tuple(sorted({claim_of[offer.id], claim_of[refusal.id]})),
                        "Two accounts stand in tension; neither contradicts the other.",
                        2.5,
                    )
                )
    return questions


def _names(statement: Statement) -> set[str]:
    """Words in capitals of a statement's resolved wording, without the first of a sentence that is no name."""
    return {
        w
        for w in re.findall(r"[A-Z][\w-]{2,}", statement.proposition or statement.passage.words)
        if w.casefold() not in tables.load("questions")["willing"]["not_names"]
    }


def _marks(statements: Sequence[Statement], claim_of: dict[str, str]) -> list[OpenQuestion]:
    questions = []
    items: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for statement in statements:
        for mark in statement.marks:
            if mark.kind == "evidence":
                items[mark.passage.words.split()[-1].casefold()].append((mark.passage.words, statement))
            elif mark.kind == "unknown":
                text = f"Unknown so far: “{clip(statement.passage.words)}”."
                questions.append(
                    OpenQuestion(text, (claim_of[statement.id],), "The account says that this is not known.", 1.2)
                )
    return [*questions, *(_evidence(told, claim_of) for told in items.values())]


def _evidence(told: Sequence[tuple[str, Statement]], claim_of: dict[str, str]) -> OpenQuestion:
    """One question for all statements that speak of a thing of one name; the fullest name of it comes first."""
    fullest = min(told, key=lambda t: (-len(t[0]), t[1].id))[1]
    others = len({s.id for _, s in told}) - 1
    more = f", and {others} more statement{'s' if others > 1 else ''} that name such a thing" if others else ""
    return OpenQuestion(
        f"Ask to see the evidence: “{clip(fullest.passage.words)}”{more}.",
        tuple(sorted({claim_of[s.id] for _, s in told})),
        "An item of evidence is said to exist.",
        2.0,
    )


def _undated(
    documents: Sequence[Document], statements: Sequence[Statement], claim_of: dict[str, str]
) -> list[OpenQuestion]:
    questions = []
    loose: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.moment is not None and not statement.moment.resolved:
            loose[statement.document].append(statement)
    for document in documents:
        unresolved = loose[document.id]
        moved = sorted({claim_of[s.id] for s in unresolved})
        # No date resolves "now", "the future" and their like (TimeML: PRESENT_REF, FUTURE_REF).
        open_ = list(
            dict.fromkeys(
                s.moment.passage.words
                for s in unresolved
                if s.moment and " " in s.moment.passage.words and not (s.moment.value or "").endswith("_REF")
            )
        )
        if document.published.value is None and unresolved:
            words = f" such as {', '.join(f'“{w}”' for w in open_[:3])}" if open_ else ""
            text = f"When was {document.name} published? Its relative dates{words} cannot be resolved without it."
            questions.append(
                OpenQuestion(text, tuple(moved), "The document carries no date, and none was given.", 1.0 + len(moved))
            )
    return questions
