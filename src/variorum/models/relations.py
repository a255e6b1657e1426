"""What one statement says about another: a small cross-encoder as an 8-bit ONNX file, read in both directions.

onnxruntime and tokenizers stay in this module. What the network was trained on and how far it can be trusted is told in
`cards/relations.md`. This room never sees a document: it is given pairs of texts and gives probabilities.
"""

import functools
import hashlib
import importlib.resources
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from variorum.values.runs import ModelRecord

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mark = tuple[int, int]

ENTAILS, NEUTRAL, CONTRADICTS = 0, 1, 2
# Word pieces of both texts together, as in training; of longer pairs the longer text gives way first.
LIMIT = 96
# Words kept on either side of a marked word, as in training.
_REACH = 20
# Rows of one run of the network: bounds memory. Only pairs of one length share a run, so nothing is padded.
_BATCH = 32
_SHIPPED = Path(str(importlib.resources.files("variorum.models"))) / "data" / "relations"
_WORD = re.compile(r"\w+|[^\w\s]")


class Network(Protocol):
    """What the reader asks of a network; the tests give one that is made up."""

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        """Logits of (entailment, neutral, contradiction), [n, 3], and of one event, [n], for rows of one length."""
        ...


@dataclass(frozen=True, slots=True)
class Directions:
    """How a pair stands, from its readings in both directions: probabilities, float32[n] each, that sum to 1 a pair.

    `equivalent`: each follows from the other. `refines`: the second follows from the first, which says more.
    `refined`: the other way round. `contradicts`: they cannot both be so. `neither`: neither follows and both can be so;
    whether one makes the other likelier, or they have nothing to do with each other, the network does not tell.
    """

    equivalent: Floats
    refines: Floats
    refined: Floats
    contradicts: Floats
    neither: Floats


def directions(forward: Floats, backward: Floats) -> Directions:
    """Put the readings first-to-second and second-to-first together; both float32[n, 3] as `compare` gives them.

    Contradiction has no direction, so it is the mean of both readings; what is left is divided by whether each
    follows from the other, taken as independent. Swapping the readings swaps `refines` and `refined` and nothing else.
    """
    against = (forward[:, CONTRADICTS] + backward[:, CONTRADICTS]) / 2
    there, back = (_following(reading) for reading in (forward, backward))
    rest = 1 - against
    return Directions(
        equivalent=_floats(rest * there * back),
        refines=_floats(rest * there * (1 - back)),
        refined=_floats(rest * (1 - there) * back),
        contradicts=_floats(against),
        neither=_floats(rest * (1 - there) * (1 - back)),
    )


def _following(reading: Floats) -> Floats:
    """How likely the second follows, given that it is not denied."""
    return _floats(reading[:, ENTAILS] / np.maximum(reading[:, ENTAILS] + reading[:, NEUTRAL], 1e-9))


class RelationReader:
    """Reads how pairs of statements stand to each other.

    `threads` is the number of processor threads to use, 0 for all. The network is loaded on first use, once per
    process. A pair's probabilities do not depend on the pairs beside it. `folder` holds another export than the one that
    ships, to measure it; FileNotFoundError is raised on use where there is none.
    """

    def __init__(self, threads: int = 0, network: Network | None = None, folder: Path = _SHIPPED) -> None:
        self._threads = threads
        self._network = network
        self._folder = folder

    def compare(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """For each pair, in order: how likely the second text follows from the first, is neutral to it, contradicts it.

        float32[n, 3], each row sums to 1, calibrated on held-out pairs. Read the pair also the other way round and give
        both to `directions` to tell equivalence from refinement.
        """
        verdict, _ = self._read([(a, b, None, None) for a, b in pairs])
        calibration = _calibration(self._folder)["verdict"]
        return _softmax(_floats(verdict / calibration["temperature"] + np.array(calibration["offsets"])))

    def both(self, pairs: Sequence[tuple[str, str]]) -> Directions:
        """Each pair read in both directions."""
        there = self.compare([*pairs, *((b, a) for a, b in pairs)])
        return directions(there[: len(pairs)], there[len(pairs) :])

    def same_event(
        self, pairs: Sequence[tuple[str, str]], marks: Sequence[tuple[Mark, Mark]], turned: bool = True
    ) -> Floats:
        """For each pair, in order, how likely the marked words tell of one event: float32[n].

        `marks` holds for each pair the half-open span, in code points, of the word in either text: the predicate or the
        noun that names what happens. Both orders are read, so the answer is the same for the pair turned round;
        without `turned` only the order given, in half the time.
        """
        there = [(a, b, m, n) for (a, b), (m, n) in zip(pairs, marks, strict=True)]
        _, logits = self._read([*there, *((b, a, n, m) for a, b, m, n in there if turned)])
        mean = (logits[: len(pairs)] + logits[len(logits) - len(pairs) :]) / 2
        return _floats(1 / (1 + np.exp(-mean / _calibration(self._folder)["same"]["temperature"])))

    def record(self) -> ModelRecord:
        """The name of the model and the digest of the file that was run."""
        return ModelRecord(
            "relations MiniLM-L6 (int8)", hashlib.sha256(self._folder.joinpath("model.onnx").read_bytes()).hexdigest()
        )

    def _read(self, rows: Sequence[tuple[str, str, Mark | None, Mark | None]]) -> tuple[Floats, Floats]:
        verdict, same = np.zeros((len(rows), 3), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
        if not rows:
            return verdict, same
        network: Network = self._network or _Session.load(self._folder, self._threads)
        tokenizer = _tokenizer(self._folder)
        read = [_pieces(tokenizer, *row) for row in rows]
        by_length: dict[int, list[int]] = {}
        for index, (ids, _) in enumerate(read):
            by_length.setdefault(len(ids), []).append(index)
        for _, indices in sorted(by_length.items()):
            for at in range(0, len(indices), _BATCH):
                some = indices[at : at + _BATCH]
                stacked = np.array([read[index] for index in some], dtype=np.int64)  # [rows, ids and types, length]
                verdict[some], same[some] = network.run(stacked[:, 0], stacked[:, 1])
        return verdict, same


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return _floats(powers / powers.sum(axis=1, keepdims=True))


def _floats(values: NDArray[Any]) -> Floats:
    return np.asarray(values, dtype=np.float32)


def _pieces(
    tokenizer: Any, first: str, second: str, mark: Mark | None, other: Mark | None
) -> tuple[list[int], list[int]]:
    """Pieces of both texts in one row, and of each piece its side (0, 1) or that it is marked on that side (2, 3)."""
    sides = []
    for text, at in ((first, mark), (second, other)):
        start, end = _around(text, at) if at else (0, len(text))
        first_marked, last_marked = at or (-1, -1)
        encoding = tokenizer.encode(text[start:end], add_special_tokens=False)
        marked = [a + start < last_marked and b + start > first_marked for a, b in encoding.offsets]
        sides.append((encoding.ids, marked))
    (a, in_a), (b, in_b) = sides
    keep_a, keep_b = _room(len(a), len(b))
    begin, stop = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = [begin, *a[:keep_a], stop, *b[:keep_b], stop]
    types = [0, *(2 if m else 0 for m in in_a[:keep_a]), 0, *(3 if m else 1 for m in in_b[:keep_b]), 1]
    return ids, types


def _room(first: int, second: int) -> tuple[int, int]:
    """How many pieces of each text are kept."""
    room = LIMIT - 3
    if first + second <= room:
        return first, second
    short = min(first, second, room // 2)
    return (room - short, short) if first >= second else (short, room - short)


def _around(text: str, mark: Mark) -> tuple[int, int]:
    """The stretch of the text that holds the marked word and its neighbours."""
    words = [m.span() for m in _WORD.finditer(text)]
    inside = [i for i, (start, end) in enumerate(words) if start < mark[1] and end > mark[0]]
    if not inside:
        raise ValueError(f"no word at {mark}")
    return words[max(0, inside[0] - _REACH)][0], words[min(len(words) - 1, inside[-1] + _REACH)][1]


def available() -> bool:
    """Whether the weights are there; a source checkout before the first export has none."""
    return _SHIPPED.joinpath("model.onnx").is_file()


@functools.cache
def _calibration(folder: Path) -> dict[str, Any]:
    """By what the logits of each head are divided and what is added to them, fitted on held-out training pairs."""
    calibration: dict[str, Any] = json.loads(folder.joinpath("config.json").read_text("utf-8"))
    return calibration


@functools.cache
def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class _Session:
    """The ONNX file that ships."""

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            folder.joinpath("model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    @functools.cache
    def load(folder: Path, threads: int) -> "_Session":
        return _Session(folder, threads)

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        verdict, same = self._session.run(None, {"ids": ids, "types": types, "mask": np.ones_like(ids)})
        return verdict, same
