"""The HTML dossier: one file that asks nobody for anything, shows everything, and takes no orders from a text."""

import dataclasses
import itertools
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from factory import Case, by, reading_of, rich_reading
from variorum.dossier.html import write_html
from variorum.values.claims import Relation
from variorum.values.readings import Reading

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "source", "col"}
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><style>body{display:none}</style>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</title></svg><svg onload=alert(1)>",
    "]]><!-- &amp; &lt;b&gt;",
    "<a href='javascript:alert(1)'>here</a>",
)


class Page(HTMLParser):
    """The elements of a page in order, the text of each, and whether tags nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))
        self.texts.append("")
        if tag not in VOID and tag not in ("path", "rect", "line", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in ("path", "rect", "line", "circle"):
            return
        if not self.open or self.open[-1] != tag:
            self.misnested.append(f"</{tag}> after {self.open[-3:]}")
        while self.open and self.open.pop() != tag:
            pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.texts[-1] += data
        if self.open and self.open[-1] not in ("script", "style"):
            self.spoken.append(data)

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]

    def count(self, tag: str) -> int:
        return sum(1 for name, _ in self.elements if name == tag)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return rich_reading()


@pytest.fixture(scope="module")
def html(reading: Reading) -> str:
    return write_html(reading)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


# ---------------------------------------------------------------- asks nobody for anything


def test_nothing_is_fetched(html: str, page: Page) -> None:
    for attribute in ("src", "href", "xlink:href", "srcset", "action", "data", "poster", "formaction", "ping"):
        for value in page.values(attribute):
            assert value.startswith("#") or value.startswith("data:"), f"{attribute}={value}"
    assert not re.search(r"url\(\s*['\"]?(?!#|data:)", html)
    assert "@import" not in html
    assert not page.count("link")
    assert not page.count("iframe")
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|EventSource|import)\s*\(", html)


def test_the_page_forbids_itself_any_request(page: Page) -> None:
    (policy,) = [a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert all(v in ("'none'", "'unsafe-inline'", "data:") for values in rules.values() for v in values)


# ---------------------------------------------------------------- takes no orders


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_text_says_is_inert(words: str, page: Page) -> None:
    made = Page(write_html(rich_reading(words=f"The crane {words} fell", outlet=f"Post {words}")))
    assert not made.misnested
    for tag in ("script", "style", "img", "iframe", "svg"):
        assert made.count(tag) == page.count(tag), tag
    assert not [a for _, a in made.elements if any(name.startswith("on") for name in a)]
    assert not [v for v in made.values("href") if not v.startswith("#")]
    assert words in "".join(made.spoken), "and yet it is shown, to the letter"


def test_a_template_inside_a_text_is_not_run() -> None:
    case = Case().tell("Early Post", "It reads {{ 7 * 7 }} here")
    made = Page(write_html(reading_of(case)))
    lit = [text for (_, attrs), text in zip(made.elements, made.texts, strict=True) if "data-s" in attrs]
    assert lit == ["It reads {{ 7 * 7 }} here"]


def test_control_characters_in_a_text_leave_drawings_well_formed() -> None:
    html = write_html(rich_reading(words="The crane \x01 \x0b \x1f fell", outlet="Post \x02 \x08"))
    assert len(_drawings(html)) == 3


# ---------------------------------------------------------------- shows everything


def test_every_section_is_there_and_reached_from_the_top(page: Page) -> None:
    sections = (
        "glance",
        "without",
        "conflicts",
        "claims",
        "lineage",
        "timeline",
        "who",
        "places",
        "questions",
        "sources",
        "method",
    )
    ids = page.values("id")
    assert [s for s in sections if s not in ids] == []
    assert [f"#{s}" for s in sections if f"#{s}" not in page.values("href")] == []


def test_every_link_inside_has_its_place_and_no_place_is_there_twice(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for attribute in ("href", "aria-labelledby", "for"):
        for value in page.values(attribute):
            assert value.removeprefix("#") in ids, f"{attribute}={value}"


def test_elements_nest(page: Page) -> None:
    assert page.misnested == []
    assert page.open == []


def test_the_texts_stand_in_the_page_to_the_letter(reading: Reading, html: str) -> None:
    """The pieces of each source joined are the text, so every offset of the export can be counted in the page."""
    made = Page(html)
    joined = "".join(made.spoken)
    for document in reading.documents:
        assert document.text in joined


def test_every_statement_can_be_lit_at_its_place(reading: Reading, page: Page) -> None:
    lit: dict[str, str] = {}
    for (_, attrs), text in zip(page.elements, page.texts, strict=True):
        for ident in attrs.get("data-s", "").split():
            lit[ident] = lit.get(ident, "") + text
    assert lit == {s.id: s.passage.words for s in reading.statements}


def test_every_quote_shown_is_in_a_text(reading: Reading, html: str) -> None:
    texts = "\n".join(d.text for d in reading.documents)
    quotes = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", html, re.DOTALL)
    assert len(quotes) >= len(reading.statements)
    for quote in quotes:
        words = "".join(Page(f"<q>{quote}</q>").spoken)
        assert words.split(" (account ")[0].strip() in texts


def test_every_origin_stands_with_its_state_and_reason(reading: Reading, page: Page) -> None:
    said = " ".join("".join(page.spoken).split())
    for standing in reading.standings:
        for origin in standing.origins:
            assert origin.name in said
            assert origin.reason in said


def test_every_origin_leads_to_the_places_it_was_read_from(reading: Reading, html: str) -> None:
    lists = re.findall(r"<h3>Origins</h3>(.*?)</ul>", html, re.S)
    assert len(lists) == len(reading.claims)
    linked = [found for one in lists for found in re.findall(r'href="#([^"]+)"', one)]
    assert sorted(linked) == sorted(s for standing in reading.standings for o in standing.origins for s in o.statements)


def test_a_body_under_several_names_is_told_with_each_of_them() -> None:
    case = Case().tell("Early Post", "The mast fell", by("role: the Ardanian army"), claim="mast")
    case.tell("Late Herald", "It is down", by("unnamed: an army spokesman"), claim="mast")
    text = write_html(reading_of(case))
    assert "One source under several names: “an army spokesman” and “the Ardanian army”." in text


def test_what_refines_a_claim_twice_stands_beside_it_once() -> None:
    case = Case().tell("Early Post", "The mast fell", claim="mast").tell("Early Post", "It fell at noon", claim="mast")
    case.tell("Late Herald", "The mast fell at noon", claim="mast")
    a, b, c = (s.id for s in case.statements())
    relations = tuple(Relation(x, c, "refines", None, 0.9, "told in more detail") for x in (a, b))
    html = write_html(reading_of(case, relations=relations))
    beside = re.findall(r"<h3>Beside it</h3>(.*?)</ul>", html, re.S)
    assert [one.count("<li>") for one in beside] == [1]


def test_the_other_side_stands_beside_each_finding(reading: Reading, html: str) -> None:
    (relation,) = reading.relations
    words = {s.id: s.passage.words for s in reading.statements}
    for claim in re.findall(r'<details class="claim".*?(?=<details class="claim"|</section>)', html, re.DOTALL):
        text = "".join(Page(f"<div>{claim}</div>").spoken)
        if f"“{words[relation.a]}”" in text or f"“{words[relation.b]}”" in text:
            break
    else:
        pytest.fail("no claim shows what contradicts it")
    assert "never filtered away" in html, "the script keeps claims in conflict in view"


def test_what_it_does_not_prove_is_said(page: Page) -> None:
    said = " ".join("".join(page.spoken).split())
    assert "What this does not prove" in said
    assert "corroboration, not truth" in said
    assert "truth score" not in said


def test_hashes_models_and_custody_are_shown(reading: Reading, page: Page) -> None:
    said = "".join(page.spoken)
    for document in reading.documents:
        assert document.exhibit in said
    assert all(event.at in said for event in reading.custody)
    assert all(model.sha256 in said for model in reading.models)


def test_nothing_empty_breaks_the_page() -> None:
    made = Page(write_html(reading_of(Case().account("Early Post", text="Rain."))))
    assert made.misnested == []
    assert "0 claims" in "".join(made.spoken)


def test_without_grades_no_grade_is_shown(reading: Reading) -> None:
    said = "".join(Page(write_html(dataclasses.replace(reading, grades=()))).spoken)
    assert not re.search(r"\b[A-F][1-6]\b", said)


# ---------------------------------------------------------------- pleasant for all


def test_light_dark_print_and_narrow(html: str) -> None:
    assert "prefers-color-scheme:dark" in html
    assert "[data-theme=dark]" in html
    assert "[data-theme=light]" in html
    assert "@media print" in html
    assert "@media (max-width:" in html
    assert "prefers-reduced-motion" in html


def test_what_a_screen_reader_needs(page: Page) -> None:
    assert ("html", {"lang": "en"}) in page.elements
    assert page.count("h1") == 1
    assert page.count("main") == 1
    assert [a for t, a in page.elements if t == "a" and a.get("href") == "#main"]
    headings = [int(t[1]) for t, _ in page.elements if re.fullmatch("h[1-6]", t)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    labelled = set(page.values("for"))
    assert all(a.get("id") in labelled or "aria-label" in a for t, a in page.elements if t in ("input", "select"))


def test_a_drawing_with_links_is_a_group_and_any_other_a_picture(html: str) -> None:
    drawn = re.findall(r"<svg[^>]*>.*?</svg>", html, re.DOTALL)
    assert {"<a " in one for one in drawn} == {True, False}
    for one in drawn:
        assert f'role="{"group" if "<a " in one else "img"}"' in one.partition(">")[0]


# ---------------------------------------------------------------- drawings


def _drawings(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def test_drawings_are_well_formed_and_have_a_title(html: str) -> None:
    drawn = _drawings(html)
    assert len(drawn) == 3, "lineage, timeline and map"
    for svg in drawn:
        title = svg.find("title")
        assert title is not None
        assert "the table below says the same" in (title.text or "")


def test_the_lineage_shows_a_report_that_nobody_supplied(html: str) -> None:
    lineage = _drawings(html)[0]
    assert "Hill Guardian" in "".join(lineage.itertext())
    assert any(e.get("class") == "lost" for e in lineage.iter())


# ---------------------------------------------------------------- the same again


def test_the_same_reading_gives_the_same_bytes(reading: Reading, html: str) -> None:
    assert write_html(reading) == html


def test_one_account_is_spoken_of_as_one() -> None:
    made = Page(write_html(reading_of(Case().tell("Early Post", "The crane fell", by("Jana Reed")))))
    assert "1 account," in "".join(made.spoken)
