"""Lineage: which account derives from which, and on how many independent origins a claim stands."""

from variorum.stages.lineage.stand import lose, stand
from variorum.stages.lineage.stemma import stem, stem_all
from variorum.stages.lineage.trace import Traced, trace

VERSION = "1"

__all__ = ["VERSION", "Traced", "lose", "stand", "stem", "stem_all", "trace"]
