"""Train the attribution reader on PolNeAR.

    python training/attribution/train.py --polnear DATA/polnear --base BASE --out RUN

DATA/polnear holds train/ and dev/ with text/ and attributions/; BASE holds config.json,
model.safetensors and tokenizer.json of a BERT-like encoder (MiniLM-L6-H384-uncased).
Resumes from RUN/state.pt. Writes RUN/latest.pt (averaged weights) as it goes, RUN/final.pt
and RUN/log.jsonl. Uses a GPU if there is one. Forty training articles are held out (by
seed) for tuning the decoder; dev is never looked at here.

With --minutes the learning rate runs down by the clock instead of by steps, for
machines whose speed is not known beforehand; with --steps over that many steps, so that
runs that differ in one thing (the ablations) are of equal length.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from data import IGNORE, Article, Example, divide, epoch, read_split, read_vaccination
from model import AttributionNet, load_base

from variorum.models.attribution_pieces import FEATURES, SHAPES

# Half of the weights, and most of what an optimiser step would cost on a CPU; what is new
# about a piece (its shape, its quotation state) has an embedding of its own, which learns.
FROZEN = ("words", "places")


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def batches(examples: list[Example], pieces: int, rng: random.Random | None) -> list[list[Example]]:
    """Windows of like length together, at most `pieces` word pieces (padding counted)."""
    noisy = sorted(examples, key=lambda e: len(e.ids) + (rng.uniform(-8, 8) if rng else 0))
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


def losses(net: AttributionNet, batch: list[Example], device: torch.device, negatives: int) -> dict[str, torch.Tensor]:
    length = max(len(e.ids) for e in batch)

    def stack(arrays: list[np.ndarray], fill: int) -> torch.Tensor:
        out = np.full((len(arrays), length), fill, np.int64)
        for i, a in enumerate(arrays):
            out[i, : len(a)] = a
        return torch.from_numpy(out).to(device)

    mask = stack([np.ones(len(e.ids)) for e in batch], 0)
    hidden = net.encode(stack([e.ids for e in batch], 0), stack([e.features for e in batch], 0), mask)
    cue_logits = net.cue(hidden)
    cue_gold = stack([e.cue for e in batch], IGNORE)
    rows, weights, targets = [], [], []
    for b, item in enumerate(batch):
        for at, roles in item.arcs:
            for place in at.tolist():
                rows.append((b, place))
                weights.append(1.0 / len(at))
                targets.append(roles)
    if negatives:
        # The likeliest false cues are shown as cues without source or content.
        chance = cue_logits.detach().softmax(-1)[..., 0].masked_fill(cue_gold != 0, 9.0)
        order = chance.topk(min(negatives, length), dim=1, largest=False)
        for b, (places, values) in enumerate(zip(order.indices.tolist(), order.values.tolist(), strict=True)):
            for place, value in zip(places, values, strict=True):
                if value < 0.95:
                    rows.append((b, place))
                    weights.append(0.3)
                    targets.append(np.where(batch[b].first, 0, IGNORE))
    out = {
        "cue": F.cross_entropy(cue_logits.reshape(-1, 3), cue_gold.reshape(-1), ignore_index=IGNORE),
        "flat": F.cross_entropy(
            net.flat(hidden).reshape(-1, 5), stack([e.flat for e in batch], IGNORE).reshape(-1), ignore_index=IGNORE
        ),
    }
    if rows:
        where = torch.tensor(rows, device=device)
        chosen = net.cues(hidden[where[:, 0], where[:, 1]])  # [n, 5, d]
        columns = net.tokens(hidden)
        scores = torch.empty(len(rows), 5, length, device=device, dtype=hidden.dtype)
        pieces = []
        for b in range(len(batch)):  # one matrix product per window
            of = (where[:, 0] == b).nonzero()[:, 0]
            if len(of):
                pieces.append((of, chosen[of] @ columns[b].T))
        scores = torch.cat([s for _, s in pieces])
        order_ = torch.cat([o for o, _ in pieces])
        scores = scores + net.distances(where[order_, 1], length)
        gold = stack([targets[i] for i in order_.tolist()], IGNORE)
        loss = F.cross_entropy(
            scores.transpose(1, 2).reshape(-1, 5), gold.reshape(-1), ignore_index=IGNORE, reduction="none"
        )
        per_row = loss.view(len(rows), length).sum(1)
        weight = torch.tensor(weights, device=device)[order_]
        out["role"] = (per_row * weight).sum() / weight.sum() / 40
    return out


def groups(
    net: AttributionNet, lr: float, head_lr: float, decay: float, also_frozen: tuple[str, ...] = ()
) -> list[dict[str, object]]:
    """Parameter groups with layer-wise decay: the lower the layer the smaller its rate."""
    layers = net.config["num_hidden_layers"]
    result = []
    for name, p in net.named_parameters():
        part = name.split(".")
        if part[0] in (*FROZEN, *also_frozen):
            p.requires_grad_(False)
            continue
        if part[0] == "layers":
            rate = lr * decay ** (layers - 1 - int(part[1]))
        elif part[0] == "norm":
            rate = lr * decay**layers
        else:
            rate = head_lr
        wd = 0.01 if p.ndim > 1 and part[0] not in ("features", "distance") else 0.0
        result.append({"params": [p], "lr": rate, "peak": rate, "weight_decay": wd})
    return result


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=0, help="run the rate down by the clock")
    parser.add_argument("--steps", type=int, default=0, help="run the rate down over this many steps")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--limit", type=int, default=256, help="word pieces a window")
    parser.add_argument("--batch", type=int, default=1024, help="word pieces a batch")
    parser.add_argument("--lr", type=float, default=2.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--fragments", type=float, default=0.15, help="share of attributions also shown as fragments")
    parser.add_argument("--negatives", type=int, default=3)
    parser.add_argument("--ema", type=float, default=0.99)
    parser.add_argument("--held-out", type=int, default=40)
    parser.add_argument("--no-quotes", action="store_true", help="ablation: no quotation state")
    parser.add_argument("--no-distance", action="store_true", help="ablation: no bias on the distance of cue and word")
    parser.add_argument("--no-auxiliary", action="store_true", help="ablation: no loss on labels without a cue")
    parser.add_argument("--vaccination", type=Path, help="train_bio.jsonl of the Vaccination Corpus, to train on too")
    parser.add_argument("--articles", type=int, default=0, help="train on the first N articles only")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the weights; see README")
    parser.add_argument("--threads", type=int, default=2, help="threads of each worker")
    return parser.parse_args()


@dataclass
class Shared:
    """What the workers have in common."""

    net: AttributionNet
    average: dict[str, torch.Tensor]
    step: Any  # a shared integer: batches handed out so far, over all epochs
    base: int  # steps done before this start
    spent: float  # minutes spent before this start


class Plans:
    """The batches of each epoch, made when first asked for; every worker makes the same."""

    def __init__(self, args: argparse.Namespace, training: list[Article], tokenizer: Tokenizer) -> None:
        self.args, self.training, self.tokenizer = args, training, tokenizer
        self.number, self.begins, self.plan = 0, 0, self.make(0)

    def make(self, number: int) -> list[list[Example]]:
        rng = random.Random(self.args.seed * 1000 + number)
        examples = epoch(self.training, self.tokenizer, self.args.limit, rng, self.args.fragments)
        if self.args.no_quotes:
            for e in examples:
                e.features[:] = e.features % SHAPES
        return batches(examples, self.args.batch, rng)

    def at(self, step: int) -> tuple[int, list[Example]]:
        """(epoch, batch) of a step; steps never go back."""
        while step >= self.begins + len(self.plan):
            self.begins += len(self.plan)
            self.number += 1
            self.plan = self.make(self.number)
        return self.number, self.plan[step - self.begins]


def work(rank: int, args: argparse.Namespace, shared: Shared) -> None:
    """Train until the steps or the minutes are up. Worker 0 also averages, logs and saves."""
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + rank)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = load_tokenizer(args.base / "tokenizer.json")
    training, held = divide(read_split(args.polnear / "train"), args.held_out, args.seed)
    training = training[: args.articles] if args.articles else training
    plans = Plans(args, training + read_vaccination(args.vaccination) if args.vaccination else training, tokenizer)
    net, average = shared.net, shared.average
    learnt = groups(net, args.lr, args.head_lr, args.layer_decay, ("distance",) if args.no_distance else ())
    optimiser = torch.optim.AdamW(learnt, betas=(0.9, 0.98), eps=1e-6, fused=True)
    trained = [p for p in net.parameters() if p.requires_grad]
    state = args.out / "state.pt"
    own = args.out / f"optimiser{rank}.pt"
    if shared.base and own.exists():
        optimiser.load_state_dict(torch.load(own, map_location=device, weights_only=False))
    total = args.steps or len(plans.plan) * args.epochs
    warm = min(200, max(10, total // 20))
    started = time.time() - shared.spent * 60
    log = (args.out / "log.jsonl").open("a") if rank == 0 else None
    running: dict[str, float] = {}
    mine, seen = 0, 0

    def finish(name: str, step: int) -> None:
        weights = {k: v.cpu() for k, v in average.items()}
        torch.save(
            {"net": weights, "config": net.config, "features": FEATURES, "arguments": vars(args), "steps": step},
            args.out / name,
        )

    net.train()
    while True:
        with shared.step.get_lock():
            step = shared.step.value
            shared.step.value += 1
        clock = (time.time() - started) / 60
        progress = clock / args.minutes if args.minutes else step / total
        if progress >= 1:
            break
        number, batch = plans.at(step)
        rate = min(1.0, (step + 1) / warm) * max(0.01, 1 - progress)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate
        parts = losses(net, batch, device, args.negatives)
        loss = (
            2 * parts["cue"]
            + (0.0 if args.no_auxiliary else 0.5) * parts["flat"]
            + 2 * parts.get("role", torch.zeros((), device=device))
        )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        mine += 1
        if log is None:
            if mine % 200 == 0:
                torch.save(optimiser.state_dict(), own)
            continue
        keep = min(args.ema, (1 + step) / (10 + step)) ** (step + 1 - seen if seen else 1)
        seen = step + 1
        with torch.no_grad():
            for key, value in net.named_parameters():
                if value.requires_grad:
                    average[key].lerp_(value, 1 - keep)
        for key, part in parts.items():
            running[key] = running.get(key, 0.0) * 0.98 + part.item() * 0.02
        if mine % 20 == 0:
            scale = 1 - 0.98**mine
            line = {"step": step, "of": total, "epoch": number, "minutes": round(clock, 2), "rate": round(rate, 3)}
            print(json.dumps(line | {k: round(v / scale, 4) for k, v in running.items()}), file=log, flush=True)
        if mine % 100 == 0:
            torch.save(optimiser.state_dict(), own)
            torch.save(
                {"net": net.state_dict(), "average": average, "step": step, "minutes": clock}, state.with_suffix(".tmp")
            )
            state.with_suffix(".tmp").replace(state)
            finish("latest.pt", step)
    if log is None:
        return
    finish("final.pt", step)
    net.load_state_dict(average)
    net.eval()
    sums: dict[str, float] = {}
    with torch.no_grad():
        held_batches = batches(epoch(held, tokenizer, args.limit, random.Random(0), 0), 4096, None)
        for batch in held_batches:
            for key, part in losses(net, batch, device, 0).items():
                sums[key] = sums.get(key, 0.0) + part.item() / len(held_batches)
    print(json.dumps({"held_out": {k: round(v, 4) for k, v in sums.items()}, "step": step}), file=log, flush=True)


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = load_base(args.base, FEATURES).to(device)
    base, spent = 0, 0.0
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    if (args.out / "state.pt").exists():
        saved = torch.load(args.out / "state.pt", map_location=device, weights_only=False)
        net.load_state_dict(saved["net"])
        average, base, spent = saved["average"], saved["step"] + 1, saved["minutes"]
    workers = 1 if device.type == "cuda" else args.workers
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
