"""E-mail messages: the message's own words, then what was attached."""

import datetime
import email
import email.message
import email.policy
import email.utils
import re

from variorum.crafts.encoding import Undecodable, decode
from variorum.crafts.layout import Region, is_wrapped
from variorum.stages.documents.drafts import NO_DATE, Draft, Drafts, Enclosed, Unreadable, ends_with, join_paragraphs
from variorum.stages.documents.html import read_page
from variorum.stages.documents.plain import encoding_issues
from variorum.values.documents import KnownDate
from variorum.values.runs import Issue

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[ \t]|From )")
_FROM_A_PROGRAM = re.compile(rb"^(?:received|message-id|mime-version|delivered-to):", re.IGNORECASE | re.MULTILINE)
_NEEDED = re.compile(
    rb"^(?:from|date|subject|received|message-id|mime-version|delivered-to|return-path):", re.IGNORECASE | re.MULTILINE
)


class EmlReader:
    """Messages as mail programs save them."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether the bytes begin with header lines as mail programs write them; a mail pasted into a text is a text."""
        head = raw[:8192].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
        if ends_with(name, ".txt", ".md") and not _FROM_A_PROGRAM.search(head):
            return False
        wanted = 1 if ends_with(name, ".eml") else 3
        return _HEADER.match(head) is not None and len({m.group().lower() for m in _NEEDED.finditer(head)}) >= wanted

    def read(self, raw: bytes, name: str) -> Drafts:
        """One text for the message; attachments come back unread, for the readers of their kinds."""
        message = email.message_from_bytes(raw, policy=email.policy.default)
        if not isinstance(message, email.message.EmailMessage):
            raise AssertionError("the default policy makes EmailMessage")
        issues: list[Issue] = []
        draft = _body(message, name, issues)
        enclosed = tuple(_attachments(message, name))
        if draft is None and not enclosed:
            raise Unreadable(
                name, "This message holds no text; give its attachments or its text as files of their own."
            )
        return Drafts((draft,) if draft else (), tuple(issues), enclosed)


def _header(message: email.message.EmailMessage, key: str) -> str:
    try:
        return " ".join(str(message.get(key, "")).split())
    # The standard library trips over some malformed headers with these.
    except (ValueError, IndexError, TypeError, AttributeError):
        return ""


def _published(message: email.message.EmailMessage) -> KnownDate:
    """The day in the Date header as the sender's clock had it."""
    try:
        return KnownDate(email.utils.parsedate_to_datetime(_header(message, "Date")).date(), "metadata")
    except (ValueError, TypeError, IndexError):
        return NO_DATE


def _authors(message: email.message.EmailMessage) -> tuple[str, ...]:
    pairs = email.utils.getaddresses([_header(message, "From")])
    return tuple(name or address for name, address in pairs if name or address)


def _words(part: email.message.EmailMessage, name: str, issues: list[Issue]) -> str:
    """The words of a part, decoded as every other file is; nothing where they are no text."""
    payload = part.get_payload(decode=True)
    try:
        decoded = decode(payload, declared=part.get_content_charset()) if isinstance(payload, bytes) else None
    except (Undecodable, ValueError, LookupError):
        decoded = None
    if decoded is None:
        return ""
    issues.extend(encoding_issues(decoded, name))
    return decoded.text


def _body(message: email.message.EmailMessage, name: str, issues: list[Issue]) -> Draft | None:
    """The message's text: its plain form where it has one, else its HTML form."""
    subject = _header(message, "Subject") or None
    dated: datetime.date | None = _published(message).value
    common = {"name": name, "media_type": "message/rfc822", "authors": _authors(message)}
    published = KnownDate(dated, "metadata") if dated else NO_DATE
    part = message.get_body(preferencelist=("plain", "html"))
    if (
        part is None
        or not isinstance(part, email.message.EmailMessage)
        or not (words := _words(part, name, issues)).strip()
    ):
        return None
    if part.get_content_type() == "text/html":
        page = read_page(
            words if "<html" in words.lower() else f"<html><body><article>{words}</article></body></html>", name
        )
        return Draft(
            text=page.text,
            title=subject or page.title,
            published=published,
            fixed=page.fixed,
            **common,  # type: ignore[arg-type]
        )
    text, fixed = _plain(words, name, issues)
    return Draft(text=text, title=subject, published=published, fixed=fixed, **common)  # type: ignore[arg-type]


def _plain(words: str, name: str, issues: list[Issue]) -> tuple[str, tuple[Region, ...]]:
    """The text with lines joined where the mail program broke them; quoted mail and the signature are set apart."""
    wrapped = is_wrapped(words)
    paragraphs: list[str] = []
    apart: list[bool] = []
    signature = False
    for block in re.split(r"(?:\r?\n[ \t]*){2,}", words.strip()):
        for lines, is_apart in _runs(block.splitlines(), signature):
            signature = signature or lines[0].rstrip(" ") == "--"
            grouped = [" ".join(" ".join(lines).split())] if wrapped else [line.strip() for line in lines]
            paragraphs += grouped
            apart += [is_apart or signature] * len(grouped)
    if wrapped:
        issues.append(Issue("lines-joined", name, f"{name}: lines that the mail program broke were joined on reading."))
    if any(apart):
        issues.append(
            Issue("quoted-mail", name, f"{name}: quoted mail and the signature were left out of the account.")
        )
    text, places = join_paragraphs(paragraphs)
    return text, tuple(Region(*place, "boilerplate") for place, is_apart in zip(places, apart, strict=True) if is_apart)


def _runs(lines: list[str], signature: bool) -> list[tuple[list[str], bool]]:
    """Neighbouring lines that are alike quoted or not; what follows a signature's mark belongs to it."""
    runs: list[tuple[list[str], bool]] = []
    for line in lines:
        if not line.strip():
            continue
        is_apart = signature or line.lstrip().startswith(">") or line.rstrip(" ") == "--"
        signature = signature or line.rstrip(" ") == "--"
        if runs and runs[-1][1] == is_apart:
            runs[-1][0].append(line)
        else:
            runs.append(([line], is_apart))
    return runs


def _attachments(message: email.message.EmailMessage, name: str) -> list[Enclosed]:
    found: list[Enclosed] = []
    for number, part in enumerate(message.iter_attachments(), start=1):
        filename = part.get_filename() or f"attachment {number}"
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            inner = inner[0] if isinstance(inner, list) else inner
            found.append(Enclosed(f"{name}: {filename}.eml", bytes(inner)))  # type: ignore[arg-type]
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(Enclosed(f"{name}: {filename}", payload))
    return found
