"""PDF with a text layer. Lines broken at the page's width are joined, since a sentence must not end with a line."""

import io
import re
from collections import Counter

import pypdf
import pypdf.errors

from variorum.crafts.layout import Region
from variorum.stages.documents.drafts import Draft, Drafts, Unreadable, join_paragraphs
from variorum.values.runs import Issue

# Fewer characters than this on every page is a picture of a page, with a stamp or a page number at most.
_LEAST_CHARACTERS = 10
_SENTENCE_END = re.compile(r"""[.!?…:]["”’)\]]*$""")
_HYPHEN_END = re.compile(r"[^\W\d_]-$")
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|rtf|odt|txt|html?)$|^microsoft word|^untitled|^document\d*$", re.IGNORECASE
)
_SEVERAL_PAGES = 3
# Running lines at the top of a page before its text begins, at most.
_EDGE = 3


class PdfReader:
    """PDF files, recognised by their mark."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether the mark of a PDF stands near the beginning, as readers of PDF allow."""
        return b"%PDF-" in raw[:1024]

    def read(self, raw: bytes, name: str) -> Drafts:
        """One text of all pages. The day the file was made is not taken for the day of publication."""
        pages, title = _extract(raw, name)
        bare = [number for number, page in enumerate(pages, start=1) if len("".join(page.split())) < _LEAST_CHARACTERS]
        if len(bare) == len(pages):
            reason = (
                "This PDF holds no text layer (it looks scanned); run text recognition (OCR) on it first,"
                " for example with ocrmypdf, and give the result."
            )
            raise Unreadable(name, reason)
        running = _running_lines(pages)
        paragraphs: list[str] = []
        roles: list[bool] = []
        for page in pages:
            last = next((at for at in reversed(range(len(roles))) if not roles[at]), None)
            for number, (paragraph, is_running) in enumerate(_paragraphs(page, running)):
                if not is_running and last is not None and number < _EDGE and _goes_on(paragraphs[last], paragraph):
                    paragraphs[last] = _join(paragraphs[last], paragraph)
                    continue
                paragraphs.append(paragraph)
                roles.append(is_running)
        text, places = join_paragraphs(paragraphs)
        fixed = tuple(Region(*place, "boilerplate") for place, runs in zip(places, roles, strict=True) if runs)
        issues = [Issue("lines-joined", name, f"{name}: lines broken at the page's width were joined on reading.")]
        if bare:
            numbers = ", ".join(map(str, bare))
            says = (
                f"{name}: page {numbers} holds no text; if it is a scan, run text recognition (OCR) and give it again."
            )
            issues.append(Issue("pages-without-text", name, says, "warning"))
        return Drafts((Draft(name, "application/pdf", text, title=title, fixed=fixed),), tuple(issues))


def _extract(raw: bytes, name: str) -> tuple[list[str], str | None]:
    """The text of each page, and the title in the file's properties where it is one."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(name, "This PDF is locked with a password; open it, save it without one, and give that.")
        pages = [page.extract_text() for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except Unreadable:
        raise
    except pypdf.errors.DependencyError as error:
        reason = "This PDF is encrypted in a way that cannot be opened here; save it without encryption and give that."
        raise Unreadable(name, reason) from error
    # pypdf meets broken files with its own errors and with those of the code that trips over them.
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        reason = "This PDF is broken or cut off and could not be opened; fetch it again, or print it to a new PDF."
        raise Unreadable(name, reason) from error
    if not pages:
        raise Unreadable(name, "This PDF holds no pages; fetch it again, or print it to a new PDF.")
    title = " ".join(title.split())
    return pages, title if title and not _FILE_NAME.search(title) and " " in title else None


def _mask(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _running_lines(pages: list[str]) -> frozenset[str]:
    """The first and last lines that most pages share but for their numbers: heads, feet and page numbers."""
    if len(pages) < _SEVERAL_PAGES:
        return frozenset()
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        edges.update({_mask(line) for line in lines[:2] + lines[-2:]})
    return frozenset(line for line, count in edges.items() if count > 0.6 * len(pages))


def _paragraphs(page: str, running: frozenset[str]) -> list[tuple[str, bool]]:
    """The paragraphs of a page and whether each is a running line."""
    lines = [line.rstrip() for line in page.splitlines()]
    width = max((len(line) for line in lines), default=0)
    paragraphs: list[tuple[str, bool]] = []
    open_line = ""
    for line in lines:
        words = " ".join(line.split())
        is_running = bool(words) and _mask(line) in running
        if open_line and words and not is_running:
            paragraphs[-1] = (_join(paragraphs[-1][0], words), False)
        elif words:
            paragraphs.append((words, is_running))
        open_line = line if words and not is_running and _is_broken(line, width) else ""
    return paragraphs


def _goes_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on from the page before: no sentence had ended, and a small letter follows."""
    return _SENTENCE_END.search(before) is None and after[0].islower()


def _is_broken(line: str, width: int) -> bool:
    """Whether a line ends because the page does: it is nearly full, and where it ends a sentence quite full."""
    full = 0.85 if _SENTENCE_END.search(line) else 0.6
    return width >= 30 and len(line.strip()) >= full * width


def _join(before: str, after: str) -> str:
    """Two lines as one; a hyphen at the break is taken for the typesetter's where a small letter follows."""
    if _HYPHEN_END.search(before) and after[0].islower():
        return before[:-1] + after
    return f"{before} {after}"
