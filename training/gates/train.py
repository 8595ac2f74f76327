"""Train what the gates have learnt about wording: `make gates` runs this.

    python -m training.gates.train                       # train on all answers, write the weights
    python -m training.gates.train --without FILE.jsonl  # train without a file, and judge it

Answers are those of `training/gates/answers/*.jsonl` and of the two corpora in `tests/corpora`. The
same answers, versions and kind of processor give the same bytes. The limits of the gates
(`ml_engineer/gates/limits.py`) are chosen by what `--without` prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

from ml_engineer.gates.learnt import WEIGHTS
from ml_engineer.models.playbook.sentence_encoder import (
    SentenceEncoder,
    shipped_encoder,
)
from training.gates.examples import GATES, HEADS, LabelledAnswers, paths, read_answers
from training.gates.left_out import told
from training.gates.network import Network, odds_of, trained
from training.intents.encoder import in_eight_bits, write_arrays

LAYERS = (4, 5)
"""Layers that are trained, counted from 0; those below stay as they are shipped."""

ROUNDS = 6
RATES = (2e-4, 2e-3)
SEED = 0


def states_below(encoder: SentenceEncoder, answers: LabelledAnswers) -> list[np.ndarray]:
    """Return each example's states below the layers that are trained."""
    return [encoder.states_after(min(LAYERS), one.rows) for one in answers.examples]


def network_of(encoder: SentenceEncoder, files: list[Path], *, tell: bool = True) -> Network:
    """Return a network that was trained on these files."""
    torch.manual_seed(SEED)
    answers = read_answers(files, encoder, otherwise=True)
    network = Network(encoder.weights, LAYERS, HEADS)
    states = states_below(encoder, answers)
    return trained(network, answers, states, rounds=ROUNDS, rates=RATES, seed=SEED, tell=tell)


def arrays_of(network: Network) -> dict[str, np.ndarray]:
    """Return the arrays that the product reads: the layers in 8 bits, and the head."""
    arrays = {
        "gates": np.frombuffer("\n".join(GATES).encode(), np.uint8),
        "head": network.head.weight.detach().numpy().T[:, : len(GATES)].copy(),
        "bias": network.head.bias.detach().numpy()[: len(GATES)].copy(),
    }
    for place, layer in zip(network.places, network.layers, strict=True):
        for name, tensor in layer.state_dict().items():
            own = name.removeprefix("parts.").replace("/", ".")
            at = f"encoder.layer.{place}.{own}"
            array = tensor.numpy()
            if array.ndim == 2:
                arrays[at], arrays[f"{at}:scale"] = in_eight_bits(array)
            else:
                arrays[at] = array.copy()
    return arrays


def leave_out(encoder: SentenceEncoder, names: list[str]) -> None:
    """Train without these files, and judge them."""
    files = paths()
    network = network_of(encoder, [path for path in files if path.name not in names])
    for path in files:
        if path.name in names:
            answers = read_answers([path], encoder)
            odds = odds_of(network, answers, states_below(encoder, answers))
            sys.stdout.write(f"{path.name}\n{json.dumps(told(odds, answers), indent=2)}\n")


def main() -> None:
    """Train on all answers and write the weights, or train without a file and judge it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", default=[], metavar="FILE")
    names = parser.parse_args().without
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    encoder = shipped_encoder()
    if names:
        leave_out(encoder, names)
        return
    network = network_of(encoder, paths())
    write_arrays(arrays_of(network), WEIGHTS)
    sys.stdout.write(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
