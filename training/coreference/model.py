"""The network: a small BERT encoder and, for every piece, a vector as a pronoun and two as the ends of a mention.

The score of a pronoun and a mention is the product of their vectors and a bias of the mention. A thread scores the logarithm of the
sum over its mentions, and the questions of `crafts.coreference` are added as one linear layer, so that both are fitted together.
The encoder starts from the attribution reader's (training/attribution); embeddings and the lower layers stay as they are.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_spec = importlib.util.spec_from_file_location(
    "attribution_model", Path(__file__).resolve().parents[1] / "attribution" / "model.py"
)
assert _spec is not None
assert _spec.loader is not None
attribution = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(attribution)


class PronounNet(nn.Module):
    """`features` names the questions; `dim` is the width of the pair scorer."""

    def __init__(self, config: dict[str, int], features: Sequence[str], dim: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.config, self.features, self.dim, self.dropout = config, list(features), dim, dropout
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            attribution.Layer(size, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.as_pronoun, self.as_mention = nn.Linear(size, size), nn.Linear(size, size)
        self.asking, self.first, self.last = (nn.Linear(size, dim) for _ in range(3))
        self.bias = nn.Linear(size, 1)
        self.questions = nn.Linear(len(self.features), 1, bias=False)
        self.alone, self.outside = nn.Parameter(torch.zeros(4)), nn.Parameter(torch.zeros(4))
        self.after = nn.Parameter(torch.zeros(1))

    def lower(self, ids: Tensor, mask: Tensor, frozen: int) -> Tensor:
        """The output of the embeddings and the first layers, which are not trained: it can be kept."""
        x = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1])))
        for layer in self.layers[:frozen]:
            x = layer(x, _masked(mask))
        return x

    def upper(self, x: Tensor, mask: Tensor, frozen: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """asking, first and last [b, t, dim], bias [b, t]."""
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers[frozen:]:
            x = layer(x, _masked(mask))
        q = F.dropout(F.gelu(self.as_pronoun(x)), self.dropout, self.training)
        k = F.dropout(F.gelu(self.as_mention(x)), self.dropout, self.training)
        return self.asking(q), self.first(k), self.last(k), self.bias(k)[..., 0]

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The vectors of one text, for the export."""
        mask = torch.ones_like(ids)
        return self.upper(self.lower(ids, mask, 0), mask, 0)

    def scores(self, told: tuple[Tensor, Tensor, Tensor, Tensor], row: int, pronoun: dict) -> Tensor:
        """One score a candidate thread and, last, that of belonging to none."""
        asking, first, last, bias = told
        sort = pronoun["sort"]
        nobody = self.alone[sort][None]
        if not pronoun["candidates"]:
            return nobody
        flat = [m for candidate in pronoun["candidates"] for m in candidate]
        pairs = torch.zeros(0)
        if flat:
            starts, ends, before = (torch.tensor(column) for column in zip(*flat, strict=True))
            vector = asking[row, pronoun["own"]]
            pairs = (first[row, starts] + last[row, ends]) @ vector / math.sqrt(self.dim)
            pairs = pairs + bias[row, starts] + self.after * (~before).float()
        at, seen = 0, []
        for candidate in pronoun["candidates"]:
            size = len(candidate)
            seen.append(torch.logsumexp(pairs[at : at + size], 0) if size else self.outside[sort])
            at += size
        return torch.cat([torch.stack(seen) + self.questions(pronoun["answers"])[:, 0], nobody])


def _masked(mask: Tensor) -> Tensor:
    return (1.0 - mask.float())[:, None, None, :] * -1e4
