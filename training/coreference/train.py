"""Train the pronoun network.

    python training/coreference/train.py --gap DATA/gap_coref --gum DATA/gum/coref --base RUN/attribution.pt --out RUN.pt

`--base` is a run of training/attribution, whose encoder this one starts from. Every seventh text of GAP development is held out to
choose by; GAP validation is never read. Only the upper `6 - frozen` layers, the pair scorer and the weights of the questions learn.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from data import gap_samples, gum_samples, load_tokenizer, split
from model import PronounNet
from torch.nn import functional as F

BEGIN, END = 101, 102


def prepare(item: dict, features: dict[str, int]) -> dict:
    """Places within the window, answers as a matrix."""
    shift, last = 1 - item["low"], item["low"] + len(item["ids"])
    pronouns = []
    for told in item["pronouns"]:
        answers = torch.zeros(len(told["candidates"]), len(features))
        inside = []
        for at, candidate in enumerate(told["candidates"]):
            for name, value in candidate["answers"].items():
                if name in features:
                    answers[at, features[name]] = value
            seen = [m for m in candidate["mentions"] if m[0] >= item["low"] and m[1] <= last]
            inside.append([(a + shift, b - 1 + shift, before) for a, b, before in seen])
        pronouns.append(
            {
                "own": told["own"] + shift,
                "sort": told["sort"],
                "candidates": inside,
                "answers": answers,
                "right": torch.tensor(told["right"]),
                "threads": [c["thread"] for c in told["candidates"]],
                "marked": told.get("marked"),
            }
        )
    return {"ids": [BEGIN, *item["ids"], END], "pronouns": pronouns}


def batches(items: list[dict], size: int, *, shuffle: bool) -> list[list[dict]]:
    ordered = sorted(items, key=lambda x: len(x["ids"]) + (random.random() * 20 if shuffle else 0))
    made = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    if shuffle:
        random.shuffle(made)
    return made


def padded(batch: list[dict], key: str) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(x["ids"]) for x in batch)
    shape = (len(batch), longest) if key == "ids" else (len(batch), longest, batch[0][key].shape[-1])
    out = torch.zeros(shape, dtype=torch.long if key == "ids" else torch.float)
    mask = torch.zeros(len(batch), longest)
    for i, x in enumerate(batch):
        out[i, : len(x["ids"])] = torch.as_tensor(x[key])
        mask[i, : len(x["ids"])] = 1
    return out, mask


def read_lower(net: PronounNet, items: list[dict], frozen: int) -> None:
    """The output of the layers that do not learn, once for every text."""
    net.eval()
    with torch.no_grad():
        for batch in batches(items, 16, shuffle=False):
            ids, mask = padded(batch, "ids")
            for x, row in zip(batch, net.lower(ids, mask, frozen), strict=True):
                x["lower"] = row[: len(x["ids"])].clone()


def run(net: PronounNet, batch: list[dict], frozen: int) -> list[tuple[dict, torch.Tensor]]:
    hidden, mask = padded(batch, "lower")
    told = net.upper(hidden, mask, frozen)
    return [(p, net.scores(told, i, p)) for i, x in enumerate(batch) for p in x["pronouns"]]


def gap_f1(net: PronounNet, items: list[dict], frozen: int) -> float:
    """F1 over the two marked names, as the task counts them."""
    net.eval()
    hits = misses = alarms = 0
    with torch.no_grad():
        for batch in batches(items, 16, shuffle=False):
            for p, scores in run(net, batch, frozen):
                best = int(scores.argmax())
                chosen = p["threads"][best] if best < len(p["threads"]) else None
                right, wrong = p["marked"]
                hits, misses, alarms = (
                    hits + (chosen in right),
                    misses + (len(right) - (chosen in right)),
                    alarms + (chosen in wrong),
                )
    return 2 * hits / max(1, 2 * hits + misses + alarms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gap", type=Path, required=True)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--frozen", type=int, default=4)
    args = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    tokenizer = load_tokenizer()
    learn, held = split(list(gap_samples(args.gap / "gap-development.tsv", tokenizer)), every=7)
    learn += list(gum_samples(args.gum, tokenizer))
    names = sorted({n for item in learn for p in item["pronouns"] for c in p["candidates"] for n in c["answers"]})
    features = {name: at for at, name in enumerate(names)}
    train, valid = [prepare(x, features) for x in learn], [prepare(x, features) for x in held]

    saved = torch.load(args.base, map_location="cpu", weights_only=False)
    net = PronounNet(saved["config"], names)
    old = {k: v for k, v in saved["net"].items() if k.split(".")[0] in ("words", "places", "norm", "layers")}
    old["places.weight"] = old["places.weight"] + saved["net"]["features.weight"][0]
    net.load_state_dict(old, strict=False)
    net.words.weight.requires_grad = net.places.weight.requires_grad = False
    read_lower(net, train, args.frozen)
    read_lower(net, valid, args.frozen)

    groups: dict[str, list[torch.nn.Parameter]] = {"body": [], "heads": [], "linear": []}
    for name, value in net.named_parameters():
        top = name.split(".")[0]
        if top == "layers" and int(name.split(".")[1]) >= args.frozen:
            groups["body"].append(value)
        elif top in ("as_pronoun", "as_mention", "asking", "first", "last", "bias"):
            groups["heads"].append(value)
        elif top in ("questions", "alone", "outside", "after"):
            groups["linear"].append(value)
    rates = {"body": args.rate, "heads": 6 * args.rate, "linear": 4e-3}
    decay = {"body": 0.01, "heads": 0.01, "linear": 0.02}
    optimiser = torch.optim.AdamW(
        [{"params": groups[g], "lr": rates[g], "weight_decay": decay[g], "base": rates[g]} for g in groups]
    )
    total, step = args.epochs * len(batches(train, args.batch, shuffle=False)), 0
    for epoch in range(args.epochs):
        net.train()
        began, losses, asked = time.time(), 0.0, 0
        for batch in batches(train, args.batch, shuffle=True):
            share = min(1.0, (step + 1) / (0.1 * total)) * (1 - step / total)
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * share
            loss, pronouns = torch.zeros(()), 0
            for p, scores in run(net, batch, args.frozen):
                if p["right"].any():
                    loss = loss - torch.logsumexp(F.log_softmax(scores, 0)[p["right"]], 0)
                    pronouns += 1
            if pronouns:
                (loss / pronouns).backward()
                torch.nn.utils.clip_grad_norm_([*groups["body"], *groups["heads"]], 1.0)
                optimiser.step()
                optimiser.zero_grad()
                losses, asked = losses + float(loss.detach()), asked + pronouns
            step += 1
        print(
            f"epoch {epoch}: loss {losses / asked:.3f}, held-out F1 {gap_f1(net, valid, args.frozen):.3f}, {time.time() - began:.0f} s",
            flush=True,
        )
        state = {"net": net.state_dict(), "features": names, "dim": net.dim, "config": net.config}
        torch.save(state, args.out)


if __name__ == "__main__":
    main()
