"""Time expressions: `find_moments` for all of a document, `choose_moment` for the one that dates a statement, `clock_told` for its hour.

No clock is read here: what is relative is counted from the document's own date, or stays open.
"""

from variorum.crafts.moments.choosing import choose_moment
from variorum.crafts.moments.finding import PRINTED, find_moments
from variorum.crafts.moments.grammar import clock_told
from variorum.crafts.moments.situations import is_of_speaking

__all__ = ["PRINTED", "choose_moment", "clock_told", "find_moments", "is_of_speaking"]
