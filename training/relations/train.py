"""Train the relation model.

    python training/relations/train.py --data DATA --base BASE --out RUN --minutes 75 --workers 2

DATA holds nli/, ecbplus/, fakes_syria/ and basil/; BASE holds config.json, model.safetensors and tokenizer.json
of a BERT-like encoder (MiniLM-L6-H384-uncased). Resumes from RUN/state.pt. Writes RUN/latest.pt (averaged weights) as it
goes, RUN/final.pt and RUN/log.jsonl. Uses a GPU if there is one. With --minutes the learning rate runs down by
the clock; with --epochs over so many times the number of all examples, which with one worker is repeatable.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from data import LABELS, NOT_ENTAILED, UNKNOWN, Example, Pieces, kept, stream
from model import RelationNet, load_base
from torch.nn import functional as F

FROZEN = ("words", "places")


def batches(examples: list[Example], pieces: int, rng: random.Random | None) -> list[list[Example]]:
    """Examples of like length together, at most `pieces` word pieces (padding counted)."""
    noisy = sorted(examples, key=lambda e: len(e.ids) + (rng.uniform(-2, 2) if rng else 0))
    result: list[list[Example]] = []
    current: list[Example] = []
    longest = 0
    for item in noisy:
        longest = max(longest, len(item.ids))
        if current and longest * (len(current) + 1) > pieces:
            result.append(current)
            current, longest = [], len(item.ids)
        current.append(item)
    if current:
        result.append(current)
    if rng:
        rng.shuffle(result)
    return result


def tensors(batch: list[Example], device: torch.device) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    length = max(len(e.ids) for e in batch)
    ids = torch.tensor([e.ids + [0] * (length - len(e.ids)) for e in batch], device=device)
    types = torch.tensor([e.types + [0] * (length - len(e.ids)) for e in batch], device=device)
    mask = torch.tensor([[1] * len(e.ids) + [0] * (length - len(e.ids)) for e in batch], device=device)
    return ids, types, mask


def losses(net: RelationNet, batch: list[Example], device: torch.device) -> dict[str, tuple[torch.Tensor, int]]:
    """Mean loss of each head and on how many examples; a head of which nothing is known is absent."""
    verdict, same = net(*tensors(batch, device))
    gold = torch.tensor([e.verdict for e in batch], device=device)
    event = torch.tensor([e.same for e in batch], device=device)
    out = {}
    known = gold != UNKNOWN
    if known.any():
        logs, labels = verdict[known].log_softmax(-1), gold[known]
        three = F.nll_loss(logs, labels.clamp(max=2), reduction="none")
        loss = torch.where(labels == NOT_ENTAILED, -logs[:, 1:].logsumexp(-1), three)
        out["verdict"] = (loss.mean(), int(known.sum()))
    known = event != UNKNOWN
    if known.any():
        loss = F.binary_cross_entropy_with_logits(same[known], event[known].to(same.dtype))
        out["same"] = (loss, int(known.sum()))
    return out


def groups(net: RelationNet, lr: float, head_lr: float, decay: float) -> list[dict[str, object]]:
    """Parameter groups with layer-wise decay: the lower the layer the smaller its rate."""
    layers = net.config["num_hidden_layers"]
    result = []
    for name, p in net.named_parameters():
        part = name.split(".")
        if part[0] in FROZEN:
            p.requires_grad_(False)
            continue
        if part[0] == "layers":
            rate = lr * decay ** (layers - 1 - int(part[1]))
        elif part[0] in ("norm", "types"):
            rate = lr * decay**layers
        else:
            rate = head_lr
        wd = 0.01 if p.ndim > 1 and part[0] != "types" else 0.0
        result.append({"params": [p], "lr": rate, "peak": rate, "weight_decay": wd})
    return result


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="run the rate down by the clock")
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--batch", type=int, default=1152, help="word pieces a batch")
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--head-lr", type=float, default=6e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--watch", type=int, default=500, help="rows of dev_mnli looked at (logged, never chosen by)")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the weights; see README")
    parser.add_argument("--threads", type=int, default=2, help="threads of each worker")
    return parser.parse_args()


@dataclass
class Shared:
    """What the workers have in common."""

    net: RelationNet
    average: dict[str, torch.Tensor]
    step: Any  # a shared integer: batches handed out so far
    base: int  # steps done before this start
    spent: float  # minutes spent before this start


class Plans:
    """The batches, made block by block when first asked for; every worker makes the same."""

    def __init__(self, args: argparse.Namespace, examples: dict[str, list[Example]]) -> None:
        self.args, self.blocks = args, stream(examples, args.seed)
        self.rng = random.Random(args.seed + 1)
        self.begins, self.plan, self.seen = 0, batches(next(self.blocks), args.batch, self.rng), 0

    def at(self, step: int) -> list[Example]:
        """The batch of a step; steps never go back."""
        while step >= self.begins + len(self.plan):
            self.begins += len(self.plan)
            self.seen += sum(map(len, self.plan))
            self.plan = batches(next(self.blocks), self.args.batch, self.rng)
        return self.plan[step - self.begins]


def watched(args: argparse.Namespace) -> list[Example]:
    lines = (args.data / "nli" / "dev_mnli.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in random.Random(0).sample(lines, args.watch)]
    pieces = Pieces(args.base / "tokenizer.json")
    return pieces.examples([(r["premise"], r["hypothesis"], LABELS[r["label"]], UNKNOWN, "mnli") for r in rows])


@torch.no_grad()
def accuracy(net: RelationNet, examples: list[Example], device: torch.device) -> dict[str, float]:
    """Share right by group: of the verdict, or of `same` where only that is known."""
    right: dict[str, list[bool]] = {}
    for batch in batches(examples, 4096, None):
        verdict, same = net(*tensors(batch, device))
        for example, best, logit in zip(batch, verdict.argmax(-1).tolist(), same.tolist(), strict=True):
            if example.verdict == NOT_ENTAILED:
                good = best != 0
            elif example.verdict != UNKNOWN:
                good = best == example.verdict
            else:
                good = (logit > 0) == bool(example.same)
            right.setdefault(example.group, []).append(good)
    return {name: round(sum(v) / len(v), 4) for name, v in sorted(right.items())}


def work(rank: int, args: argparse.Namespace, shared: Shared) -> None:
    """Train until the steps or the minutes are up. Worker 0 also averages, logs and saves."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + rank)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    examples, held = kept(args.data, args.base / "tokenizer.json", args.seed, args.out)
    total = args.epochs * sum(map(len, examples.values()))
    plans = Plans(args, examples)
    net, average = shared.net, shared.average
    optimiser = torch.optim.AdamW(
        groups(net, args.lr, args.head_lr, args.layer_decay), betas=(0.9, 0.98), eps=1e-6, fused=True
    )
    trained = [p for p in net.parameters() if p.requires_grad]
    state, own = args.out / "state.pt", args.out / f"optimiser{rank}.pt"
    if shared.base and own.exists():
        optimiser.load_state_dict(torch.load(own, map_location=device, weights_only=False))
    started = time.time() - shared.spent * 60
    log = (args.out / "log.jsonl").open("a") if rank == 0 else None
    running: dict[str, float] = {}
    mine, seen = 0, 0
    looked = shared.spent
    looking = watched(args) if rank == 0 else []
    other = RelationNet(net.config, net.dropout).to(device).eval()
    if log:
        print(
            json.dumps({"examples": {k: len(v) for k, v in examples.items()}, "held": len(held)}), file=log, flush=True
        )

    def finish(name: str, step: int) -> None:
        weights = {k: v.cpu() for k, v in average.items()}
        torch.save(
            {"net": weights, "config": net.config, "arguments": vars(args), "steps": step, "seen": plans.seen},
            args.out / name,
        )

    net.train()
    while True:
        with shared.step.get_lock():
            step = shared.step.value
            shared.step.value += 1
        batch = plans.at(step)
        clock = (time.time() - started) / 60
        progress = clock / args.minutes if args.minutes else plans.seen / total
        if progress >= 1:
            break
        rate = min(1.0, (step + 1) / 150) * max(0.01, 1 - progress)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate
        parts = losses(net, batch, device)
        loss = sum(part * count for part, count in parts.values()) / len(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        mine += 1
        if log is None:
            if mine % 300 == 0:
                torch.save(optimiser.state_dict(), own)
            continue
        keep = min(args.ema, (1 + step) / (10 + step)) ** (step + 1 - seen if seen else 1)
        seen = step + 1
        with torch.no_grad():
            for key, value in net.named_parameters():
                if value.requires_grad:
                    average[key].lerp_(value, 1 - keep)
        for key, (part, _) in parts.items():
            running[key] = running.get(key, part.item()) * 0.98 + part.item() * 0.02
        if mine % 25 == 0:
            line = {"step": step, "seen": plans.seen, "minutes": round(clock, 2), "rate": round(rate, 3)}
            print(json.dumps(line | {k: round(v, 4) for k, v in running.items()}), file=log, flush=True)
        if mine % 150 == 0:
            torch.save(optimiser.state_dict(), own)
            torch.save(
                {"net": net.state_dict(), "average": average, "step": step, "minutes": clock}, state.with_suffix(".tmp")
            )
            state.with_suffix(".tmp").replace(state)
            finish("latest.pt", step)
        if clock - looked > 8:
            looked = clock
            other.load_state_dict(average)
            look = {"watched": accuracy(other, looking, device), "held": accuracy(other, held[::6], device)}
            print(json.dumps({"step": step, "minutes": round(clock, 2)} | look), file=log, flush=True)
    if log is None:
        return
    finish("final.pt", step)
    other.load_state_dict(average)
    look = {"watched": accuracy(other, looking, device), "held": accuracy(other, held, device)}
    print(json.dumps({"step": step, "seen": plans.seen} | look), file=log, flush=True)


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = load_base(args.base).to(device)
    base, spent = 0, 0.0
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    if (args.out / "state.pt").exists():
        saved = torch.load(args.out / "state.pt", map_location=device, weights_only=False)
        net.load_state_dict(saved["net"])
        average, base, spent = saved["average"], saved["step"] + 1, saved["minutes"]
    workers = 1 if device.type == "cuda" else args.workers
    kept(args.data, args.base / "tokenizer.json", args.seed, args.out)  # so that the workers find it
    context = multiprocessing.get_context("spawn")
    shared = Shared(net, average, context.Value("l", base), base, spent)
    if workers == 1:
        return work(0, args, shared)
    net.share_memory()
    others = [context.Process(target=work, args=(rank, args, shared)) for rank in range(1, workers)]
    for other in others:
        other.start()
    work(0, args, shared)
    for other in others:
        other.join()
    return None


if __name__ == "__main__":
    main()
