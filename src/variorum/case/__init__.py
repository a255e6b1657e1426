"""Floor 4, the hall: the only room that knows the others. It holds no rule about language or evidence."""

from variorum.case.asking import Said, who_says_what
from variorum.case.folder import Added, Case, CaseError, KeptJudgement, now_utc
from variorum.case.ingest import Source, WrongUsage, find_files, load_sources, tell
from variorum.case.settings import Progress, Settings, Silence, Tools
from variorum.case.tools import default_tools
from variorum.case.work import Annotated, annotate, read_accounts

__all__ = [
    "Added",
    "Annotated",
    "Case",
    "CaseError",
    "KeptJudgement",
    "Progress",
    "Said",
    "Settings",
    "Silence",
    "Source",
    "Tools",
    "WrongUsage",
    "annotate",
    "default_tools",
    "find_files",
    "load_sources",
    "now_utc",
    "read_accounts",
    "tell",
    "who_says_what",
]
