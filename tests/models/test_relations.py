"""What the relation reader promises: order, direction, and that a pair's reading depends on that pair alone."""

import importlib.resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.models import relations
from variorum.models.relations import CONTRADICTS, ENTAILS, LIMIT, NEUTRAL, Floats, Ints, RelationReader, directions

FERRY = "The ferry sank two miles off the coast."
SHORE = "A ferry went down."
BREAD = "Bread has become dearer in the north of the country, the ministry of trade said."
needs_weights = pytest.mark.skipif(not relations.available(), reason="the weights of the relation model are not there")


class Tally:
    """A network that answers with sums over what it is given, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Ints, Ints]] = []

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        self.asked.append((ids, types))
        first, second = ((ids * (types % 2 == side)).sum(1) for side in (0, 1))
        verdict = np.stack([first / 1000, second / 1000, (types >= 2).sum(1)], 1).astype(np.float32)
        return verdict, ((first - second) / 1000).astype(np.float32)


@pytest.fixture(autouse=True)
def _plain_tables(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The embedder's tokenizer and no temperature: these tests must not hang on trained weights."""
    if request.node.get_closest_marker("skipif"):
        return
    from tokenizers import Tokenizer

    table = importlib.resources.files("variorum.models").joinpath("data", "embedding", "tokenizer.json")
    made = Tokenizer.from_str(table.read_text(encoding="utf-8"))
    made.no_padding()
    made.no_truncation()
    monkeypatch.setattr(relations, "_tokenizer", lambda folder: made)
    calibration = {"verdict": {"temperature": 2.0, "offsets": [0.0, 0.5, 0.0]}, "same": {"temperature": 1.0}}
    monkeypatch.setattr(relations, "_calibration", lambda folder: calibration)


def test_probabilities_come_in_the_order_of_the_pairs() -> None:
    pairs = [(BREAD, FERRY), (FERRY, SHORE), (SHORE, FERRY), (SHORE, BREAD), (FERRY, SHORE)]
    chances = RelationReader(network=Tally()).compare(pairs)
    assert chances.shape == (5, 3)
    assert chances.dtype == np.float32
    assert np.allclose(chances.sum(1), 1.0, atol=1e-6)
    for pair, row in zip(pairs, chances, strict=True):
        assert np.array_equal(RelationReader(network=Tally()).compare([pair])[0], row)
    assert not np.allclose(chances[1], chances[2])


def test_logits_are_divided_and_shifted_before_they_are_probabilities() -> None:
    class Fixed:
        def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
            return np.array([[2.0, 1.0, 0.0]], dtype=np.float32), np.zeros(1, dtype=np.float32)

    expected = np.exp([1.0, 1.0, 0.0]) / np.exp([1.0, 1.0, 0.0]).sum()
    assert RelationReader(network=Fixed()).compare([(FERRY, SHORE)])[0] == pytest.approx(expected)


def test_only_pairs_of_one_length_share_a_run_so_that_nothing_is_padded() -> None:
    network = Tally()
    RelationReader(network=network).compare([(FERRY, SHORE), (BREAD, SHORE), (SHORE, FERRY)] * 20)
    assert [ids.shape[0] for ids, _ in network.asked] == [32, 8, 20]
    assert all((ids[:, -1] == ids[0, -1]).all() and (ids != 0).all() for ids, _ in network.asked)


def test_the_first_text_is_side_nought_and_the_second_side_one() -> None:
    network = Tally()
    RelationReader(network=network).compare([(FERRY, SHORE)])
    (_, types), *_ = network.asked
    assert sorted(set(types[0].tolist())) == [0, 1]
    assert (np.diff(types[0]) >= 0).all()


def test_of_long_texts_the_longer_gives_way() -> None:
    network = Tally()
    RelationReader(network=network).compare([("bread " * 300, SHORE), (SHORE, "bread " * 300), ("a " * 90, "b " * 90)])
    shapes = sorted({ids.shape[1] for ids, _ in network.asked})
    assert shapes == [LIMIT]
    sides = [int((types == 1).sum()) for _, block in network.asked for types in block]
    assert sides == [6, LIMIT - 7, 47]  # a text and its separator


def test_nothing_gives_nothing() -> None:
    reader = RelationReader(network=Tally())
    assert reader.compare([]).shape == (0, 3)
    assert reader.same_event([], []).shape == (0,)


def test_marked_words_are_told_to_the_network() -> None:
    network = Tally()
    sank, went = FERRY.index("sank"), SHORE.index("went")
    RelationReader(network=network).same_event([(FERRY, SHORE)], [((sank, sank + 4), (went, went + 9))])
    types = network.asked[0][1]
    assert (types == 2).sum(1).tolist() == [1, 2]
    assert (types == 3).sum(1).tolist() == [2, 1]


def test_one_event_is_the_same_question_either_way_round() -> None:
    reader = RelationReader(network=Tally())
    marks = ((4, 9), (2, 7))
    one_way = reader.same_event([(FERRY, SHORE)], [marks])
    assert np.allclose(one_way, reader.same_event([(SHORE, FERRY)], [marks[::-1]]))
    assert not np.allclose(one_way, reader.same_event([(FERRY, SHORE)], [marks], turned=False))


def test_far_words_do_not_crowd_out_the_marked_one() -> None:
    network = Tally()
    text = "bread " * 200 + "sank " + "bread " * 200
    at = text.index("sank")
    RelationReader(network=network).same_event([(text, SHORE)], [((at, at + 4), (2, 7))])
    assert (network.asked[0][1] == 2).sum() > 0


def test_a_mark_on_no_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        RelationReader(network=Tally()).same_event([(FERRY, SHORE)], [((3, 4), (2, 7))])


def _reading(entails: float, neutral: float, contradicts: float) -> Floats:
    return np.array([[entails, neutral, contradicts]], dtype=np.float32)


def test_both_ways_is_equivalence_one_way_is_refinement() -> None:
    follows, silent, denies = _reading(0.9, 0.08, 0.02), _reading(0.1, 0.85, 0.05), _reading(0.05, 0.05, 0.9)
    assert directions(follows, follows).equivalent[0] > 0.7
    assert directions(follows, silent).refines[0] > 0.7
    assert directions(silent, follows).refined[0] > 0.7
    assert directions(silent, silent).neither[0] > 0.7
    assert directions(denies, denies).contradicts[0] == pytest.approx(0.9)


_parts = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3)


@given(_parts, _parts)
def test_directions_sum_to_one_and_turning_the_pair_turns_only_refinement(
    first: list[float], second: list[float]
) -> None:
    there, back = (_reading(*(value / sum(parts) for value in parts)) for parts in (first, second))
    one, other = directions(there, back), directions(back, there)
    total = one.equivalent + one.refines + one.refined + one.contradicts + one.neither
    assert total[0] == pytest.approx(1.0, abs=1e-5)
    assert one.refines[0] == pytest.approx(other.refined[0], abs=1e-6)
    for name in ("equivalent", "contradicts", "neither"):
        assert getattr(one, name)[0] == pytest.approx(getattr(other, name)[0], abs=1e-6)


@needs_weights
def test_the_weights_that_ship_tell_plain_cases_apart() -> None:
    reader = RelationReader(threads=1)
    chances = reader.compare(
        [
            ("Four sailors drowned when the ferry sank on Monday.", "Four sailors drowned."),
            ("Four sailors drowned when the ferry sank on Monday.", "No sailor drowned when the ferry sank."),
            ("Four sailors were killed when the ferry sank.", "Four sailors were wounded when the ferry sank."),
        ]
    )
    assert chances.argmax(1).tolist() == [ENTAILS, CONTRADICTS, NEUTRAL]
    assert len(reader.record().sha256) == 64


@needs_weights
def test_a_reading_does_not_depend_on_its_neighbours() -> None:
    reader = RelationReader(threads=1)
    alone = reader.compare([(FERRY, SHORE)])
    crowded = reader.compare([(BREAD, SHORE), (FERRY, SHORE), (FERRY, FERRY)])
    assert np.allclose(alone[0], crowded[1], atol=1e-5)
