"""Export a trained run to what the reader loads: int8 ONNX and its settings.

    python training/coreference/export.py --run RUN.pt --out src/variorum/models/data/coreference

Writes model.int8.onnx (dynamic quantisation, the word embeddings included) and config.json: windows, the weights of the questions
that were fitted with the network, and what a thread out of sight or no thread at all scores.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import torch
from data import SORTS, STRIDE, WINDOW
from model import PronounNet
from onnxruntime.quantization import QuantType, quantize_dynamic


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    saved = torch.load(args.run, map_location="cpu", weights_only=False)
    net = PronounNet(saved["config"], saved["features"], saved["dim"])
    net.load_state_dict(saved["net"])
    net.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / "plain.onnx"
        ids = torch.randint(1000, 2000, (1, 24))
        torch.onnx.export(
            net,
            (ids,),
            str(plain),
            input_names=["ids"],
            output_names=["asking", "first", "last", "bias"],
            dynamic_axes={"ids": {1: "length"}, **{n: {1: "length"} for n in ("asking", "first", "last", "bias")}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            args.out / "model.int8.onnx",
            weight_type=QuantType.QUInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    config = {
        "window": WINDOW,
        "stride": STRIDE,
        "after": round(float(net.after), 4),
        "outside": {sort: round(float(net.outside[at]), 4) for sort, at in SORTS.items()},
        "alone": {sort: round(float(net.alone[at]), 4) for sort, at in SORTS.items()},
        "weights": {name: round(float(net.questions.weight[0, at]), 4) for at, name in enumerate(net.features)},
    }
    (args.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
