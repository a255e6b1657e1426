"""Sentence vectors for candidate pairs: all-MiniLM-L6-v2 as an 8-bit ONNX file.

onnxruntime and tokenizers stay in this module. Which weights, how they were converted and what the quantisation costs
is told in `cards/embedding.md`. This room never sees a document: it is given sentences and gives unit vectors.
"""

import functools
import hashlib
import importlib.resources
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.values.runs import ModelRecord

WIDTH = 384
# Longer texts are cut: the weights were trained on up to 128 pieces and give little beyond 256 (see the model card).
_LONGEST = 256
# Rows of one run of the network: bounds memory. Only texts of one length share a run, so nothing is padded.
_BATCH = 32


def _resource(name: str) -> bytes:
    return importlib.resources.files("variorum.models").joinpath("data", "embedding", name).read_bytes()


@functools.cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(_resource("tokenizer.json").decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


@functools.cache
def _session(threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_resource("model.onnx"), options, providers=["CPUExecutionProvider"])


class Embedder:
    """Turns sentences into unit vectors whose dot product says how near their meaning is.

    `threads` is the number of processor threads to use, 0 for all. The network is loaded on first use, once per
    process.
    """

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in their order: float32[n, 384]. A text's vector does not depend on its neighbours."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        if not texts:
            return vectors
        rows = [encoding.ids for encoding in _tokenizer().encode_batch(list(texts))]
        by_length: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            by_length.setdefault(len(row), []).append(index)
        session = _session(self._threads)
        for _, indices in sorted(by_length.items()):
            for at in range(0, len(indices), _BATCH):
                some = indices[at : at + _BATCH]
                ids = np.array([rows[index] for index in some], dtype=np.int64)
                vectors[some] = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0]
        return vectors

    def record(self) -> ModelRecord:
        """The name of the model and the digest of the file that was run."""
        return ModelRecord("all-MiniLM-L6-v2 (int8)", hashlib.sha256(_resource("model.onnx")).hexdigest())
