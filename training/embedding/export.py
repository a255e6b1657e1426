"""Converts all-MiniLM-L6-v2 to the ONNX file that `variorum.models.embedding` reads, and measures what that costs.

    python export.py CHECKPOINT OUT [--check SENTENCES.txt]

CHECKPOINT is the folder with config.json, model.safetensors and tokenizer.json; OUT receives model.onnx and
tokenizer.json. Mean pooling and L2 normalisation are inside the graph. Weights of every matrix product and the
embedding matrix are stored as 8-bit integers; the arithmetic stays in floats. Tried and rejected: dynamic quantisation
of the activations as well. It scales them over the whole batch, so that a sentence's vector depended on its neighbours
in the batch (mean cosine 0.992 between the two), and on processors without VNNI on the machine too.

Needs torch, onnx, onnxruntime, safetensors and tokenizers; the project itself needs only the last two of the run time.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Layer(nn.Module):
    def __init__(self, size: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(size, size) for _ in range(3))
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, size = x.shape
        q, k, v = (f(x).view(batch, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        mixed = (q @ k.transpose(-1, -2) / math.sqrt(size // self.heads) + bias).softmax(-1) @ v
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, size)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """ids int64[b, t], mask int64[b, t] -> unit vectors float32[b, size]."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(size, config["num_attention_heads"], config["intermediate_size"])
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1], device=ids.device)))
        weight = mask.to(x.dtype)
        bias = (1.0 - weight)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        pooled = (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True)
        return pooled / pooled.norm(dim=1, keepdim=True).clamp(min=1e-12)


def load(folder: Path) -> Encoder:
    from safetensors.torch import load_file

    net = Encoder(json.loads((folder / "config.json").read_text()))
    old = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    new = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        # one segment only: it is folded into the positions
        "places.weight": old["embeddings.position_embeddings.weight"]
        + old["embeddings.token_type_embeddings.weight"][0],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        new[f"norm.{kind}"] = old[f"embeddings.LayerNorm.{kind}"]
        for i in range(len(net.layers)):
            for ours, theirs in names.items():
                new[f"layers.{i}.{ours}.{kind}"] = old[f"encoder.layer.{i}.{theirs}.{kind}"]
    net.load_state_dict(new)
    return net.eval()


def shrink(model: onnx.ModelProto) -> None:
    """Store every large weight as 8-bit integers with one scale a row or column, made floats again by the graph."""
    graph = model.graph
    embeddings = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept, extra, nodes = [], [], []
    for tensor in graph.initializer:
        weight = onnx.numpy_helper.to_array(tensor)
        if weight.dtype != np.float32 or weight.ndim != 2 or weight.size < 10_000:
            kept.append(tensor)
            continue
        # An embedding has one scale a word, a product's weight one scale an output (its last axis).
        axis = 0 if tensor.name in embeddings else 1
        scale = np.maximum(np.abs(weight).max(axis=1 - axis, keepdims=True), 1e-12).astype(np.float32) / 127
        small = np.rint(weight / scale).astype(np.int8)
        name = tensor.name
        extra += [
            onnx.numpy_helper.from_array(small, f"{name}.int8"),
            onnx.numpy_helper.from_array(scale, f"{name}.scale"),
        ]
        # Cast and Mul are folded when the session starts; DequantizeLinear is not, and then costs time in every run.
        nodes.append(onnx.helper.make_node("Cast", [f"{name}.int8"], [f"{name}.wide"], to=onnx.TensorProto.FLOAT))
        nodes.append(onnx.helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name]))
    del graph.initializer[:]
    graph.initializer.extend([*kept, *extra])
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])


def export(net: Encoder, target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        ids = torch.randint(1000, 2000, (2, 9))
        batch, length = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("length", min=2, max=512)
        program = torch.onnx.export(
            net,
            (ids, torch.ones_like(ids)),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_shapes={"ids": {0: batch, 1: length}, "mask": {0: batch, 1: length}},
            dynamo=True,
            external_data=False,
        )
        program.save(str(full))
        model = onnx.load(full)
        shrink(model)
        for node in model.graph.node:
            del node.metadata_props[:]
            node.doc_string = ""
        onnx.checker.check_model(model)
        onnx.save(model, target)


def check(net: Encoder, folder: Path, sentences: list[str]) -> None:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    rows, exact = [], []
    for sentence in sentences:
        ids = np.array([tokenizer.encode(sentence).ids], dtype=np.int64)
        rows.append(session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0])
        with torch.no_grad():
            exact.append(net(torch.from_numpy(ids), torch.ones(ids.shape, dtype=torch.int64))[0].numpy())
    ours, theirs = np.stack(rows), np.stack(exact)
    cosine = (ours * theirs).sum(1)
    upper = np.triu_indices(len(sentences), 1)
    shift = np.abs((ours @ ours.T)[upper] - (theirs @ theirs.T)[upper])
    print(f"sentences {len(sentences)}  cosine fp32/int8: mean {cosine.mean():.4f} least {cosine.min():.4f}")
    print(f"pairs {len(shift)}  shift of their cosine: mean {shift.mean():.4f} most {shift.max():.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", type=Path, help="one sentence a line; print the loss by quantisation")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    net = load(arguments.checkpoint)
    export(net, arguments.out / "model.onnx")
    shutil.copy(arguments.checkpoint / "tokenizer.json", arguments.out / "tokenizer.json")
    print(f"{(arguments.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    if arguments.check:
        check(net, arguments.out, arguments.check.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
