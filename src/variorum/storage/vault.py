"""The originals, byte for byte, each under its SHA-256: `vault/ab/abcd…`. Written once, read-only, never removed."""

from pathlib import Path
from typing import Literal

from variorum.storage.files import sync_folder, write_whole
from variorum.values.identity import hash_bytes

State = Literal["whole", "missing", "changed"]


class NotInVault(LookupError):
    """The bytes are missing, or what lies in their place has another digest."""


class Vault:
    """A folder of originals. Several processes may admit to it at once: the same bytes go to the same place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, sha256: str) -> Path:
        """Where bytes with this digest lie. Raises `ValueError` for anything that is not a SHA-256."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is not a SHA-256 in hexadecimal digits.")
        return self.folder / sha256[:2] / sha256

    def admit(self, raw: bytes) -> str:
        """Keep bytes; when this returns they have reached the disk. Their SHA-256. Raises `NotInVault` where other bytes
        lie in their place already: nothing is written over."""
        sha256 = hash_bytes(raw)
        place = self.place(sha256)
        state = self.state(sha256)
        if state == "changed":
            raise NotInVault(f"the original {sha256} was changed in the vault")
        if state == "missing":
            if not place.parent.is_dir():
                place.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(self.folder)
            write_whole(place, raw, mode=0o444)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their digest. Raises `NotInVault`."""
        try:
            raw = self.place(sha256).read_bytes()
        except FileNotFoundError:
            raise NotInVault(f"the original {sha256} is missing from the vault") from None
        if hash_bytes(raw) != sha256:
            raise NotInVault(f"the original {sha256} was changed in the vault")
        return raw

    def state(self, sha256: str) -> State:
        """Whether the bytes are there and still the same."""
        place = self.place(sha256)
        if not place.is_file():
            return "missing"
        return "whole" if hash_bytes(place.read_bytes()) == sha256 else "changed"
