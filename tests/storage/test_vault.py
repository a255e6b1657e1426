"""The originals lie under their digest, are written once, and every change of them is seen."""

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.storage.files import write_whole
from variorum.storage.vault import NotInVault, Vault
from variorum.values.identity import hash_bytes

RAW = b"The mast fell at dawn.\n"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def test_bytes_lie_read_only_under_their_digest(vault: Vault) -> None:
    sha256 = vault.admit(RAW)
    assert sha256 == hash_bytes(RAW)
    place = vault.folder / sha256[:2] / sha256
    assert place.read_bytes() == RAW
    assert stat.S_IMODE(place.stat().st_mode) == 0o444
    assert (vault.read(sha256), vault.state(sha256)) == (RAW, "whole")


def test_the_same_bytes_are_written_once(vault: Vault) -> None:
    sha256 = vault.admit(RAW)
    before = vault.place(sha256).stat()
    assert vault.admit(RAW) == sha256
    assert vault.place(sha256).stat() == before
    assert [p for p in vault.folder.rglob("*") if p.is_file()] == [vault.place(sha256)]


def test_changed_bytes_are_seen_and_never_written_over(vault: Vault) -> None:
    sha256 = vault.admit(RAW)
    vault.place(sha256).chmod(0o644)
    vault.place(sha256).write_bytes(b"The mast stood at dawn.\n")
    assert vault.state(sha256) == "changed"
    with pytest.raises(NotInVault, match=f"{sha256} was changed"):
        vault.read(sha256)
    with pytest.raises(NotInVault, match="was changed"):
        vault.admit(RAW)
    assert vault.place(sha256).read_bytes() == b"The mast stood at dawn.\n"


def test_lost_bytes_are_missing(vault: Vault) -> None:
    assert vault.state(hash_bytes(RAW)) == "missing"
    with pytest.raises(NotInVault, match="missing"):
        vault.read(hash_bytes(RAW))


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, "/" * 64, "a" * 64 + "\n"])
def test_what_is_no_digest_leads_nowhere(name: str, vault: Vault) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        vault.read(name)


@given(raws=st.lists(st.binary(max_size=64), max_size=6))
@settings(max_examples=25, deadline=None)
def test_everything_admitted_is_read_back(raws: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    assert [vault.read(vault.admit(raw)) for raw in raws] == raws


def test_many_may_admit_the_same_at_once(vault: Vault) -> None:
    threads = [threading.Thread(target=vault.admit, args=(RAW,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [p.name for p in vault.folder.rglob("*") if p.is_file()] == [hash_bytes(RAW)]
    assert vault.state(hash_bytes(RAW)) == "whole"


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]
