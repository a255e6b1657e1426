"""Statements: who says what, and what it says. From a parsed document to attributions, and from these to statements."""

from variorum.stages.statements.attribute import attribute
from variorum.stages.statements.extract import extract

VERSION = "1"

__all__ = ["VERSION", "attribute", "extract"]
