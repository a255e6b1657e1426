"""A saved web page: its article as trafilatura extracts it, its captions, and what its metadata says.

Never touches the network: the page's string goes in, and only explicit metadata gives a publication date. The dates
that htmldate finds by searching a page are not used; they may be of another story, and its default bound is today.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import trafilatura

from variorum.crafts.layout import Region, find_date
from variorum.stages.documents.drafts import NO_DATE, NO_NAME, Draft, Drafts, Unreadable, ends_with, join_paragraphs
from variorum.stages.documents.plain import decode_or_refuse, encoding_issues
from variorum.values.documents import KnownDate, KnownName

_OPENING = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|title)\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:p|div|span|h[1-6]|br|a|section|main)\b[^<>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_STATED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
# In the order of trust; names of `meta` elements by `property`, `name` or `itemprop`.
_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
    "citation_publication_date", "citation_date", "article.published", "publish-date", "publish_date", "publishdate",
    "pubdate", "publication_date", "sn-post-date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
# Given to trafilatura so that it asks no clock; its date is not used.
_NO_CLOCK = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


class HtmlReader:
    """Web pages, recognised by their tags."""

    def recognises(self, raw: bytes, name: str) -> bool:
        """Whether a page's opening tags stand near the beginning, or any tag in a file so named."""
        head = raw[:4096].replace(b"\0", b"")
        begins = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
        if begins and _OPENING.search(head):
            return True
        return ends_with(name, ".html", ".htm", ".xhtml") and (_TAG.search(head) or _OPENING.search(head)) is not None

    def read(self, raw: bytes, name: str) -> Drafts:
        """One text: title, the article's paragraphs, then captions that the article's body left out."""
        declared = _CHARSET.search(raw[:4096])
        decoded = decode_or_refuse(raw, name, declared=declared[1].decode("ascii") if declared else None)
        return Drafts((read_page(decoded.text, name),), encoding_issues(decoded, name))


def read_page(page: str, name: str) -> Draft:
    """The article of one page. Raises `Unreadable` where none is found."""
    found = trafilatura.bare_extraction(
        page, include_comments=False, with_metadata=True, date_extraction_params=dict(_NO_CLOCK)
    )
    if found is None or not (found.text or "").strip():
        raise Unreadable(name, "No article was found in this page; copy its text into a plain text file and give that.")
    tree = _parse(page)
    linked = list(_linked_data(tree))
    paragraphs = [line.strip() for line in found.text.splitlines() if line.strip()]
    title = _tidy(found.title)
    if title is not None and _says(title, paragraphs[0]):
        title = paragraphs[0]
    shown = [] if title is None or title == paragraphs[0] else [title]
    found_captions = list(_captions(tree))
    captions = [caption for caption in found_captions if not any(caption in paragraph for paragraph in paragraphs)]
    text, places = join_paragraphs([*shown, *paragraphs, *captions])
    fixed = [Region(*place, "title") for place in places[: 1 if title else 0]]
    fixed += [Region(*place, "caption") for place in places if text[slice(*place)] in found_captions]
    return Draft(
        name=name,
        media_type="text/html",
        text=text,
        title=title,
        publisher=_publisher(tree, linked, _tidy(found.sitename)),
        authors=tuple(author.strip() for author in (found.author or "").split(";") if author.strip()),
        published=_published(tree, linked),
        fixed=tuple(fixed),
    )


def _parse(page: str) -> Any:
    try:
        return lxml.html.document_fromstring(page.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError:
        return lxml.html.Element("html")


def _tidy(words: str | None) -> str | None:
    return " ".join((words or "").split()) or None


def _says(title: str, paragraph: str) -> bool:
    """Whether the first paragraph is the title, or the title without the name of the site behind it."""
    wanted, shown = ("".join(filter(str.isalnum, words.casefold())) for words in (title, paragraph))
    return wanted == shown or (len(paragraph.split()) > 2 and wanted.startswith(shown))


def _captions(tree: Any) -> Iterator[str]:
    """The captions of figures, each once; those in navigation, side columns and lists of other stories left out."""
    seen: set[str] = set()
    away = "ancestor::nav or ancestor::aside or ancestor::footer or ancestor::header[not(ancestor::article)]"
    for element in tree.xpath(f"//figcaption[not({away})]"):
        words = _tidy(element.text_content())
        if words is not None and len(words.split()) > 1 and words not in seen:
            seen.add(words)
            yield words


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, those inside `@graph` too; of a broken block its day of publication alone."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            stated = _STATED.search(script.text_content())
            waiting = [{"datePublished": stated[1]}] if stated else []
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                yield item
                waiting.extend(value for key, value in item.items() if key in ("@graph", "mainEntity") and value)


def _meta(tree: Any, wanted: str) -> str | None:
    for attribute in ("property", "name", "itemprop"):
        for element in tree.xpath(f"//meta[@{attribute} and @content]"):
            if wanted in element.get(attribute).lower().split() and element.get("content").strip():
                return str(element.get("content")).strip()
    return None


def _published(tree: Any, linked: list[dict[str, Any]]) -> KnownDate:
    """The day the page's own metadata calls the day of publication, as the publisher's clock had it.

    Without one, the day of the page's time elements where they all name the same and none calls itself an update.
    """
    candidates: list[str] = [str(item["datePublished"]) for item in linked if item.get("datePublished")]
    candidates += [value for name in _PUBLISHED if (value := _meta(tree, name)) is not None]
    candidates += tree.xpath("//time[@pubdate or contains(@itemprop, 'datePublished')]/@datetime")
    candidates += tree.xpath("//*[contains(@itemprop, 'datePublished')]/@content")
    days = [day for value in candidates if (day := find_date(value)) is not None]
    if days:
        return KnownDate(days[0], "metadata")
    shown = {find_date(value) for value in tree.xpath("//time[not(contains(@class, 'update'))]/@datetime")}
    only = shown.pop() if len(shown) == 1 else None
    return KnownDate(only, "metadata") if only else NO_DATE


def _publisher(tree: Any, linked: list[dict[str, Any]], sitename: str | None) -> KnownName:
    """The site's name as the page says it, else the host of the page's own address; never a file name."""
    named = _tidy(_meta(tree, "og:site_name"))
    for item in linked:
        publisher = item.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        if named is None and isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            named = _tidy(publisher["name"])
    addresses = [_meta(tree, "og:url"), *tree.xpath("//link[@rel='canonical']/@href")]
    hosts = [host.removeprefix("www.") for address in addresses if address and (host := urlsplit(address).hostname)]
    value = named or sitename or (hosts[0] if hosts else None)
    return KnownName(value, "metadata") if value else NO_NAME
