"""From attributions to the statements of one document.

The steps: cut the text into stretches of about one fact (`segment`), find who vouches for each (`chains`), read how it is
meant (`modality`), what it counts (`crafts.figures`), when it was (`crafts.moments`), what to keep an eye on (`remarks`), and
restate it (`propositions`); last, hang each verification remark on the statements in its scope.
"""

from collections.abc import Sequence
from dataclasses import replace

from variorum.crafts.figures import find_figures
from variorum.crafts.moments import choose_moment
from variorum.crafts.quotes import Quote, find_quotes, quotation_of
from variorum.crafts.trees import Tree, grow
from variorum.stages.statements.chains import Chains, settle
from variorum.stages.statements.corrections import Stated, correct
from variorum.stages.statements.grammar import is_gloss
from variorum.stages.statements.holders import SPEAKER
from variorum.stages.statements.kinds import kind_of, words
from variorum.stages.statements.modality import Meant, judge
from variorum.stages.statements.propositions import Cast, cast_of, propose
from variorum.stages.statements.remarks import Remark, Said, find_marks, in_scope, remark_of
from variorum.stages.statements.segment import Segment, segment
from variorum.stages.statements.utterances import find_told
from variorum.values.documents import Document
from variorum.values.entities import Mention
from variorum.values.identity import identify
from variorum.values.moments import Moment
from variorum.values.parses import Parse
from variorum.values.runs import Issue, Outcome
from variorum.values.statements import Attribution, Hop, Modality, Quotation, Statement
from variorum.values.text import Span, quote


def extract(
    document: Document,
    parse: Parse,
    attributions: Sequence[Attribution],
    mentions: Sequence[Mention],
    moments: Sequence[Moment],
) -> Outcome[Statement]:
    """The statements of a document in text order, no two at one place, each quoting its text.

    Issues: "no-statements" where a document with text asserts nothing that could be found.
    """
    tree = grow(parse)
    quotes = find_quotes(document.text)
    cast = cast_of(mentions)
    chains = Chains(document, parse, attributions, mentions, quotes)
    told = find_told(document, tree, attributions, moments, chains.holders)
    events = {one.verb: one.attribution for one in told}
    pieces = segment(document, tree, attributions, told=told)
    asked = [Span(document.id, *hull) for one in attributions if (hull := _question(document, one)) is not None]
    kept = [
        piece
        for piece in pieces
        if not _is_left_open(document, tree, piece, pieces, attributions)
        and not any(one.covers(piece.span) for one in asked)
    ]
    made = [
        _state(
            document,
            tree,
            replace(piece, quoted=quotation_of(piece.span, quotes) == "direct"),
            _clause_of(tree, piece, pieces),
            chains,
            moments,
            cast,
            told=events.get(piece.head),
        )
        for piece in kept
    ]
    made = _corrected(tree, _with_settled_names(made), kept, mentions)
    statements = _with_remarks(tree, made, mentions)
    issues: tuple[Issue, ...] = ()
    if not statements and document.text.strip():
        issues = (Issue("no-statements", document.id, f"{document.name}: no sentence was found that asserts a fact."),)
    return Outcome(statements, issues)


def _question(document: Document, attribution: Attribution) -> tuple[int, int] | None:
    """The place of what a line marked as a question says: whoever asks it asserts nothing. None for other attributions."""
    source = attribution.source
    label = document.text[source.start : source.end].lower().rstrip(".") if source is not None else ""
    if label not in words("labels", "questions"):
        return None
    return attribution.content[0].start, attribution.content[-1].end


def _clause_around(piece: Segment, pieces: Sequence[Segment]) -> Segment:
    """The shortest other segment that holds a segment, itself where none does."""
    around = [one for one in pieces if one is not piece and one.span.covers(piece.span)]
    return min(around, key=lambda one: one.span.end - one.span.start, default=piece)


def _clause_of(tree: Tree, piece: Segment, pieces: Sequence[Segment]) -> Segment:
    """The clause that a phrase telling the means stands in: it says when it was and whether it is so. Others are their own."""
    if piece.clause != "means":
        return piece
    clause = _clause_around(piece, pieces)
    # "On Monday the group claimed a car bombing": the day is that of the claim.
    return piece if kind_of(tree.tokens[clause.head].lemma) is not None else clause


def _is_left_open(
    document: Document, tree: Tree, piece: Segment, pieces: Sequence[Segment], attributions: Sequence[Attribution]
) -> bool:
    """Whether a clause takes something for granted only in a condition, a question or a denial: then nobody vouches for it."""
    if piece.clause != "granted":
        return False
    around = _clause_around(piece, pieces)
    attribution = attributions[around.content] if around.content is not None else None
    meant = judge(document, tree, around.head, tree.within(around.span), attribution)
    return meant.modality in ("conditional", "asked", "denied", "ordered")


def _state(
    document: Document,
    tree: Tree,
    piece: Segment,
    clause: Segment,
    chains: Chains,
    moments: Sequence[Moment],
    cast: Cast,
    *,
    told: int | None,
) -> tuple[Said, Remark | None]:
    """One statement, without the remarks that cover it, and what kind of remark it is itself."""
    attribution = chains.attributions[piece.content] if piece.content is not None else None
    gloss = piece.clause == "relative" and is_gloss(tree, piece.head, attribution)
    chain = chains.of(piece.span, gloss=gloss, told=told)
    speaker = _speaker(chains.links_of(told) if told is not None else chain)
    inside = tree.within(piece.span)
    remark = remark_of(tree, inside, piece.head)
    meant = judge(document, tree, clause.head, tree.within(clause.span), attribution)
    cues = [hop.cue.span for hop in chain if hop.cue is not None]
    statement = Statement(
        id=identify("stmt", document.id, piece.span.start, piece.span.end),
        passage=quote(document.text, piece.span),
        proposition=propose(document, tree, piece, cast, moments, speaker=speaker, teller=_teller(chain)),
        voice="attributed" if chain else "own",
        quotation=_quotation(piece, chains.quotes, bool(chain)),
        chain=chain,
        modality=_modality(meant, remark),
        polarity=meant.polarity,
        moment=choose_moment(clause.span, tree.parse, moments, cues=cues, document=document),
        figures=find_figures(document, tree, piece.span, moments),
        marks=find_marks(document, tree, inside),
        is_remark=remark is not None,
    )
    return Said(statement, inside), remark


def _with_settled_names(made: Sequence[tuple[Said, Remark | None]]) -> list[tuple[Said, Remark | None]]:
    """The statements with one name for one outlet."""
    settled = settle(said.statement.chain for said, _ in made)
    if not settled:
        return list(made)

    def named(hop: Hop) -> Hop:
        name = settled.get(hop.holder.name)
        return hop if name is None else replace(hop, holder=replace(hop.holder, name=name))

    return [
        (replace(said, statement=replace(said.statement, chain=tuple(map(named, said.statement.chain)))), remark)
        for said, remark in made
    ]


def _corrected(
    tree: Tree, made: Sequence[tuple[Said, Remark | None]], pieces: Sequence[Segment], mentions: Sequence[Mention]
) -> list[tuple[Said, Remark | None]]:
    """The statements with what the text takes back at once denied, and with what a correction counts."""
    stated = [Stated(said.statement, piece.head) for (said, _), piece in zip(made, pieces, strict=True)]
    now = correct(tree, stated, mentions)
    return [(replace(said, statement=one), remark) for (said, remark), one in zip(made, now, strict=True)]


def _speaker(chain: Sequence[Hop]) -> str | None:
    """Who says "I": the origin, unless unnamed or known only as whoever speaks."""
    known = chain and chain[0].holder.kind != "unnamed" and chain[0].holder.name != SPEAKER
    return chain[0].holder.name if known else None


def _teller(chain: Sequence[Hop]) -> Span | None:
    """Where the origin is told of if it has no name."""
    unnamed = chain and chain[0].holder.kind == "unnamed" and chain[0].holder.passage is not None
    return chain[0].holder.passage.span if unnamed and chain[0].holder.passage is not None else None


def _modality(meant: Meant, remark: Remark | None) -> Modality:
    return remark if remark is not None else meant.modality


def _quotation(piece: Segment, quotes: Sequence[Quote], attributed: bool) -> Quotation:
    found = quotation_of(piece.span, quotes)
    return found if attributed or found == "direct" else "none" if found == "indirect" else found


def _with_remarks(
    tree: Tree, made: Sequence[tuple[Said, Remark | None]], mentions: Sequence[Mention]
) -> tuple[Statement, ...]:
    """The statements with the ids of the remarks in whose scope they lie."""
    told = [said for said, _ in made]
    # A bare age is no claim that somebody checks.
    claims = [said for said in told if {figure.of for figure in said.statement.figures} != {"age"}]
    covering: dict[str, list[str]] = {}
    for said, remark in made:
        if remark is None:
            continue
        for covered in in_scope(said.statement, remark, tree, said.tokens, claims, mentions):
            covering.setdefault(covered, []).append(said.statement.id)
    return tuple(replace(said.statement, remarks=tuple(covering.get(said.statement.id, ()))) for said in told)
