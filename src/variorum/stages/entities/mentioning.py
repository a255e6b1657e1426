"""Mentions of one document: where it speaks of whom, and which places speak of the same."""

from collections.abc import Sequence
from typing import Protocol

from variorum.crafts.coreference import Kinship, thread
from variorum.crafts.spotting import Spot, spot
from variorum.values.documents import Document
from variorum.values.entities import EntityKind, Mention
from variorum.values.identity import identify
from variorum.values.parses import Parse
from variorum.values.text import Span, quote


class PronounReader(Protocol):
    """A network that scores which mentions a pronoun may speak of."""

    def relate(self, text: str, spots: Sequence[Spot]) -> Kinship | None:
        """The scores of one text; None where it has no pronoun to ask about."""
        ...


def mention(document: Document, parse: Parse, reader: PronounReader | None = None) -> tuple[Mention, ...]:
    """Names, roles, pronouns and units of one document in order, those that speak of the same under one thread.

    A pronoun or role that nothing is found for keeps a thread of its own. No identity across documents is claimed. Without
    `reader` pronouns are ranked by questions of grammar and place alone.
    """
    spots = spot(document.text, parse)
    kinship = reader.relate(document.text, spots) if reader is not None else None
    numbers = thread(document.text, parse, spots, kinship=kinship)
    kinds: dict[int, EntityKind] = {}
    for found, number in zip(spots, numbers, strict=True):
        if found.form != "pronoun":
            kinds.setdefault(number, found.kind)
    mentions = []
    for found, number in zip(spots, numbers, strict=True):
        token = parse.tokens[found.head]
        head = (max(found.start, token.start), min(found.end, token.end))
        mentions.append(
            Mention(
                passage=quote(document.text, Span(document.id, found.start, found.end)),
                kind=kinds.get(number, found.kind) if found.form == "pronoun" else found.kind,
                form=found.form,
                thread=identify("thread", document.id, spots[number].start, spots[number].end),
                head=head if head[0] < head[1] else (found.start, found.end),
                unit=found.unit,
            )
        )
    return tuple(mentions)
