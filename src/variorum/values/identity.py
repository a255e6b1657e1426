"""How things get their names: a kind and a digest of their parts, so equal things have equal ids."""

import hashlib
import json


def identify(kind: str, *parts: str | int | float | bool | None) -> str:
    """`kind-` and the first 16 hexadecimal digits of the SHA-256 of the parts as canonical JSON.

    JSON keeps the parts apart: ("ab", "c") and ("a", "bc") are two things.
    """
    encoded = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return f"{kind}-{hashlib.sha256(encoded).hexdigest()[:16]}"


def hash_bytes(raw: bytes) -> str:
    """SHA-256 of bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()
