"""The JSON export and the Markdown: the shape that other programs rely on, and words that stay words."""

import copy
import dataclasses
import json
import re
from typing import Any

import jsonschema
import pytest

from factory import Case, by, reading_of, rich_reading
from variorum.dossier.json_ import export, load_schema, write_json
from variorum.dossier.markdown import plain, write_markdown
from variorum.values.readings import Reading

VALIDATOR = jsonschema.Draft202012Validator(load_schema())


@pytest.fixture(scope="module")
def reading() -> Reading:
    return rich_reading()


@pytest.fixture(scope="module")
def made(reading: Reading) -> dict[str, Any]:
    return json.loads(write_json(reading))


# ---------------------------------------------------------------- JSON


def test_the_schema_is_a_schema() -> None:
    VALIDATOR.check_schema(load_schema())


def test_the_export_is_valid(made: dict[str, Any]) -> None:
    VALIDATOR.validate(made)


def test_an_export_of_nothing_is_valid() -> None:
    VALIDATOR.validate(export(reading_of(Case().account("Early Post", text="Rain."))))


@pytest.mark.parametrize(
    "path",
    [
        ("schema_version",),
        ("documents", 0, "text"),
        ("documents", 0, "sha256"),
        ("statements", 0, "quote"),
        ("statements", 0, "chain"),
        ("claims", 0, "independence", "shown"),
        ("relations", 0, "kind"),
        ("lineage", 0, "kind"),
    ],
)
def test_the_schema_misses_what_is_taken_away(path: tuple, made: dict[str, Any]) -> None:
    broken = copy.deepcopy(made)
    *way, last = path
    at: Any = broken
    for step in way:
        at = at[step]
    del at[last]
    assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "2"),
        (("relations", 0, "kind"), "agrees"),
        (("statements", 0, "start"), -1),
        (("documents", 0, "published", "value"), "4 March 2024"),
        (("claims", 0, "grade", "credibility"), 6),
        (("claims", 0, "grade", "reliability"), "G"),
    ],
)
def test_the_schema_refuses_what_it_does_not_know(path: tuple, value: object, made: dict[str, Any]) -> None:
    broken = copy.deepcopy(made)
    *way, last = path
    at: Any = broken
    for step in way:
        at = at[step]
    at[last] = value
    assert not VALIDATOR.is_valid(broken)


def test_every_quote_is_at_its_place(made: dict[str, Any]) -> None:
    texts = {d["id"]: d["text"] for d in made["documents"]}
    for s in made["statements"]:
        text = texts[s["document"]]
        assert text[s["start"] : s["end"]] == s["quote"]
        for hop in s["chain"]:
            assert hop["holder"]["name"].endswith(text[hop["holder"]["start"] : hop["holder"]["end"]])
            assert text[hop["cue"]["start"] : hop["cue"]["end"]] == hop["cue"]["text"]
        for part in [*s["figures"], *s["marks"], *([s["time"]] if s["time"] else [])]:
            assert text[part["start"] : part["end"]] == part["text"]


def test_every_id_is_known(made: dict[str, Any]) -> None:
    documents = {d["id"] for d in made["documents"]}
    statements = {s["id"] for s in made["statements"]}
    claims = {c["id"] for c in made["claims"]}
    entities = {e["id"] for e in made["entities"]}
    assert {s["document"] for s in made["statements"]} <= documents
    assert sorted(s for c in made["claims"] for s in c["statements"]) == sorted(statements)
    assert all(c["gist"] in c["statements"] for c in made["claims"])
    assert {x for r in made["relations"] for x in (r["a"], r["b"])} <= statements
    assert {x for e in made["lineage"] for x in (e["from"], e["to"])} <= documents
    assert {x for q in made["open_questions"] for x in q["claims"]} <= claims
    assert {x for s in made["statements"] for x in s["entities"]} <= entities
    assert {o for c in made["claims"] for r in c["independence"]["origins"] for o in r["statements"]} <= statements


def test_nobody_prints_a_number_for_truth(made: dict[str, Any]) -> None:
    for claim in made["claims"]:
        assert not {"truth", "score", "probability", "confidence"} & claim.keys()
        assert isinstance(claim["grade"]["credibility"], str)


def test_no_grades_leaves_them_out(reading: Reading) -> None:
    bare = export(dataclasses.replace(reading, grades=()))
    assert all("grade" not in c for c in bare["claims"])
    VALIDATOR.validate(bare)


def test_an_unnamed_holder_is_no_entity(made: dict[str, Any]) -> None:
    holders = [h["holder"] for s in made["statements"] for h in s["chain"]]
    unnamed = [h for h in holders if h["kind"] == "unnamed"]
    assert unnamed
    assert all(h["entity"] is None and h["name"].startswith("unnamed: ") for h in unnamed)
    assert any(h["entity"] for h in holders)


def test_letters_of_all_scripts_stay_letters() -> None:
    words = "Der Kran fiel — “Ōsaka”, Київ, 🏗️"
    text = write_json(reading_of(Case().tell("Early Post", words)))
    assert words.replace('"', '\\"') in text
    assert json.loads(text)["statements"][0]["quote"] == words


def test_the_same_reading_gives_the_same_bytes(reading: Reading) -> None:
    assert write_json(reading) == write_json(rich_reading())
    assert write_markdown(reading) == write_markdown(rich_reading())


# ---------------------------------------------------------------- Markdown


def test_words_are_made_harmless() -> None:
    assert plain("**bold** [a](b) <b> `x` | # ~ _y_") == r"\*\*bold\*\* \[a\](b) \<b\> \`x\` \| \# \~ \_y\_"
    assert plain("two\nlines\n\n# heading") == r"two lines \# heading"


def test_a_text_makes_no_heading_link_table_or_html() -> None:
    words = "fell\n# Confirmed\n| a | b |\n[here](javascript:1) <script>x</script> **sure**"
    text = write_markdown(rich_reading(words=words))
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert not [line for line in headings if "Confirmed" in line and "\\#" not in line]
    marker, _, rest = text.partition("\n")
    assert marker == "<!-- variorum dossier -->"
    assert not re.search(r"(?<!\\)<", rest)
    assert "](" not in text.replace("\\](", "")
    assert not re.search(r"(?<!\\)\*\*sure", text)


def test_every_section_and_every_quote(reading: Reading) -> None:
    text = write_markdown(reading)
    for heading in (
        "Leave one origin out",
        "Conflicts and successions",
        "Claims and their witnesses",
        "Lineage",
        "Timeline",
        "What to check next",
        "Sources",
    ):
        assert f"\n## {heading}\n" in text
    for statement in reading.statements:
        assert f"“{plain(statement.passage.words)}”" in text
    for document in reading.documents:
        assert document.exhibit in text


def test_the_conflict_shows_both_texts(reading: Reading) -> None:
    text = write_markdown(reading)
    section = text.split("## Conflicts and successions")[1].split("## Claims")[0]
    assert section.count("“") == 2


def test_a_chain_is_read_from_the_witness_outwards() -> None:
    case = Case().tell("Early Post", "The crane fell", by("Jana Reed"), by("outlet: Hill Guardian"))
    assert "Jana Reed → Hill Guardian → Early Post" in write_markdown(reading_of(case))
