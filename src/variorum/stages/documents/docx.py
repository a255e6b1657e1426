"""Word documents: paragraphs and tables in order, and the roles that named styles give."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
import docx.opc.exceptions
import docx.table
import lxml.etree

from variorum.crafts.layout import Region
from variorum.stages.documents.drafts import Draft, Drafts, Unreadable, join_paragraphs
from variorum.values.documents import Role
from variorum.values.runs import Issue

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# How a broken archive, broken markup or a missing part shows itself.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    docx.opc.exceptions.OpcError,
    lxml.etree.LxmlError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
)
# A small file can unpack to any size; a Word file's text is far below this.
_MOST_UNPACKED = 300_000_000
# python-docx sets Word's default template's title and author on what it makes; they name nobody.
_NOBODY = frozenset(("python-docx", "Word Document", "Author"))


class DocxReader:
    """Word documents (.docx), recognised by what the archive holds."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether the bytes are an archive with a Word document in it."""
        return raw.startswith(b"PK") and b"word/" in raw

    def read(self, raw: bytes, name: str) -> Drafts:
        """One text. The day the file was made or changed is not taken for the day of publication."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
                held = frozenset(archive.namelist())
                if unpacked > _MOST_UNPACKED:
                    raise Unreadable(
                        name, "This Word file unpacks to more than 300 MB; remove its pictures and give that."
                    )
                markup = archive.read("word/document.xml") if "word/document.xml" in held else b""
            document = docx.Document(io.BytesIO(raw))
        except _BROKEN as error:
            reason = "This Word file is broken or locked with a password; open it in Word and save it again as .docx."
            raise Unreadable(name, reason) from error
        blocks = [(words, role) for words, role in _blocks(document) if words.strip()]
        if not blocks:
            raise Unreadable(
                name, "This Word file holds no text; if it holds pictures of pages, run OCR on them first."
            )
        text, places = join_paragraphs([words for words, _ in blocks])
        fixed = tuple(Region(*place, role) for place, (_, role) in zip(places, blocks, strict=True) if role is not None)
        draft = Draft(
            name=name,
            media_type=_MEDIA_TYPE,
            text=text,
            title=_title(document, blocks),
            authors=_authors(document),
            fixed=fixed,
        )
        return Drafts((draft,), tuple(_issues(name, markup, held)))


def _blocks(document: Any) -> Iterator[tuple[str, Role | None]]:
    """Paragraphs and rows of tables in order. Line breaks inside a paragraph become spaces."""
    for item in document.iter_inner_content():
        if isinstance(item, docx.table.Table):
            for row in item.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " | ".join(cell for cell in cells if cell), None
        else:
            yield " ".join(item.text.split()), _role(item.style.name if item.style is not None else "")


def _role(style: str | None) -> Role | None:
    style = (style or "").lower()
    if style == "title" or style.startswith("heading"):
        return "title"
    return "caption" if style == "caption" else None


def _title(document: Any, blocks: list[tuple[str, Role | None]]) -> str | None:
    """The first title in the text, else the one in the file's properties."""
    shown = next((words for words, role in blocks[:5] if role == "title"), None)
    stated = " ".join((document.core_properties.title or "").split())
    return shown or (stated if stated and stated not in _NOBODY else None)


def _authors(document: Any) -> tuple[str, ...]:
    stated = (document.core_properties.author or "").replace(",", ";")
    return tuple(name.strip() for name in stated.split(";") if name.strip() and name.strip() not in _NOBODY)


def _issues(name: str, markup: bytes, held: frozenset[str]) -> Iterator[Issue]:
    """What the file holds that was not read."""
    if b"<w:ins " in markup or b"<w:del " in markup:
        says = f"{name}: the file holds tracked changes, and inserted words were not read; accept or reject them first."
        yield Issue("tracked-changes", name, says, "warning")
    if b"<w:txbxContent" in markup:
        yield Issue("text-boxes", name, f"{name}: text in boxes and frames was not read.", "warning")
    if b"<w:footnoteReference" in markup or b"<w:endnoteReference" in markup:
        yield Issue("footnotes", name, f"{name}: footnotes and endnotes were not read.", "warning")
    if "word/comments.xml" in held:
        yield Issue("comments", name, f"{name}: comments in the margin were not read.")
