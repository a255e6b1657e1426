"""Read a folder of texts and write JSON lines, in the form the attribution scorer takes.

    python training/attribution/predict.py --model FOLDER --texts DATA/polnear/dev/text --out dev.jsonl

Only outermost attributions are written unless --nested. Prints words per second.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from variorum.models.attribution import OnnxAttributionReader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--file", default="model.int8.onnx")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--nested", action="store_true")
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=JSON", help="override config values")
    args = parser.parse_args()
    reader = OnnxAttributionReader(args.model, args.threads, model=args.file)
    for item in args.set:
        key, value = item.split("=", 1)
        reader.config[key] = json.loads(value)
    paths = sorted(args.texts.glob("*.txt"))
    texts = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as handle:
            texts.append(handle.read())
    began, cpu = time.perf_counter(), time.process_time()
    found = reader.read_all(texts)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    words = sum(len(t.split()) for t in texts)
    print(f"{words} words, {words / wall:.0f} words/s (wall), {words / cpu:.0f} words/s (cpu)")
    with args.out.open("w", encoding="utf-8") as handle:
        for path, row in zip(paths, found, strict=True):
            kept = [a for a in row if args.nested or a.depth == 0]
            items = [{"source": [a.source] if a.source else [], "cue": [a.cue], "content": a.content} for a in kept]
            print(json.dumps({"id": path.stem, "attributions": items}), file=handle)


if __name__ == "__main__":
    main()
