"""Plain text and Markdown: the document's text is the file's own, unchanged."""

from variorum.crafts.encoding import Decoded, Undecodable, decode
from variorum.stages.documents.drafts import Draft, Drafts, Unreadable, ends_with
from variorum.values.runs import Issue


def decode_or_refuse(raw: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """The text of some bytes. Raises `Unreadable` for what is not text."""
    try:
        return decode(raw, declared=declared)
    except Undecodable as error:
        reason = f"{error}; give the text itself, saved as plain text in UTF-8, or as HTML, PDF, DOCX, EML or JSON."
        raise Unreadable(name, reason[0].upper() + reason[1:]) from error


def encoding_issues(decoded: Decoded, name: str) -> tuple[Issue, ...]:
    """A warning where another encoding would have given another text."""
    if decoded.certain:
        return ()
    says = (
        f"{name}: the file does not say its encoding; it was read as {decoded.encoding}. Check names and quotation"
        " marks, and save it as UTF-8 if they are wrong."
    )
    return (Issue("encoding-uncertain", name, says, "warning"),)


class PlainReader:
    """Takes whatever no other reader recognises."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Always: bytes that are not text are refused on reading."""
        return True

    def read(self, raw: bytes, name: str) -> Drafts:
        """One text. The byte-order mark, if any, is dropped; line ends and spaces stay as they are."""
        decoded = decode_or_refuse(raw, name)
        media_type = "text/markdown" if ends_with(name, ".md", ".markdown") else "text/plain"
        return Drafts((Draft(name, media_type, decoded.text),), encoding_issues(decoded, name))
