"""Export a trained run to what the reader loads: ONNX with 8-bit weights, tokenizer and temperatures.

    python training/relations/export.py --run RUN/final.pt --base BASE --data DATA --out FOLDER

Writes FOLDER/model.onnx, FOLDER/tokenizer.json and FOLDER/config.json. Weights of every matrix product and the word
embeddings are stored as 8-bit integers, one scale a row or column; the arithmetic stays in floats, as in the embedder,
so that a pair's reading does not depend on its neighbours. Prints what that costs, and calibrates both heads on pairs
held out of training (never on a dev set).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import onnx
import onnxruntime
import torch
from data import NOT_ENTAILED, UNKNOWN, Example, kept
from model import RelationNet
from torch.nn import functional as F
from train import batches, tensors


def embedding_export() -> ModuleType:
    """The embedder's export, which knows how to store weights small."""
    path = Path(__file__).resolve().parents[1] / "embedding" / "export.py"
    spec = importlib.util.spec_from_file_location("embedding_export", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["embedding_export"] = module
    spec.loader.exec_module(module)
    return module


def write(net: RelationNet, target: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 24))
    types = torch.zeros_like(ids)
    types[:, 10:] = 1
    types[1, 12] = 3
    axes = {0: "batch", 1: "length"}
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            net,
            (ids, types, torch.ones_like(ids)),
            str(full),
            dynamo=False,
            opset_version=17,
            do_constant_folding=True,
            input_names=["ids", "types", "mask"],
            output_names=["verdict", "same"],
            dynamic_axes={"ids": axes, "types": axes, "mask": axes, "verdict": {0: "batch"}, "same": {0: "batch"}},
        )
        model = onnx.load(full)
    embedding_export().shrink(model)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def read(session: onnxruntime.InferenceSession | RelationNet, examples: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Logits of both heads in the order given."""
    order = {id(e): i for i, e in enumerate(examples)}
    verdict, same = np.zeros((len(examples), 3), np.float32), np.zeros(len(examples), np.float32)
    for batch in batches(examples, 2048, None):
        feed = tensors(batch, torch.device("cpu"))
        if isinstance(session, RelationNet):
            v, s = (t.numpy() for t in session(*feed))
        else:
            v, s = session.run(None, dict(zip(("ids", "types", "mask"), (t.numpy() for t in feed), strict=True)))
        places = [order[id(e)] for e in batch]
        verdict[places], same[places] = v, s
    return verdict, same


def loss(logits: np.ndarray, labels: np.ndarray, temperature: float, offsets: Sequence[float]) -> float:
    """Mean negative log likelihood of the verdicts, every verdict weighing alike."""
    scaled = torch.from_numpy(logits) / temperature + torch.tensor(offsets)
    return float(F.cross_entropy(scaled, torch.from_numpy(labels), weight=even(labels)))


def even(labels: np.ndarray) -> torch.Tensor:
    """Weights that make the verdicts alike: how often each comes is an accident of what was put together."""
    counts = np.bincount(labels, minlength=3)
    return torch.tensor(len(labels) / 3 / counts, dtype=torch.float32)


@torch.enable_grad()
def calibrate(logits: np.ndarray, labels: np.ndarray) -> tuple[float, list[float]]:
    """Temperature, and an offset a verdict (that of entailment is 0), that make the loss least."""
    given, gold, weight = torch.from_numpy(logits), torch.from_numpy(labels), even(labels)
    parameters = torch.zeros(3, requires_grad=True)  # log of the temperature, two offsets
    optimiser = torch.optim.LBFGS([parameters], max_iter=200, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimiser.zero_grad()
        offsets = torch.cat([torch.zeros(1), parameters[1:]])
        value = F.cross_entropy(given / parameters[0].exp() + offsets, gold, weight=weight)
        value.backward()
        return value

    optimiser.step(step)
    found = parameters.detach()
    return round(float(found[0].exp()), 3), [0.0, *(round(float(v), 3) for v in found[1:])]


def same_loss(logits: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    scaled = logits / temperature
    return float(np.mean(np.logaddexp(0, np.where(labels == 1, -scaled, scaled))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(args.run, map_location="cpu", weights_only=False)
    net = RelationNet(saved["config"])
    net.load_state_dict(saved["net"])
    net.eval()
    write(net, args.out / "model.onnx")
    shutil.copy(args.base / "tokenizer.json", args.out / "tokenizer.json")
    print(f"{(args.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    _, held = kept(args.data, args.base / "tokenizer.json", saved["arguments"]["seed"], args.run.parent)
    session = onnxruntime.InferenceSession(str(args.out / "model.onnx"), providers=["CPUExecutionProvider"])
    exact, _ = read(net, held)
    small, small_same = read(session, held)
    verdicts, events = np.array([e.verdict for e in held]), np.array([e.same for e in held])
    known, marked = verdicts != UNKNOWN, (events != UNKNOWN) & (verdicts == UNKNOWN)

    def right(logits: np.ndarray) -> float:
        best = logits[known].argmax(1)
        return float(np.where(verdicts[known] == NOT_ENTAILED, best != 0, best == verdicts[known]).mean())

    print(
        f"held out {int(known.sum())}  right fp32 {right(exact):.4f} int8 {right(small):.4f}  "
        f"largest shift of a logit {np.abs(exact - small).max():.3f}  "
        f"other verdict {int((exact.argmax(1) != small.argmax(1)).sum())} of {len(held)}"
    )
    three = known & (verdicts != NOT_ENTAILED)
    temperature, offsets = calibrate(small[three], verdicts[three])
    print(
        f"verdict: temperature {temperature}, offsets {offsets}, loss on {int(three.sum())} pairs "
        f"{loss(small[three], verdicts[three], 1, [0, 0, 0]):.4f} to "
        f"{loss(small[three], verdicts[three], temperature, offsets):.4f}, right "
        f"{np.mean(small[three].argmax(1) == verdicts[three]):.4f} to "
        f"{np.mean((small[three] / temperature + offsets).argmax(1) == verdicts[three]):.4f}"
    )
    same_temperature = min(np.arange(0.5, 4.0, 0.01), key=lambda t: same_loss(small_same[marked], events[marked], t))
    print(
        f"same event: temperature {same_temperature:.2f}, loss {same_loss(small_same[marked], events[marked], 1):.4f} to "
        f"{same_loss(small_same[marked], events[marked], same_temperature):.4f}, "
        f"right {np.mean((small_same[marked] > 0) == (events[marked] == 1)):.4f} of {int(marked.sum())}"
    )
    config = {
        "verdict": {"temperature": temperature, "offsets": offsets},
        "same": {"temperature": round(float(same_temperature), 2)},
        "trained": {k: saved[k] for k in ("steps", "seen")} | {"seed": saved["arguments"]["seed"]},
    }
    (args.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with torch.no_grad():
        main()
