"""A case in a folder: what is put in stays, what is read once is not read again, what was judged stands."""

import logging
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.light_tools import LightEmbedder, LightParser, light_tools
from variorum.case import Added, Case, CaseError, Source, Tools
from variorum.case.work import collate
from variorum.dossier.html import write_html
from variorum.dossier.json_ import write_json
from variorum.stages.documents import Told
from variorum.storage.ledger import Moved
from variorum.values.identity import hash_bytes
from variorum.values.judgements import Judgement
from variorum.values.readings import Reading

AT = "2024-05-01T10:00:00+00:00"
QUAY = "The crane fell on the quay on Monday. Two workers were hurt in the harbour. Nobody knew why the crane fell.\n"
MAST = "The mast fell at dawn on Friday. Three sailors were in the harbour. The harbour was closed for the day.\n"
BARGE = "A barge sank beside the quay on Monday. Nobody was hurt in the harbour.\n"


def clock() -> str:
    return AT


def source(name: str, text: str, publisher: str | None = None) -> Source:
    return Source(name, text.encode(), Told(None, publisher, None))


@pytest.fixture
def tools() -> Tools:
    return light_tools()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.create(tmp_path / "matter", name="The quay", by="Ida Verne", clock=clock).close()
    return tmp_path / "matter"


@pytest.fixture
def case(folder: Path, tools: Tools) -> Iterator[Case]:
    with Case.open(folder, clock=clock, tools=tools) as case:
        yield case


def parsed(tools: Tools) -> list[str]:
    assert isinstance(tools.parser, LightParser)
    return tools.parser.parsed


def kinds(case: Case) -> list[str]:
    return [entry.kind for entry in case.log()]


def judgement(case: Case, answer: str = "different", because: str = "two cranes", at: str = AT) -> Judgement:
    reading = case.reading()
    assert reading is not None
    first, second = reading.statements[0], reading.statements[-1]
    return Judgement("statements", first.id, second.id, answer, "Ida Verne", at, because)


# ---------------------------------------------------------------- making and opening


def test_a_new_case_says_who_made_it_and_when(folder: Path) -> None:
    with Case.open(folder) as case:
        (first,) = case.log()
        assert (case.name, first.kind, first.by, first.at) == ("The quay", "case", "Ida Verne", AT)
        assert case.documents() == case.pending() == ()
        assert case.reading() is None
        assert case.verify() == ()
    assert sorted(p.name for p in folder.iterdir()) == [
        "case.toml",
        "dossiers",
        "ledger.head",
        "ledger.sqlite",
        "vault",
    ]
    assert 'name = "The quay"' in (folder / "case.toml").read_text()


def test_a_case_without_a_name_is_called_after_its_folder(tmp_path: Path) -> None:
    with Case.create(tmp_path / "harbour fire") as case:
        assert case.name == "harbour fire"


def test_a_name_of_any_signs_is_kept(tmp_path: Path) -> None:
    name = 'The "quay" \\ of\tTriest\u00e9 \n[x] = 𝄞 \x7f'
    Case.create(tmp_path / "m", name=name).close()
    with Case.open(tmp_path / "m") as case:
        assert case.name == name


def test_a_case_is_made_only_where_nothing_is(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is a case already"):
        Case.create(folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(CaseError, match="is not empty"):
        Case.create(tmp_path / "full")
    with pytest.raises(CaseError, match="is not empty"):
        Case.create(tmp_path / "full" / "letter.txt")
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"


def test_what_is_no_case_is_refused_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="variorum new"):
        Case.open(tmp_path)
    (folder / "case.toml").write_text("format = 99\n")
    with pytest.raises(CaseError, match="later version"):
        Case.open(folder)
    (folder / "case.toml").write_text("format =\n")
    with pytest.raises(CaseError, match="cannot be read"):
        Case.open(folder)


def test_a_lost_or_torn_ledger_is_told_in_one_sentence(folder: Path) -> None:
    (folder / "ledger.sqlite").write_bytes(b"torn " * 1000)
    with pytest.raises(CaseError, match="cannot be opened") as caught:
        Case.open(folder)
    assert str(caught.value).count("\n") == 0
    (folder / "ledger.sqlite").unlink()
    with pytest.raises(CaseError, match="has lost its ledger"):
        Case.open(folder)


# ---------------------------------------------------------------- adding


def test_an_account_is_kept_with_its_bytes_and_its_custody(case: Case) -> None:
    added = case.add([source("quay.txt", QUAY, "Coast Courier")], by="Ida Verne")
    (document,) = case.documents()
    assert added == Added((document,), (), ())
    assert (document.name, document.publisher.value) == ("quay.txt", "Coast Courier")
    assert case.exhibit(document.exhibit) == QUAY.encode()
    custody = case.log()[1]
    assert (custody.kind, custody.subject, custody.by, custody.at) == (
        "custody",
        hash_bytes(QUAY.encode()),
        "Ida Verne",
        AT,
    )
    assert custody.content()["told"] == {"published": None, "publisher": "Coast Courier", "author": None}
    assert kinds(case) == ["case", "custody", "document"]


def test_the_same_bytes_again_are_one_account_and_two_events(case: Case) -> None:
    case.add([source("quay.txt", QUAY)])
    added = case.add([source("copy.txt", QUAY), source("mast.txt", MAST)])
    assert [d.name for d in added.documents] == ["mast.txt"]
    assert added.again == ("copy.txt",)
    assert [i.code for i in added.issues] == ["given-twice"]
    assert kinds(case) == ["case", "custody", "document", "custody", "custody", "document"]
    reading = case.analyse()
    assert [(c.name, c.note != "") for c in reading.custody] == [
        ("quay.txt", False),
        ("copy.txt", True),
        ("mast.txt", False),
    ]
    assert len(reading.exhibits) == len(reading.documents) == 2


def test_the_same_bytes_twice_in_one_call_are_one_account(case: Case) -> None:
    added = case.add([source("quay.txt", QUAY), source("quay.txt", QUAY)])
    assert len(added.documents) == 1
    assert len(case.add([source("quay.txt", QUAY)]).documents) == 0
    assert kinds(case).count("custody") == 3


def test_the_same_bytes_by_another_publisher_are_another_account(case: Case) -> None:
    case.add([source("quay.txt", QUAY, "Coast Courier")])
    added = case.add([source("wire.txt", QUAY, "Tidewater Agency")])
    assert [d.publisher.value for d in added.documents] == ["Tidewater Agency"]
    assert len(case.documents()) == 2


def test_what_cannot_be_used_is_told_and_the_rest_is_kept(case: Case) -> None:
    added = case.add([source("empty.txt", " \n"), source("quay.txt", QUAY), Source("p.png", b"\x89PNG\r\n", Told())])
    assert [d.name for d in added.documents] == ["quay.txt"]
    assert [(i.subject, i.level) for i in added.issues] == [("empty.txt", "failed"), ("p.png", "failed")]
    assert kinds(case) == ["case", "custody", "document"]


def test_every_row_of_a_table_of_accounts_is_a_document(case: Case) -> None:
    rows = f'{{"text": "{QUAY.strip()}", "publisher": "A"}}\n{{"text": "{MAST.strip()}", "publisher": "B"}}\n'
    added = case.add([source("rows.jsonl", rows)])
    assert [d.publisher.value for d in added.documents] == ["A", "B"]
    assert kinds(case) == ["case", "custody", "document", "document"]


def test_many_files_are_kept_some_at_a_time(case: Case) -> None:
    case.add([source(f"{n}.txt", QUAY.replace("Two", f"Some {n}")) for n in range(40)])
    assert len(case.documents()) == 40
    assert case.verify() == ()


# ---------------------------------------------------------------- reading


def test_each_document_is_read_once(case: Case, tools: Tools, folder: Path) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    assert [d.name for d in case.pending()] == ["mast.txt", "quay.txt"]
    case.analyse()
    assert sorted(parsed(tools)) == ["mast.txt", "quay.txt"]
    assert case.pending() == ()
    case.add([source("barge.txt", BARGE)])
    case.analyse()
    case.analyse()
    assert parsed(tools)[2:] == ["barge.txt"]
    later = light_tools()
    with Case.open(folder, clock=clock, tools=later) as again:
        assert again.pending() == ()
        again.analyse()
        again.judge(judgement(again))
        again.reading()
    assert parsed(later) == []
    assert isinstance(later.embedder, LightEmbedder)
    assert later.embedder.embedded == []


def test_the_same_case_gives_the_same_bytes_whenever_and_in_whatever_order(tmp_path: Path) -> None:
    sources = [source("quay.txt", QUAY), source("mast.txt", MAST), source("barge.txt", BARGE)]
    exports = []
    for number, batches in enumerate(([sources], [[one] for one in sources])):
        folder = tmp_path / str(number)
        Case.create(folder, name="m", clock=clock).close()
        for batch in batches:
            with Case.open(folder, clock=clock, tools=light_tools()) as case:
                case.add(batch)
        with Case.open(folder, clock=clock, tools=light_tools()) as case:
            reading = case.analyse()
            exports.append((write_json(reading, case.head()), write_html(reading, case.head())))
        with Case.open(folder, tools=light_tools()) as case:
            again = case.reading()
            assert again == reading
            assert again is not None
            assert (write_json(again, case.head()), write_html(again, case.head())) == exports[-1]
    assert exports[0] == exports[1]


def test_an_analysis_that_went_on_bit_by_bit_finds_the_same_as_one_at_once(tmp_path: Path) -> None:
    sources = [source("quay.txt", QUAY), source("mast.txt", MAST), source("barge.txt", BARGE)]
    found = []
    for number, batches in enumerate(([sources], [[one] for one in sources])):
        Case.create(tmp_path / str(number), name="m", clock=clock).close()
        with Case.open(tmp_path / str(number), clock=clock, tools=light_tools()) as case:
            for batch in batches:
                case.add(batch)
                reading = case.analyse()
            found.append(write_json(reading))
    assert found[0] == found[1]


def test_what_was_read_is_read_again_where_the_cache_is_lost_or_false(folder: Path, tools: Tools) -> None:
    with Case.open(folder, clock=clock, tools=tools) as case:
        case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
        before = write_json(case.analyse())
        entries = case.head().number
    first, _ = (f"{d.id} {r}" for d in case.documents() for r in [case.run().id])
    with Case.open(folder, clock=clock, tools=tools) as case:
        case._ledger.cache(f"layers {first}", b"something else")
        case._ledger.cache("reading", b"")
        del parsed(tools)[:]
        reading = case.reading()
        assert reading is not None
        assert write_json(reading) == before
        assert len(parsed(tools)) == 1
        assert case.head().number == entries
        assert [f.code for f in case.verify()] == ["layers changed"]


def test_documents_not_read_yet_are_told_in_the_reading(case: Case) -> None:
    case.add([source("quay.txt", QUAY)])
    assert case.reading() is None
    case.analyse()
    case.add([source("mast.txt", MAST)])
    reading = case.reading()
    assert reading is not None
    assert [d.name for d in reading.documents] == ["quay.txt"]
    assert [(i.code, i.subject) for i in reading.issues] == [("pending", "mast.txt")]


def test_another_model_reads_everything_anew_and_until_then_the_old_reading_is_shown(
    folder: Path, tools: Tools
) -> None:
    with Case.open(folder, clock=clock, tools=tools) as case:
        case.add([source("quay.txt", QUAY)])
        case.analyse()

    class Newer(LightParser):
        def record(self):  # type: ignore[no-untyped-def]
            return replace(super().record(), sha256="2" * 64)

    with Case.open(folder, clock=clock, tools=replace(tools, parser=Newer())) as case:
        assert [d.name for d in case.pending()] == ["quay.txt"]
        reading = case.reading()
        assert reading is not None
        assert [i.code for i in reading.issues] == ["older-run"]
        again = case.analyse()
        assert again.issues == ()
        assert again.statements == reading.statements
        assert kinds(case).count("run") == 2
        assert case.verify() == ()


def test_an_empty_case_cannot_be_read(case: Case) -> None:
    with pytest.raises(CaseError, match="variorum add"):
        case.analyse()


# ---------------------------------------------------------------- judging


def test_a_judgement_stands_until_it_is_undone(case: Case) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    before = write_json(case.analyse())
    told = judgement(case)
    entry = case.judge(told)
    (kept,) = case.judgements()
    assert (kept.judgement, kept.entry, kept.undone, kept.stands) == (told, entry.number, None, True)
    reading = case.reading()
    assert reading is not None
    assert "two cranes" in write_json(reading)
    case.undo(told.id, by="Jo Marsh", because="the same crane after all")
    (kept,) = case.judgements()
    assert not kept.stands
    assert kept.undone is not None
    assert (kept.undone.by, kept.undone.because) == ("Jo Marsh", "the same crane after all")
    again = case.reading()
    assert again is not None
    assert write_json(again) == before


def test_of_two_on_one_subject_the_later_stands_and_the_earlier_again_when_that_is_undone(case: Case) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    case.analyse()
    first, second = judgement(case), judgement(case, "same", "one crane", "2024-05-02T10:00:00+00:00")
    case.judge(first)
    case.judge(replace(second, left=second.right, right=second.left))
    assert [k.stands for k in case.judgements()] == [False, True]
    case.undo(case.judgements()[1].judgement.id, by="Ida Verne", because="too quick")
    assert [k.stands for k in case.judgements()] == [True, False]


def test_a_judgement_survives_new_documents_and_a_new_reading(case: Case) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    case.analyse()
    told = judgement(case)
    case.judge(told)
    case.add([source("barge.txt", BARGE)])
    reading = case.analyse()
    assert [heard.judgement for heard in reading.judgements] == [told]
    assert [k.stands for k in case.judgements()] == [True]


def test_the_same_judgement_sent_twice_is_kept_once(case: Case) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    case.analyse()
    told = judgement(case)
    assert case.judge(told) == case.judge(told)
    assert len(case.judgements()) == 1


def test_who_decides_on_an_old_view_is_told_to_look_again(folder: Path, tools: Tools) -> None:
    with Case.open(folder, clock=clock, tools=tools) as one, Case.open(folder, clock=clock, tools=tools) as two:
        one.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
        one.analyse()
        looked = two.head().number
        told = judgement(one)
        one.judge(told, after=looked)
        with pytest.raises(Moved, match="look again"):
            two.judge(replace(told, answer="same"), after=looked)
        with pytest.raises(Moved):
            two.undo(told.id, by="Jo Marsh", because="no", after=looked)
        assert len(two.judgements()) == 1
        two.undo(told.id, by="Jo Marsh", because="no", after=two.head().number)


def test_documents_added_meanwhile_do_not_stop_a_reviewer(folder: Path, tools: Tools) -> None:
    with Case.open(folder, clock=clock, tools=tools) as one, Case.open(folder, clock=clock, tools=tools) as two:
        one.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
        one.analyse()
        looked = one.head().number
        two.add([source("barge.txt", BARGE)])
        assert one.judge(judgement(one), after=looked).number == two.head().number


def test_what_was_never_judged_cannot_be_undone(case: Case) -> None:
    with pytest.raises(CaseError, match="no judgement judgement-0"):
        case.undo("judgement-0", by="Ida Verne", because="?")


# ---------------------------------------------------------------- reading only, several at once, the head


def test_read_only_reads_and_refuses_to_write(case: Case, folder: Path, tools: Tools) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    before = case.analyse()
    with Case.open(folder, tools=tools, read_only=True) as reader:
        assert reader.reading() == before
        assert reader.verify() == ()
        told = judgement(reader)
        for write in (
            lambda: reader.add([source("barge.txt", BARGE)]),
            lambda: reader.analyse(),
            lambda: reader.judge(told),
            lambda: reader.undo(told.id, by="x", because="x"),
        ):
            with pytest.raises(CaseError, match="reading only"):
                write()
        case.judge(told)
        assert [k.judgement for k in reader.judgements()] == [told]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_case_on_a_medium_that_cannot_be_written_is_read(case: Case, folder: Path) -> None:
    case.close()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with Case.open(folder, read_only=True) as reader:
            assert reader.name == "The quay"
    finally:
        folder.chmod(0o755)


def test_two_who_analyse_at_once_keep_each_reading_once(folder: Path) -> None:
    with (
        Case.open(folder, clock=clock, tools=light_tools()) as one,
        Case.open(folder, clock=clock, tools=light_tools()) as two,
    ):
        one.add([source(f"{n}.txt", QUAY.replace("Two", f"Some {n}")) for n in range(6)])
        waiting = two.pending()
        one.analyse()
        two._keep_readings([two._read_text(document) for document in waiting])
        assert kinds(two).count("reading") == 6
        assert kinds(two).count("run") == 1


def test_a_head_left_behind_by_a_crash_is_brought_up_to_date_and_told(
    case: Case, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = (folder / "ledger.head").read_text()
    case.add([source("quay.txt", QUAY)])
    after = (folder / "ledger.head").read_text()
    (folder / "ledger.head").write_text(before)
    with Case.open(folder, read_only=True) as reader:
        assert reader.verify() == ()
    with caplog.at_level(logging.WARNING), Case.open(folder) as again:
        assert again.verify() == ()
    assert (folder / "ledger.head").read_text() == after
    assert "brought up to 3" in caplog.text


def test_a_ledger_that_does_not_go_on_from_its_head_is_not_written_to(case: Case, folder: Path) -> None:
    case.add([source("quay.txt", QUAY)])
    (folder / "ledger.head").write_text(f"9 {'a' * 64}\n")
    with Case.open(folder) as again:
        assert [f.code for f in again.verify()] == ["cut off"]
        assert len(again.documents()) == 1, "it can still be read"
        with pytest.raises(CaseError, match="variorum verify"):
            again.add([source("mast.txt", MAST)])
    assert (folder / "ledger.head").read_text().startswith("9 ")
    (folder / "ledger.head").unlink()
    with Case.open(folder) as again:
        (finding,) = again.verify()
        assert finding.code == "no head"
        assert f"{again.head().number} {again.head().hash}" in finding.says


def test_a_long_comparison_does_not_keep_a_reviewer_waiting(
    folder: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.open(folder, clock=clock, tools=tools) as case:
        case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
        case.analyse()
        told = judgement(case)
        begun, go_on = threading.Event(), threading.Event()

        def slowly(*words, **more):  # type: ignore[no-untyped-def]
            begun.set()
            assert go_on.wait(30)
            return collate(*words, **more)

        monkeypatch.setattr("variorum.case.folder.collate", slowly)
        case.add([source("barge.txt", BARGE)])
        found: list[Reading] = []
        analysis = threading.Thread(target=lambda: found.append(case.analyse()))
        analysis.start()
        assert begun.wait(30)
        case.judge(told)
        assert [kept.judgement for kept in case.judgements()] == [told]
        go_on.set()
        analysis.join(60)
        assert [len(reading.judgements) for reading in found] == [0], "it began before the judgement"
        after = case.reading()
        assert after is not None
        assert [heard.judgement for heard in after.judgements] == [told]


def test_what_a_judgement_would_change_is_told_and_nothing_is_kept(case: Case) -> None:
    case.add([source("quay.txt", QUAY), source("mast.txt", MAST)])
    before = case.analyse()
    claims = {claim.id: claim.statements for claim in before.claims}
    pairs = [s for s in claims.values() if len(s) > 1]
    alone = [s[0] for s in claims.values()][:2]
    told = Judgement(
        "statements", *(pairs[0][:2] if pairs else alone), "different" if pairs else "same", "Ida", AT, "seen"
    )
    number = case.head().number
    change = case.preview(told)
    assert change.before.claims != change.after.claims
    assert case.head().number == number
    assert case.reading() == before
    case.judge(told)
    after = case.reading()
    assert after is not None
    assert len(after.claims) == change.after.claims
    assert case.preview_undo(told.id).after.claims == change.before.claims
