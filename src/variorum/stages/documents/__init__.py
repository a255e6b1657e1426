"""Files to documents: text, parts with roles, publisher and date with how they are known.

This room sees bytes and a file's name, never a path, a clock or the network.
"""

from variorum.stages.documents.drafts import Told, Unreadable
from variorum.stages.documents.reading import MOST_TEXT, read

VERSION = "1"

__all__ = ["MOST_TEXT", "VERSION", "Told", "Unreadable", "read"]
