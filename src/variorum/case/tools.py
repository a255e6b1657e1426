"""The models that come with the package, joined to the stages that need them."""

from variorum.case.settings import Tools
from variorum.models.embedding import Embedder
from variorum.models.parsing import Parser
from variorum.stages.statements.attribute import attribute
from variorum.values.documents import Document
from variorum.values.parses import Parse
from variorum.values.runs import ModelRecord
from variorum.values.statements import Attribution


class RuleReader:
    """Attributions by grammar and tables alone."""

    def attribute(self, document: Document, parse: Parse) -> tuple[Attribution, ...]:
        """See `stages.statements.attribute`."""
        return attribute(document, parse)

    def record(self) -> ModelRecord | None:
        """No model takes part."""
        return None


def default_tools() -> Tools:
    """The parser, the attribution reader and the embedder of this release; models load when first used."""
    return Tools(parser=Parser(), attribution=RuleReader(), embedder=Embedder())
