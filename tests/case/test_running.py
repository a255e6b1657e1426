"""What a reading was made with has one name: another model or another program has another."""

from dataclasses import dataclass, replace

from fixtures.light_tools import LightEmbedder, LightParser, light_tools
from variorum.case.running import describe_collation, describe_run, digest_source
from variorum.values.runs import ModelRecord


@dataclass(frozen=True)
class Comparing:
    """A reader of pairs of which only the record matters."""

    sha256: str

    def record(self) -> ModelRecord:
        return ModelRecord("comparing", self.sha256)


class Newer(LightParser):
    def record(self) -> ModelRecord:
        return ModelRecord("light parser", "2" * 64)


def test_the_same_tools_make_the_same_run() -> None:
    assert describe_run(light_tools()) == describe_run(light_tools())
    assert describe_run(light_tools()).id == describe_run(light_tools()).id
    assert [m.name for m in describe_run(light_tools()).models] == ["light parser", "light embedder"]


def test_another_model_makes_another_run() -> None:
    assert describe_run(replace(light_tools(), parser=Newer())).id != describe_run(light_tools()).id
    assert describe_run(replace(light_tools(), embedder=replace_record())).id != describe_run(light_tools()).id


def replace_record() -> LightEmbedder:
    embedder = LightEmbedder()
    embedder.record = lambda: ModelRecord("light embedder", "3" * 64)  # type: ignore[method-assign]
    return embedder


def test_a_reader_of_pairs_changes_the_comparison_and_reads_no_text_anew() -> None:
    one, two = (replace(light_tools(), relations=Comparing(digit * 64)) for digit in "12")  # type: ignore[arg-type]
    assert describe_run(one).id == describe_run(two).id == describe_run(light_tools()).id
    assert len({describe_collation(one), describe_collation(two), describe_collation(light_tools())}) == 3


def test_other_source_has_another_digest() -> None:
    assert digest_source(("values",)) != digest_source(("values", "crafts"))
    assert digest_source(("case/work.py",)) != digest_source(("case/tools.py",))
    assert len(digest_source(("values",))) == 64
