"""The network that is trained: the encoder's uppermost layers and a linear head, in torch."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from training.gates.examples import Example, LabelledAnswers

HEADS = 12
DROPOUT = 0.1
SOFTNESS = 0.5
"""Temperature of the soft maximum over the statements of a window."""

BATCH = 16
VIOLATION_WEIGHT = 3.0
"""A violation counts as so many statements that violate nothing."""

DECAY = 0.01
WARM_UP = 0.1


class Layer(nn.Module):  # type: ignore[misc]  # torch is not installed here
    """One layer of the encoder, begun from the weights that the package ships."""

    def __init__(self, weights: dict[str, np.ndarray], at: str) -> None:
        super().__init__()
        self.parts = nn.ModuleDict()
        for name in (
            "attention.self.query", "attention.self.key", "attention.self.value",
            "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense",
            "output.dense", "output.LayerNorm",
        ):  # fmt: skip
            weight, bias = (
                torch.from_numpy(weights[f"{at}{name}.{of}"].copy()) for of in ("weight", "bias")
            )
            part: nn.Linear | nn.LayerNorm
            if weight.ndim == 1:
                part = nn.LayerNorm(len(weight), eps=1e-12)
            else:
                part = nn.Linear(weight.shape[1], weight.shape[0])
            part.weight.data, part.bias.data = weight, bias
            self.parts[name.replace(".", "/")] = part

    def forward(self, states: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return the next states; `real` is false where a row only fills up the batch."""
        count, length, width = states.shape
        size = width // HEADS

        def heads(name: str) -> torch.Tensor:
            turned: torch.Tensor = self.parts[f"attention/self/{name}"](states)
            return turned.view(count, length, HEADS, size).transpose(1, 2)

        drop = DROPOUT if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(
            heads("query"),
            heads("key"),
            heads("value"),
            attn_mask=real[:, None, None, :],
            dropout_p=drop,
        )
        mixed = self.parts["attention/output/dense"](
            mixed.transpose(1, 2).reshape(count, length, width)
        )
        states = states + functional.dropout(mixed, drop, self.training)
        states = self.parts["attention/output/LayerNorm"](states)
        inner = functional.gelu(self.parts["intermediate/dense"](states))
        inner = functional.dropout(self.parts["output/dense"](inner), drop, self.training)
        found: torch.Tensor = self.parts["output/LayerNorm"](states + inner)
        return found


class Network(nn.Module):  # type: ignore[misc]
    """The uppermost layers and the head.

    Args:
        weights: of the encoder, widened.
        layers: the places of the layers that are trained.
        gates: how many gates there are.
    """

    def __init__(self, weights: dict[str, np.ndarray], layers: Sequence[int], gates: int) -> None:
        super().__init__()
        self.places = tuple(layers)
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{k}.") for k in layers)
        width = len(weights["embeddings.LayerNorm.weight"])
        self.head = nn.Linear(width, gates)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -3.0)

    def forward(
        self, states: torch.Tensor, real: torch.Tensor, owners: torch.Tensor
    ) -> torch.Tensor:
        """Return each window's log-odds for each gate: the soft maximum of its statements'."""
        for layer in self.layers:
            states = layer(states, real)
        count = int(owners.max()) + 1
        owned = functional.one_hot(owners + 1, count + 1)[..., 1:].float()
        sizes = owned.sum(1)
        means = torch.einsum("btd,bts->bsd", states, owned) / sizes.clamp(min=1)[..., None]
        odds = self.head(functional.dropout(means, DROPOUT, self.training))
        odds = odds.masked_fill((sizes == 0)[..., None], -1e4)
        return SOFTNESS * torch.logsumexp(odds / SOFTNESS, 1)


def trained(
    network: Network,
    answers: LabelledAnswers,
    states: Sequence[np.ndarray],
    *,
    rounds: int,
    rates: tuple[float, float],
    seed: int,
    tell: bool = True,
) -> Network:
    """Train a network on labelled answers.

    Args:
        network: is changed and returned.
        answers: the labelled answers.
        states: of each example, what the layers below the trained ones make of it.
        rounds: passes over all examples.
        rates: learning rate of the layers, and of the head.
        seed: of the order of examples and of dropout.
        tell: whether to print the loss of each round.
    """
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - an order, no secret
    optimiser = torch.optim.AdamW(
        [
            {"params": network.layers.parameters(), "lr": rates[0]},
            {"params": network.head.parameters(), "lr": rates[1]},
        ],
        weight_decay=DECAY,
    )
    steps = rounds * math.ceil(len(answers.examples) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / ((1 - WARM_UP) * steps)),
    )
    weight = torch.tensor(VIOLATION_WEIGHT)
    for number in range(rounds):
        network.train()
        total = 0.0
        for chosen in _batches(answers.examples, order):
            batch = [answers.examples[k] for k in chosen]
            odds = network(*padded(batch, [states[k] for k in chosen]))
            of = [one.answer for one in batch]
            loss = functional.binary_cross_entropy_with_logits(
                odds, torch.from_numpy(answers.violates[of]), reduction="none", pos_weight=weight
            )
            loss = (loss * torch.from_numpy(answers.judged[of])).sum() / len(batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        if tell:
            print(f"round {number + 1}: loss {total / len(answers.examples):.3f}", flush=True)  # noqa: T201
    return network


def odds_of(network: Network, answers: LabelledAnswers, states: Sequence[np.ndarray]) -> np.ndarray:
    """Return each answer's log-odds for each gate, by the soft maximum of its windows."""
    network.eval()
    found = np.full(answers.violates.shape, -20.0, dtype=np.float32)
    with torch.no_grad():
        for one, its in zip(answers.examples, states, strict=True):
            odds = network(*padded([one], [its])).numpy()[0]
            found[one.answer] = np.maximum(found[one.answer], odds)
    return np.where(answers.judged > 0, found, -20.0)


def padded(
    batch: Sequence[Example], states: Sequence[np.ndarray]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return a batch's states, which rows are real, and their owners, filled up to one length."""
    length = max(len(one.rows) for one in batch)
    filled = torch.zeros(len(batch), length, states[0].shape[1])
    real = torch.zeros(len(batch), length, dtype=torch.bool)
    owners = torch.full((len(batch), length), -1)
    for row, (one, its) in enumerate(zip(batch, states, strict=True)):
        filled[row, : len(one.rows)] = torch.from_numpy(its)
        real[row, : len(one.rows)] = True
        owners[row, : len(one.rows)] = torch.tensor(one.owners)
    return filled, real, owners


def _batches(examples: Sequence[Example], order: random.Random) -> Iterator[list[int]]:
    """Yield batches of examples of like length, in another order each time."""
    places = list(range(len(examples)))
    order.shuffle(places)
    batches = []
    for start in range(0, len(places), BATCH * 16):
        stretch = sorted(places[start : start + BATCH * 16], key=lambda k: len(examples[k].rows))
        batches += [stretch[k : k + BATCH] for k in range(0, len(stretch), BATCH)]
    order.shuffle(batches)
    yield from batches
