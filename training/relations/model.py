"""The network: a small BERT encoder that reads two statements at once, and two heads.

verdict  entailment / neutral / contradiction of the second statement given the first
same     whether the two marked words (or, unmarked, the two statements) tell of one event

Both heads see the first piece and a comparison of the means over the two sides. Which side a
piece is on, and whether it is a marked word, is its type: 0 first, 1 second, 2 marked in the
first, 3 marked in the second. Word and position embeddings stay as they are in the base.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

_spec = importlib.util.spec_from_file_location(
    "attribution_model", Path(__file__).resolve().parents[1] / "attribution" / "model.py"
)
assert _spec
assert _spec.loader
_attribution = importlib.util.module_from_spec(_spec)
sys.modules["attribution_model"] = _attribution  # where a process started anew looks for it
_spec.loader.exec_module(_attribution)
Layer = _attribution.Layer

VERDICTS = ("entailment", "neutral", "contradiction")
TYPES = 4


class RelationNet(nn.Module):
    def __init__(self, config: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.config, self.dropout = config, dropout
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.types = nn.Embedding(TYPES, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(size, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.inner = nn.Linear(4 * size, size)
        self.verdict = nn.Linear(size, len(VERDICTS))
        self.same_inner = nn.Linear(4 * size, size // 2)
        self.same = nn.Linear(size // 2, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits: verdict [b, 3], same [b]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places) + self.types(types))
        x = F.dropout(x, self.dropout, self.training)
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        first, second = (_mean(x, types, mask, side) for side in (0, 1))
        both = torch.cat([x[:, 0], first * second, (first - second).abs(), first + second], -1)
        both = F.dropout(both, self.dropout, self.training)
        return self.verdict(F.gelu(self.inner(both))), self.same(F.gelu(self.same_inner(both)))[:, 0]


def _mean(x: Tensor, types: Tensor, mask: Tensor, side: int) -> Tensor:
    """The mean over the marked pieces of a side, or over all of it where none is marked."""
    marked = (types == side + 2).to(x.dtype) * mask.to(x.dtype)
    plain = (types == side).to(x.dtype) * mask.to(x.dtype)
    weights = marked + plain * (marked.sum(1, keepdim=True) < 0.5).to(x.dtype)
    return (x * weights[:, :, None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1.0)


def load_base(folder: Path) -> RelationNet:
    """A net whose encoder starts from the BERT checkpoint in `folder`."""
    net = RelationNet(json.loads((folder / "config.json").read_text()))
    old = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    sides = old["embeddings.token_type_embeddings.weight"]
    new: dict[str, Tensor] = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        "places.weight": old["embeddings.position_embeddings.weight"],
        # a marked piece starts as a piece of its side, a little apart
        "types.weight": torch.cat([sides, sides + 0.02 * torch.randn_like(sides)]),
    }
    for kind in ("weight", "bias"):
        new[f"norm.{kind}"] = old[f"embeddings.LayerNorm.{kind}"]
        for i in range(net.config["num_hidden_layers"]):
            p = f"encoder.layer.{i}."
            new[f"layers.{i}.qkv.{kind}"] = torch.cat(
                [old[f"{p}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            new[f"layers.{i}.out.{kind}"] = old[f"{p}attention.output.dense.{kind}"]
            new[f"layers.{i}.norm1.{kind}"] = old[f"{p}attention.output.LayerNorm.{kind}"]
            new[f"layers.{i}.up.{kind}"] = old[f"{p}intermediate.dense.{kind}"]
            new[f"layers.{i}.down.{kind}"] = old[f"{p}output.dense.{kind}"]
            new[f"layers.{i}.norm2.{kind}"] = old[f"{p}output.LayerNorm.{kind}"]
    missing, unexpected = net.load_state_dict(new, strict=False)
    assert not unexpected, unexpected
    heads = ("inner", "verdict", "same_inner", "same")
    assert all(name.split(".")[0] in heads for name in missing), missing
    return net
