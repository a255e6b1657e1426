"""What the craft makes of a network's scores; the network itself is measured in evaluation/entities/gap.py."""

from collections.abc import Callable

import pytest

from variorum.crafts.coreference import Kinship, judged_by, thread
from variorum.crafts.spotting import Spot, spot
from variorum.models.parsing import Parser
from variorum.values.documents import Document

Make = Callable[..., Document]

TEXT = "Pavel Gorin met Oleg Tarn at the port. He was tired."


def threads(make_document: Make, parser: Parser, scores: dict[str, float], alone: float = -50.0) -> dict[str, int]:
    """The thread of each mention where the network gives the pronoun these scores."""
    document = make_document(TEXT)
    parse = parser.parse(document)
    spots = spot(document.text, parse)
    he = next(i for i, s in enumerate(spots) if s.words == "He")
    pairs = {(he, i): scores[s.words] for i, s in enumerate(spots) if s.words in scores}
    kinship = Kinship(pairs, {}, dict.fromkeys(("male", "female"), -20.0), dict.fromkeys(("male", "female"), alone))
    return dict(zip((s.words for s in spots), thread(document.text, parse, spots, kinship=kinship), strict=True))


@pytest.mark.parametrize("right", ["Pavel Gorin", "Oleg Tarn"])
def test_the_pronoun_goes_to_the_likeliest(make_document: Make, parser: Parser, right: str) -> None:
    scores = {"Pavel Gorin": 0.0, "Oleg Tarn": 0.0} | {right: 3.0}
    found = threads(make_document, parser, scores)
    assert found["He"] == found[right]


def test_where_nobody_is_likely_enough_the_pronoun_stays_alone(make_document: Make, parser: Parser) -> None:
    found = threads(make_document, parser, {"Pavel Gorin": 0.0, "Oleg Tarn": 1.0}, alone=2.0)
    assert list(found.values()).count(found["He"]) == 1


def test_grammar_outranks_the_network(make_document: Make, parser: Parser) -> None:
    found = threads(make_document, parser, {"the port": 90.0, "Pavel Gorin": 0.0, "Oleg Tarn": 1.0})
    assert found["He"] == found["Oleg Tarn"]


def test_a_thread_is_judged_by_its_nearest_mentions() -> None:
    assert judged_by([*range(20), 31, 32, 33], 30) == [*range(12, 20), 31, 32]


def test_scores_are_asked_for_third_person_pronouns_only(make_document: Make, parser: Parser) -> None:
    reader = pytest.importorskip("variorum.models.coreference").PronounReader(1)

    def spots(text: str) -> tuple[str, tuple[Spot, ...]]:
        document = make_document(text)
        return text, spot(text, parser.parse(document))

    assert reader.relate(*spots("I met Oleg Tarn at the port.")) is None
    text, found = spots(TEXT + " The port slept." * 200 + " She left it.")
    kinship = reader.relate(text, found)
    assert kinship is not None
    asked = {i for i, s in enumerate(found) if s.words in ("He", "She")}
    assert {pronoun for pronoun, _ in kinship.pairs} == asked
    last = max(asked)
    assert (last, 0) not in kinship.pairs  # out of the window
    assert (min(asked), 0) in kinship.pairs
