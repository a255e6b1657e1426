"""The one rule by which systems of coreference are compared, on texts made for it."""

from typing import Any

import pytest
from scripts import load_script

peers = load_script("evaluation/entities/coreference_peers.py")
TEXT = "Ada's brother met Mira Holt. She was late."
ADA, BROTHER, MIRA, SHE = (0, 3), (6, 13), (18, 27), (29, 32)


def mention(place: tuple[int, int], head: tuple[int, int] | None = None) -> Any:
    return peers.Mention(*place, head or place)


def row(*, a: bool, b: bool) -> Any:
    return peers.Example("one", TEXT, "She", SHE[0], "Ada", ADA[0], a, "Mira Holt", MIRA[0], b)


def test_a_name_inside_a_longer_mention_is_not_who_it_speaks_of() -> None:
    """ "Ada's brother" has its head outside "Ada": a pronoun joined with it is not joined with Ada."""
    brother = mention((ADA[0], BROTHER[1]), BROTHER)
    said = peers.gap([row(a=False, b=False)], [[[brother, mention(SHE)]]])
    assert said.startswith("F1 0.000")
    assert "P 0.000" in said
    right = peers.gap([row(a=False, b=True)], [[[mention(MIRA, (23, 27)), mention(SHE)]]])
    assert right.startswith("F1 1.000")


def test_nothing_said_is_missed_and_not_wrong() -> None:
    said = peers.gap([row(a=False, b=True), row(a=False, b=True)], [[], [[mention(MIRA), mention(SHE)]]])
    assert "P 1.000, R 0.500" in said


@pytest.mark.parametrize(("chosen", "right"), [(MIRA, 1), (BROTHER, 0)])
def test_the_nearest_name_of_a_cluster_is_held_against_the_gold(chosen: tuple[int, int], right: int) -> None:
    gold = [(*MIRA, "1"), (*SHE, "1"), (ADA[0], BROTHER[1], "2")]
    text = peers.Text("one", TEXT, None, ())
    told = peers.gum([gold], [text], [[[mention(chosen), mention(SHE)]]])
    assert told == f"she {right:.3f}, {right:.3f} ({right}/1/1)"


def test_links_to_a_name_reach_its_other_places() -> None:
    text = "Mira Holt came. Holt left. She sang."
    (cluster,) = peers.joined(text, [(mention((27, 30)), mention((0, 9)))])
    assert {text[m.start : m.end] for m in cluster} == {"Mira Holt", "Holt", "She"}
    assert sum(text[m.start : m.end] == "Holt" for m in cluster) == 2
