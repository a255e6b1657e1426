"""The network: a small BERT encoder that is told the quotation state, and three heads.

cue   BIO tags per piece
role  for every pair (cue piece, piece) one of O, B-source, I-source, B-content,
      I-content: a biaffine scorer (Dozat & Manning 2017) plus a learned bias on the
      distance between the two, so that linking needs no second model
flat  the same five labels per piece without a cue; an auxiliary loss only

The encoder is written out here (it reads the weights of a BERT checkpoint) so that
training needs torch alone and the exported graph holds nothing it does not use.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
CUES = ("O", "B", "I")


class Layer(nn.Module):
    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export() or torch.compiler.is_compiling():
            scores = q @ k.transpose(-1, -2) / math.sqrt(size // self.heads) + bias
            mixed = scores.softmax(-1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, size)
        x = self.norm1(x + self.out(mixed))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class AttributionNet(nn.Module):
    def __init__(self, config: dict[str, int], features: int, pair: int = 160, dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.config, self.dropout, self.pair = config, dropout, pair
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.features = nn.Embedding(features, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(size, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.cue = nn.Linear(size, len(CUES))
        self.flat = nn.Linear(size, len(ROLES))
        self.as_cue = nn.Linear(size, pair)
        self.as_token = nn.Linear(size, pair)
        self.biaffine = nn.Linear(pair + 1, len(ROLES) * (pair + 1), bias=False)
        self.reach = 255
        self.distance = nn.Embedding(64, len(ROLES))
        steps = torch.arange(-self.reach, self.reach + 1)
        near = steps.abs().clamp(max=15)
        far = (16 * (steps.abs().clamp(min=16).float() / 16).log2() / 4).long().clamp(max=15)
        bucket = torch.where(steps.abs() < 16, near, 16 + far)
        self.register_buffer("bucket", torch.where(steps < 0, bucket + 32, bucket), persistent=False)
        nn.init.normal_(self.features.weight, std=0.01)
        nn.init.zeros_(self.distance.weight)
        nn.init.normal_(self.biaffine.weight, std=0.02)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places) + self.features(features))
        x = F.dropout(x, self.dropout, self.training)
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def tokens(self, hidden: Tensor) -> Tensor:
        x = F.dropout(F.gelu(self.as_token(hidden)), self.dropout, self.training)
        return F.pad(x, (0, 1), value=1.0)

    def cues(self, hidden: Tensor) -> Tensor:
        x = F.dropout(F.gelu(self.as_cue(hidden)), self.dropout, self.training)
        x = self.biaffine(F.pad(x, (0, 1), value=1.0))
        return x.view(*x.shape[:-1], len(ROLES), self.pair + 1)

    def distances(self, rows: Tensor, length: int) -> Tensor:
        """Bias [n, 5, length] for cue positions `rows` [n]."""
        steps = torch.arange(length, device=rows.device)[None] - rows[:, None]
        near = self.bucket[steps.clamp(-self.reach, self.reach) + self.reach]
        return self.distance(near).transpose(1, 2)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """cue [b, t, 3], role [b, t (cue), 5, t (piece)], flat [b, t, 5]."""
        hidden = self.encode(ids, features, mask)
        length = ids.shape[1]
        rows = self.cues(hidden)
        columns = self.tokens(hidden).transpose(1, 2)
        role = rows.reshape(rows.shape[0], length * len(ROLES), self.pair + 1) @ columns
        role = role.view(rows.shape[0], length, len(ROLES), length)
        role = role + self.distances(torch.arange(length, device=ids.device), length)[None]
        return self.cue(hidden), role, self.flat(hidden)


def load_base(folder: Path, features: int) -> AttributionNet:
    """A net whose encoder starts from the BERT checkpoint in `folder`."""
    net = AttributionNet(json.loads((folder / "config.json").read_text()), features)
    old = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    new: dict[str, Tensor] = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        # segment A is folded into the positions: the net has no segments
        "places.weight": old["embeddings.position_embeddings.weight"]
        + old["embeddings.token_type_embeddings.weight"][0],
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
    heads = ("features", "cue", "flat", "as_cue", "as_token", "biaffine", "distance")
    assert not unexpected, unexpected
    assert all(name.split(".")[0] in heads for name in missing), missing
    return net
