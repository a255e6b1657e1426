"""The models that come with the package, joined to the stages that need them."""

import functools
import hashlib
import importlib.resources
from dataclasses import replace
from pathlib import Path

from variorum.case.settings import Tools
from variorum.crafts.quotes import find_quotes
from variorum.models.attribution import OnnxAttributionReader
from variorum.models.coreference import PronounReader
from variorum.models.embedding import Embedder
from variorum.models.parsing import Parser
from variorum.models.relations import RelationReader
from variorum.stages.statements.adopt import adopt
from variorum.stages.statements.attribute import attribute, nest
from variorum.stages.statements.lines import read_lines, without_those
from variorum.values.documents import Document
from variorum.values.parses import Parse
from variorum.values.runs import ModelRecord
from variorum.values.statements import Attribution
from variorum.values.text import Span


class RuleReader:
    """Attributions by grammar and tables alone; the baseline beside the trained reader."""

    def attribute(self, document: Document, parse: Parse) -> tuple[Attribution, ...]:
        """See `stages.statements.attribute`."""
        return attribute(document, parse)

    def record(self) -> ModelRecord | None:
        """No model takes part."""
        return None


class TrainedReader:
    """Attributions by the trained network. The weights load on first use, once.

    `nested`: whether contents are read again for attributions inside them, which takes about half of the time.
    """

    def __init__(self, threads: int = 0, *, nested: bool = True) -> None:
        self._threads = threads
        self._nested = nested
        self._folder = Path(str(importlib.resources.files("variorum.models") / "data" / "attribution"))

    @functools.cached_property
    def _reader(self) -> OnnxAttributionReader:
        reader = OnnxAttributionReader(self._folder, self._threads)
        if not self._nested:
            reader.config["max_depth"] = 0
        return reader

    def attribute(self, document: Document, parse: Parse) -> tuple[Attribution, ...]:
        """See `models.attribution` and `stages.statements.adopt`."""
        return self.read(document)

    def read(self, document: Document) -> tuple[Attribution, ...]:
        """The same without a parse, for whoever wants only this. What the lines of the text say outright comes first."""
        found = adopt(document, self._reader.read(document.text))
        by_lines = read_lines(document)
        return nest([*by_lines, *without_those(found, by_lines)]) if by_lines else found

    def record(self) -> ModelRecord | None:
        """The digest of the weights."""
        raw = (self._folder / "model.int8.onnx").read_bytes()
        return ModelRecord("attribution reader, MiniLM-L6 on PolNeAR, int8", hashlib.sha256(raw).hexdigest())


# Least confidence of the network where the grammar has no say. Measured on the three gold cases on 2026-11-21: with
# the grammar first and the network beside it 124 of 141 origins are right; the grammar alone gives 120 of 140 and the
# network alone 93 of 138 (with weights of an early stage of training).
_SURE = 0.5


class JointReader:
    """The grammar first, and the trained network for what the grammar does not see.

    The grammar knows the frames that chains are built from (according to, as X reported, nested beliefs); the network
    knows the open class of cues. Where both find one cue the grammar's reading stands.
    """

    def __init__(self, threads: int = 0) -> None:
        self._network = TrainedReader(threads)

    def attribute(self, document: Document, parse: Parse) -> tuple[Attribution, ...]:
        """Attributions of both, ordered and nested anew."""
        by_grammar = list(attribute(document, parse))
        quotes = [Span(document.id, q.start, q.end) for q in find_quotes(document.text) if q.end > q.start]
        # Inside a content that the grammar found, its own nesting stands: chains are built from it.
        taken = [span for a in by_grammar for span in (a.cue, *a.content) if span is not None]
        for found in self._network.attribute(document, parse):
            if found.score < _SURE or found.cue is None or found.kind != "reporting":
                continue
            if not any(found.cue.touches(span) for span in taken):
                by_grammar.append(found)
                taken += [found.cue, *found.content]
                continue
            # A quotation that the grammar left without a speaker is the network's to give.
            lost = [
                q
                for q in quotes
                if any(span.covers(q) for span in found.content) and not any(q.touches(span) for span in taken)
            ]
            same = [a for a in by_grammar if a.cue is not None and a.cue.touches(found.cue)]
            if lost and same and same[0].source is not None:
                by_grammar[by_grammar.index(same[0])] = replace(
                    same[0], content=(*same[0].content, *lost), quotation=found.quotation
                )
                taken += lost
        return nest(by_grammar)

    def record(self) -> ModelRecord | None:
        """The digest of the network's weights."""
        return self._network.record()


def default_tools(*, read_pairs: bool = False) -> Tools:
    """The parser, the attribution and pronoun readers and the embedder of this release; models load when first used.

    `read_pairs` adds the reader of pairs of statements, which the measures say is not needed to find one claim.
    """
    return Tools(
        parser=Parser(),
        attribution=JointReader(),
        embedder=Embedder(),
        pronouns=PronounReader(),
        relations=RelationReader() if read_pairs else None,
    )
