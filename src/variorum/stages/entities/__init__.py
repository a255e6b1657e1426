"""Who and what is spoken of: mentions in a document, and persons, bodies, units and places across documents."""

from variorum.stages.entities.mentioning import mention
from variorum.stages.entities.posting import hold
from variorum.stages.entities.resolving import Resolved, resolve

VERSION = "1"

__all__ = ["VERSION", "Resolved", "hold", "mention", "resolve"]
