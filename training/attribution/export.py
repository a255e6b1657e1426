"""Export a trained run to what the reader loads: int8 ONNX, tokenizer and settings.

    python training/attribution/export.py --run RUN/final.pt --base BASE --out FOLDER

Writes FOLDER/model.int8.onnx (dynamic quantisation, the word embeddings included),
FOLDER/tokenizer.json and, unless there is one, FOLDER/config.json. With --fp32 also
FOLDER/model.fp32.onnx, to measure what quantisation loses.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from model import AttributionNet

from variorum.models.attribution_pieces import SHAPES

DECODE = {"cue": 0.0, "source": 0.0, "content": 0.0, "keep": 0.0}
CONFIG = {
    "window": 256,
    "overlap": 64,
    "batch_pieces": 1,
    "max_depth": 2,
    "least_nested_words": 5,
    "rival_share": 0.5,
    "quotation_share": 0.5,
    "decode": DECODE,
    "decode_nested": DECODE,
}


class Exported(torch.nn.Module):
    """The net without its auxiliary head."""

    def __init__(self, net: AttributionNet) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        cue, role, _ = self.net(ids, features, mask)
        return cue, role


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fp32", action="store_true")
    parser.add_argument("--per-tensor", action="store_true", help="one scale a matrix instead of one a column")
    parser.add_argument(
        "--signed", action="store_true", help="signed weights in full range; overflows on CPUs without VNNI"
    )
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(args.run, map_location="cpu", weights_only=False)
    net = AttributionNet(saved["config"], saved["features"])
    if saved["arguments"].get("no_quotes"):
        # What was never shown at training must not speak at reading: each shape has one row for all quotation states.
        rows = saved["net"]["features.weight"]
        saved["net"]["features.weight"] = rows[torch.arange(len(rows)) % SHAPES]
    missing, unexpected = net.load_state_dict(saved["net"], strict=False)
    assert not unexpected, unexpected
    assert all("bucket" in m for m in missing), missing
    net.eval()
    ids = torch.randint(1000, 2000, (2, 24))
    feed = (ids, torch.zeros_like(ids), torch.ones_like(ids))
    feed[2][1, 20:] = 0
    with tempfile.TemporaryDirectory() as work:
        plain, ready = Path(work) / "plain.onnx", Path(work) / "ready.onnx"
        axes = {0: "batch", 1: "length"}
        torch.onnx.export(
            Exported(net).eval(),
            feed,
            str(plain),
            dynamo=False,
            opset_version=17,
            input_names=["ids", "features", "mask"],
            output_names=["cue", "role"],
            dynamic_axes={
                "ids": axes,
                "features": axes,
                "mask": axes,
                "cue": axes,
                "role": {0: "batch", 1: "length", 3: "length"},
            },
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(args.out / "model.int8.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=not args.per_tensor,
            reduce_range=not args.signed,
        )
        reference = [t.numpy() for t in Exported(net).eval()(*feed)]
        given = dict(zip(("ids", "features", "mask"), (t.numpy() for t in feed), strict=True))
        for name, path in (("fp32", plain), ("int8", args.out / "model.int8.onnx")):
            got = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, given)
            worst = [float(np.abs(a - b)[0].max()) for a, b in zip(reference, got, strict=True)]
            print(name, "largest difference", worst, path.stat().st_size)
        if args.fp32:
            onnx.save(onnx.load(str(plain)), str(args.out / "model.fp32.onnx"))
    tokenizer = (args.base / "tokenizer.json").read_text(encoding="utf-8")
    (args.out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    if not (args.out / "config.json").exists():
        trained = {"steps": saved["steps"], "seed": saved["arguments"]["seed"]}
        (args.out / "config.json").write_text(
            json.dumps(CONFIG | {"trained": trained}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    with torch.no_grad():
        main()
