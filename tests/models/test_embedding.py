"""What the embedder promises: unit vectors, in order, that depend on nothing but their own text."""

import numpy as np
import pytest

from variorum.models.embedding import WIDTH, Embedder

SENTENCES = [
    "The ferry sank two miles off the coast.",
    "A ferry went down close to the shore.",
    "Bread has become dearer.",
    "",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(threads=1)


def test_vectors_are_unit_rows_in_order(embedder: Embedder) -> None:
    vectors = embedder.embed(SENTENCES)
    assert vectors.shape == (len(SENTENCES), WIDTH)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.allclose(embedder.embed(SENTENCES[::-1]), vectors[::-1], atol=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    alone = embedder.embed(SENTENCES[:1])
    crowded = embedder.embed([*SENTENCES, "The mayor resigned off the coast two miles.", SENTENCES[0]])
    assert np.allclose(alone[0], crowded[0], atol=1e-5)
    assert np.allclose(crowded[0], crowded[-1], atol=1e-6)


def test_the_same_matter_is_nearer_than_another(embedder: Embedder) -> None:
    ferry, shore, bread, _ = embedder.embed(SENTENCES)
    assert ferry @ shore > 0.6 > 0.3 > ferry @ bread


def test_nothing_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, WIDTH)


def test_the_record_names_the_file_that_was_run(embedder: Embedder) -> None:
    record = embedder.record()
    assert len(record.sha256) == 64
    assert "MiniLM" in record.name
