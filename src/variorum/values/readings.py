"""Everything one reading of a set of accounts found, as one frozen value: what the dossier is made from."""

from dataclasses import dataclass

from variorum.values.areas import Area
from variorum.values.claims import Claim, Relation
from variorum.values.custody import CustodyEvent, Exhibit
from variorum.values.documents import Document
from variorum.values.entities import Entity, Mention, Post, UnsurePair
from variorum.values.grades import Grade, OpenQuestion
from variorum.values.judgements import Heard
from variorum.values.lineage import LineageEdge, Loop, Loss, Standing, Stemma
from variorum.values.runs import Issue, ModelRecord
from variorum.values.statements import Attribution, Statement
from variorum.values.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the accounts of a matter; every list is in a stable order that does not depend on the input's.

    `grades` is empty where the user asked for none. `version` is the program's.
    `rejected` are the statements that a person set aside: they are in no claim and stay listed, with the id of the judgement in
    `amended`.
    """

    version: str
    models: tuple[ModelRecord, ...]
    exhibits: tuple[Exhibit, ...]
    custody: tuple[CustodyEvent, ...]
    documents: tuple[Document, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    entities: tuple[Entity, ...]
    unsure: tuple[UnsurePair, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    lineage: tuple[LineageEdge, ...]
    loops: tuple[Loop, ...]
    standings: tuple[Standing, ...]
    losses: tuple[Loss, ...]
    grades: tuple[Grade, ...]
    timeline: Timeline
    questions: tuple[OpenQuestion, ...]
    judgements: tuple[Heard, ...]
    issues: tuple[Issue, ...]
    stemmas: tuple[Stemma, ...] = ()
    rejected: tuple[Statement, ...] = ()
    posts: tuple[Post, ...] = ()
    areas: tuple[Area, ...] = ()


# What there is before anything was read.
EMPTY = Reading(
    version="",
    models=(),
    exhibits=(),
    custody=(),
    documents=(),
    mentions=(),
    attributions=(),
    entities=(),
    unsure=(),
    statements=(),
    claims=(),
    relations=(),
    lineage=(),
    loops=(),
    standings=(),
    losses=(),
    grades=(),
    timeline=Timeline((), ()),
    questions=(),
    judgements=(),
    issues=(),
)
