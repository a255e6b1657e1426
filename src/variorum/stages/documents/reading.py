"""From the bytes of one file to its documents: the kind of file, the text, who published it and when, its parts."""

import datetime

from variorum.crafts.layout import (
    Region,
    find_regions,
    keep_names,
    stated_authors,
    stated_date,
    stated_publisher,
    stated_voice,
)
from variorum.stages.documents.docx import DocxReader
from variorum.stages.documents.drafts import Draft, Drafts, Enclosed, Reader, Told, Unreadable
from variorum.stages.documents.eml import EmlReader
from variorum.stages.documents.html import HtmlReader
from variorum.stages.documents.json_ import JsonReader
from variorum.stages.documents.language import recognise
from variorum.stages.documents.pdf import PdfReader
from variorum.stages.documents.plain import PlainReader
from variorum.values.documents import Document, KnownDate, KnownName, Part
from variorum.values.identity import hash_bytes, identify
from variorum.values.runs import Issue, Outcome
from variorum.values.text import Span

READERS: tuple[Reader, ...] = (PdfReader(), DocxReader(), HtmlReader(), EmlReader(), JsonReader(), PlainReader())
MOST_TEXT = 20_000_000
# Files that carry pictures or attachments beside their text may be larger than the text in them.
_MOST_FILE = 200_000_000
_CARRIERS = (PdfReader, DocxReader, EmlReader)
_MOST_NESTED = 3
# Clocks of publishers and of their servers may differ by a day.
_SAME_DAY = datetime.timedelta(days=1)
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Office file (.doc, .xls, .msg); open it and save it as .docx, .eml or plain text.",
    ),
    (b"{\\rtf", "This is a Rich Text file; open it in a word processor and save it as .docx or plain text."),
    (b"PK\x03\x04", "This is an archive or an Office file of another kind; unpack it, or save its text as .docx."),
    (b"\x1f\x8b", "This is a compressed file; unpack it and give what is inside."),
    (b"\x89PNG", "This is a picture; run text recognition (OCR) on it and give the text."),
    (b"\xff\xd8\xff", "This is a picture; run text recognition (OCR) on it and give the text."),
    (b"GIF8", "This is a picture; run text recognition (OCR) on it and give the text."),
    (b"ID3", "This is a sound recording; write down what is said and give the text."),
)


def read(raw: bytes, *, name: str, told: Told) -> Outcome[Document]:
    """The documents of one file; use it for every file that is handed over, whatever its kind.

    Pure: bytes in, values out. `name` is the file name the user knows. Issues of level "failed" are parts of the file
    (rows, attachments) that could not be read. Raises `Unreadable` where nothing could.
    """
    exhibit = hash_bytes(raw)
    drafts = _draft(raw, name)
    documents: dict[str, Document] = {}
    issues = list(drafts.issues)
    for draft in drafts.texts:
        _admit(draft, told, exhibit, documents, issues)
    # What the user tells of a message is about the message; of an empty one, about what it carries.
    told_of_enclosed = Told() if drafts.texts else told
    for enclosed in drafts.enclosed:
        _open(enclosed, told_of_enclosed, exhibit, documents, issues, depth=1)
    if not documents:
        raise Unreadable(name, _first_reason(issues, name))
    return Outcome(tuple(documents.values()), tuple(issues))


def _draft(raw: bytes, name: str) -> Drafts:
    """What the first reader that recognises the bytes makes of them."""
    if not raw.strip():
        raise Unreadable(name, "The file is empty; check that it was saved or downloaded in full.")
    reader = next(one for one in READERS if one.recognises(raw, name))
    limit = _MOST_FILE if isinstance(reader, _CARRIERS) else MOST_TEXT
    if len(raw) > limit:
        raise Unreadable(name, _too_large(len(raw), limit))
    if isinstance(reader, PlainReader):
        for mark, reason in _FOREIGN:
            if raw.startswith(mark):
                raise Unreadable(name, reason)
    return reader.read(raw, name)


def _too_large(size: int, limit: int) -> str:
    return (
        f"The file is {size / 1e6:.1f} MB, over the limit of {limit / 1e6:.0f} MB; split it into one file an account,"
        " or by size with: split -C 15m FILE PART-"
    )


def _open(
    enclosed: Enclosed, told: Told, exhibit: str, documents: dict[str, Document], issues: list[Issue], *, depth: int
) -> None:
    """Read a file inside a file; one that cannot be read is an issue, and the others go on."""
    try:
        if depth > _MOST_NESTED:
            raise Unreadable(enclosed.name, "It is nested too deep; give it as a file of its own.")
        drafts = _draft(enclosed.raw, enclosed.name)
    except Unreadable as error:
        issues.append(Issue("attachment-unread", enclosed.name, f"{error.name}: {error.reason}", "failed"))
        return
    issues.extend(drafts.issues)
    for draft in drafts.texts:
        _admit(draft, told, exhibit, documents, issues)
    for inner in drafts.enclosed:
        _open(inner, told, exhibit, documents, issues, depth=depth + 1)


def _admit(draft: Draft, told: Told, exhibit: str, documents: dict[str, Document], issues: list[Issue]) -> None:
    """Make a document of a draft and keep it; one that cannot be used, or was had before, is an issue."""
    try:
        document = _complete(draft, told, exhibit, issues)
    except Unreadable as error:
        issues.append(Issue("text-unreadable", error.name, f"{error.name}: {error.reason}", "failed"))
        return
    if document.id in documents:
        says = f"{draft.name}: the same text by the same publisher as {documents[document.id].name}; counted once."
        issues.append(Issue("repeated", draft.name, says))
        return
    documents[document.id] = document


def _complete(draft: Draft, told: Told, exhibit: str, issues: list[Issue]) -> Document:
    """The document of a draft, with what the user, the metadata and the text say of it, in that order of trust."""
    text = draft.text
    if not text.strip():
        raise Unreadable(draft.name, "It holds nothing but white space; check that it was saved in full.")
    if len(text) > MOST_TEXT:
        raise Unreadable(draft.name, _too_large(len(text), MOST_TEXT))
    language = _language(draft, issues)
    regions = find_regions(text, title=draft.title, fixed=draft.fixed)
    publisher = _publisher(draft, told, regions)
    voice = told.author or stated_voice(text)
    title = draft.title or next((text[r.start : r.end] for r in regions if r.role == "title"), None)
    ident = identify("doc", exhibit, text, draft.key, publisher.value or "")
    return Document(
        id=ident,
        name=draft.name,
        exhibit=exhibit,
        media_type=draft.media_type,
        text=text,
        title=title,
        publisher=publisher,
        authors=(voice,) if voice else keep_names(draft.authors) or stated_authors(text, regions),
        published=_published(draft, told, regions, issues),
        language=language,
        parts=tuple(Part(region.role, Span(ident, region.start, region.end)) for region in regions),
        author_is_voice=voice is not None,
    )


def _publisher(draft: Draft, told: Told, regions: tuple[Region, ...]) -> KnownName:
    """Who published it: as the user tells, else the metadata, else the text's own masthead; else unknown."""
    if told.publisher:
        return KnownName(told.publisher, "user")
    if draft.publisher.value is not None:
        return draft.publisher
    stated = stated_publisher(draft.text, regions)
    return KnownName(stated, "text") if stated else draft.publisher


def _published(draft: Draft, told: Told, regions: tuple[Region, ...], issues: list[Issue]) -> KnownDate:
    """The day of publication: as the user tells, else the metadata, else the text's own words; else unknown."""
    stated = stated_date(draft.text, regions)
    if told.published is not None:
        return KnownDate(told.published, "user")
    if draft.published.value is not None:
        if stated is not None and stated.day is not None and abs(stated.day - draft.published.value) > _SAME_DAY:
            says = (
                f"{draft.name}: the metadata say it was published on {draft.published.value}, the text says"
                f" {stated.words!r}; the metadata were used. Give --published if they are wrong."
            )
            issues.append(Issue("date-conflict", draft.name, says, "warning"))
        return draft.published
    if stated is None:
        return KnownDate(None, "unknown")
    if stated.day is None:
        says = f"{draft.name}: the date {stated.words!r} can be read in two ways and was not used; give --published."
        issues.append(Issue("date-unclear", draft.name, says, "warning"))
        return KnownDate(None, "unknown")
    return KnownDate(stated.day, "text")


def _language(draft: Draft, issues: list[Issue]) -> str:
    """The language's code. Raises `Unreadable` for a language that cannot be read yet."""
    tongue = recognise(draft.text)
    if tongue.code != "en":
        reason = f"The text is in {tongue.name}, and only English can be read so far; give an English translation."
        raise Unreadable(draft.name, reason)
    if not tongue.certain:
        says = f"{draft.name}: too short or too mixed to tell its language; read as English."
        issues.append(Issue("language-assumed", draft.name, says))
    return tongue.code


def _first_reason(issues: list[Issue], name: str) -> str:
    """Why nothing of the file could be read, from the first issue that says so."""
    failed = [issue.says for issue in issues if issue.level == "failed"]
    if not failed:
        return "The file holds no text that can be read; give the text itself."
    return failed[0].removeprefix(f"{name}: ")
