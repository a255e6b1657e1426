"""Where a text quotes: which stretches stand between quotation marks.

Use this before asking who said something. English newspaper typography: curly and straight double marks, guillemets,
single marks around several words, quotations that run on over paragraphs (each opens with a mark, only the last one
closes), marks that somebody forgot. An apostrophe is never a mark. Nothing here knows words or speakers.
`quotestate` finds the marks; here they become stretches of quoted words, with the quotations inside quotations.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variorum.crafts.quotestate import Quotation, paragraphs, quotations
from variorum.values.statements import Quotation as How
from variorum.values.text import Span

# Marks in pairs of two single ones, as typewriters and some wires have them.
_PAIRS = ("``", "''")
# Single marks inside double ones, and those that `quotestate` passes over (before a figure or a mark of money).
_SINGLE = re.compile(
    r"(?:^|(?<=[\s(\[\u2014\u2013:\u201c\"-]))[\u2018'](?=\S)"
    r"((?:[^'\u2018\u2019\n]|(?<=\w)['\u2019](?=\w))*?[^\s'\u2018\u2019])"
    r"['\u2019](?=[\s.,;:!?)\]\u2014\u2013\u201d\"]|$)"
)
_DOUBLED = re.compile(r'(?P<opening>""(?=\w))|(?<=[\w.,;:!?\u2026])""(?!\w)')
_STARTS_QUOTED = re.compile(r"\s*(?:[\"\u201c\u201e\u00ab]|``)")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation within one paragraph: `[start, end)` is the inner text, `[outer_start, outer_end)` with its marks.

    `closed` is false where the closing mark is missing; `continues` is true where the quotation goes on at the
    beginning of the next paragraph.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    continues: bool
    single: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Every quotation of a text in order; those in single marks inside double ones follow the one they stand in.

    The marks are those of `quotestate`, from which the network's feature is made. An opening mark without a closing one
    reaches to the end of its paragraph where the next paragraph opens with a mark or where the mark opens the
    paragraph; otherwise to the end of its sentence. A stray closing mark is nothing.
    """
    spans = paragraphs(text)
    text = _without_doubled(text)
    following = [start for start, _ in spans[1:]]
    ends = {end: False for _, end in spans[-1:]} | {
        end: bool(_STARTS_QUOTED.match(text, start)) for (_, end), start in zip(spans, following, strict=False)
    }
    marked = (_quote_of(text, one, ends) for one in quotations(text, spans))
    found = [quote for quote in marked if quote is not None]
    taken = [(quote.outer_start, quote.outer_end) for quote in found if quote.single]
    for start, end in spans:
        within = _singles(text, start, end)
        found += [q for q in within if not any(a < q.outer_end and q.outer_start < b for a, b in taken)]
    return tuple(sorted(found, key=lambda quote: (quote.outer_start, -quote.outer_end)))


def outermost(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Those quotations that stand in no other, in order: whatever their marks, they are an utterance of their own."""
    found: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.outer_start, -q.outer_end)):
        if not found or quote.outer_end > found[-1].outer_end:
            found.append(quote)
    return tuple(found)


def quotation_of(span: Span, quotes: Sequence[Quote]) -> How:
    """How far a stretch is quoted: "direct" from 90 % of its code points inside marks, "mixed" below, "indirect" for none."""
    inside = 0
    reached = span.start
    for quote in quotes:
        start, end = max(quote.outer_start, reached), min(quote.outer_end, span.end)
        if start < end:
            inside += end - start
            reached = end
    if inside == 0:
        return "indirect"
    return "direct" if inside >= 0.9 * (span.end - span.start) else "mixed"


def is_quoted(at: int, quotes: Sequence[Quote]) -> bool:
    """Whether the code point at `at` stands inside a quotation (marks included)."""
    return any(quote.outer_start <= at < quote.outer_end for quote in quotes)


def _without_doubled(text: str) -> str:
    """The text, at its length, with one mark where a conversion left two ("" for ")."""
    return _DOUBLED.sub(lambda found: ' "' if found["opening"] else '" ', text)


def _quote_of(text: str, found: Quotation, ends: Mapping[int, bool]) -> Quote | None:
    """What stands between the marks; None where nothing does. `ends`: where paragraphs end, and whether the next opens quoted."""
    start = found.start + _width(text, found.start)
    end = found.end - (_width(text, found.end - 1, back=True) if found.closed else 0)
    if start >= end:
        return None
    continues = not found.closed and ends.get(found.end, False)
    return Quote(start, end, found.start, found.end, found.closed, continues, found.single)


def _width(text: str, at: int, *, back: bool = False) -> int:
    """How many code points a mark has: two for those made of two single marks."""
    pair = text[at - 1 : at + 1] if back else text[at : at + 2]
    return 2 if pair in _PAIRS else 1


def _singles(text: str, start: int, end: int) -> Iterator[Quote]:
    for match in _SINGLE.finditer(text[start:end]):
        if re.search(r"\s", match.group(1)):
            inner = start + match.start(1), start + match.end(1)
            yield Quote(*inner, start + match.start(), start + match.end(), True, False, True)
