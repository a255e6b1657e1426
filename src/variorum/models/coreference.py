"""Which mentions a pronoun may speak of, as a small network reads the text: see `cards/coreference.md`.

onnxruntime and tokenizers stay in this module. The network reads a window of pieces once and gives each piece a vector as a
pronoun and two as the first and last piece of a mention; the score of a pair is their product. Which mentions there are, what
grammar forbids and what is joined is decided by `crafts.coreference`; this room only scores.
"""

import functools
import hashlib
import importlib.resources
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.crafts.coreference import Kinship
from variorum.crafts.spotting import Spot
from variorum.values.runs import ModelRecord

_BEGIN, _END = 101, 102  # [CLS] and [SEP] of the vocabulary
# On GUM (2026-11-22) the network gave "it" and "they" to too many (precision 0.15 and 0.35, against 0.25 and 0.42 by questions alone).
_ASKED = frozenset({"male", "female"})


def _resource(name: str) -> bytes:
    return importlib.resources.files("variorum.models").joinpath("data", "coreference", name).read_bytes()


@functools.cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    # The vocabulary is that of the embedder; one copy of it is enough.
    raw = importlib.resources.files("variorum.models").joinpath("data", "embedding", "tokenizer.json").read_bytes()
    tokenizer = Tokenizer.from_str(raw.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@functools.cache
def _config() -> dict[str, Any]:
    config: dict[str, Any] = json.loads(_resource("config.json"))
    return config


@functools.cache
def _session(threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that wait sleep: 12 windows took 1.4 s of processor time instead of 2.3 s, and less by the clock, on a busy machine of 2 cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(_resource("model.int8.onnx"), options, providers=["CPUExecutionProvider"])


class PronounReader:
    """Scores pairs of a pronoun and another mention of one text. The network is loaded on first use, once per process.

    `threads` is the number of processor threads to use, 0 for all.
    """

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads

    def relate(self, text: str, spots: Sequence[Spot]) -> Kinship | None:
        """The scores of one text, for every pronoun of the third person and the mentions in its window; None without pronouns."""
        asked = [i for i, s in enumerate(spots) if s.form == "pronoun" and s.gender in _ASKED]
        if not asked:
            return None
        config = _config()
        encoding = _tokenizer().encode(text, add_special_tokens=False)
        places = [_pieces(encoding.offsets, s.start, s.end) for s in spots]
        pairs: dict[tuple[int, int], float] = {}
        for low, pronouns in _windows(places, asked, config["stride"]):
            high = min(len(encoding.ids), low + config["window"])
            pairs.update(self._score(encoding.ids[low:high], low, high, places, pronouns))
        return Kinship(pairs, config["weights"], config["outside"], config["alone"])

    def _score(
        self, ids: Sequence[int], low: int, high: int, places: Sequence[tuple[int, int]], pronouns: Sequence[int]
    ) -> Iterator[tuple[tuple[int, int], float]]:
        row = np.array([[_BEGIN, *ids, _END]], dtype=np.int64)
        asking, first, last, bias = (a[0] for a in _session(self._threads).run(None, {"ids": row}))
        inside = [m for m, (a, b) in enumerate(places) if a >= low and b <= high]
        starts = np.array([places[m][0] for m in inside]) + 1 - low
        ends = np.array([places[m][1] for m in inside]) - low
        mentions: NDArray[np.float32] = first[starts] + last[ends]
        scale = float(np.sqrt(asking.shape[1]))
        for pronoun in pronouns:
            scores = mentions @ asking[places[pronoun][0] + 1 - low] / scale + bias[starts]
            for m, score in zip(inside, scores, strict=True):
                if m != pronoun:
                    after = _config()["after"] if m > pronoun else 0.0
                    yield (pronoun, m), float(score) + after

    def record(self) -> ModelRecord:
        """The name of the model and the digest of the file that was run."""
        return ModelRecord("pronoun reader, MiniLM-L6, int8", hashlib.sha256(_resource("model.int8.onnx")).hexdigest())


def _pieces(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The half-open range of pieces that cover a place, at least one."""
    first = max(0, bisect_right(offsets, start, key=lambda o: o[0]) - 1)
    if offsets[first][1] <= start:
        first = min(first + 1, len(offsets) - 1)
    return first, max(first + 1, bisect_left(offsets, end, key=lambda o: o[0]))


def _windows(
    places: Sequence[tuple[int, int]], pronouns: Sequence[int], stride: int
) -> Iterator[tuple[int, list[int]]]:
    """Windows that give every pronoun at least a stride of text before it, and the pronouns each answers for."""
    grouped: dict[int, list[int]] = {}
    for pronoun in pronouns:
        grouped.setdefault(max(0, (places[pronoun][0] // stride - 1) * stride), []).append(pronoun)
    yield from sorted(grouped.items())
