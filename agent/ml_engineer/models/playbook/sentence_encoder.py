"""The sentence encoder: a small public transformer, in plain numpy.

It turns a message into numbers in which messages that mean alike lie near each other. It predicts
no word and writes nothing. Architecture: Devlin et al., BERT (2019); weights: those of
all-MiniLM-L6-v2 (Apache-2.0; Wang et al., MiniLM, 2020; Reimers and Gurevych, Sentence-BERT,
2019), rounded to 8 and 4 bits by `training/intents/encoder.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ml_engineer.models.playbook.word_pieces import WordPieces

__all__ = ["LAYERS_READ", "SentenceEncoder", "shipped_encoder"]

WEIGHTS = Path(__file__).parent / "weights" / "encoder.npz"

LAYERS_READ = (4, 6)
"""The layers whose states are averaged over the pieces; the classifier sees these side by side."""

HEADS = 12
MOST_PIECES = 160
"""Pieces of a message that are read; what a person asks stands at its start or its end."""

EPSILON = 1e-12


class SentenceEncoder:
    """A transformer encoder with its weights.

    Args:
        weights: arrays by their name in the published model; 8-bit ones with a `:scale` by row.
        vocabulary: piece -> row of the embedding.
    """

    def __init__(self, weights: dict[str, np.ndarray], vocabulary: dict[str, int]) -> None:
        self._weights = weights
        self._pieces = WordPieces(vocabulary)
        self.layers = max(LAYERS_READ)
        self.width = int(weights["embeddings.LayerNorm.weight"].shape[0])

    def encode(self, text: str) -> np.ndarray:
        """Return the message as (len(LAYERS_READ) * width,) numbers, each layer of length 1.

        On one thread: products as small as these gain little from a second, and on a busy machine
        the threads of a BLAS that wait for each other take fifty times as long.
        """
        with _linear_algebra().limit(limits=1, user_api="blas"):
            return self._encode(text)

    def _encode(self, text: str) -> np.ndarray:
        rows, _ = self._pieces.rows(_ends(text), MOST_PIECES)
        states = self._embedded(rows)
        read = []
        for layer in range(1, self.layers + 1):
            states = self._layer(states, f"encoder.layer.{layer - 1}.")
            if layer in LAYERS_READ:
                mean = states.mean(axis=0)
                read.append(mean / np.linalg.norm(mean))
        return np.concatenate(read)

    def _embedded(self, rows: list[int]) -> np.ndarray:
        of = self._weights
        packed = of["embeddings.word_embeddings.weight"][rows]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=1)
        states = nibbles.astype(np.float32) - 8
        states *= of["embeddings.word_embeddings.weight:scale"][rows]
        states += of["embeddings.position_embeddings.weight"][: len(rows)]
        return self._normed(states, "embeddings.LayerNorm")

    def _layer(self, states: np.ndarray, at: str) -> np.ndarray:
        count = len(states)
        size = self.width // HEADS

        def heads(name: str) -> np.ndarray:
            turned = self._linear(states, f"{at}attention.self.{name}")
            return turned.reshape(count, HEADS, size).transpose(1, 0, 2)

        asked, keys, values = heads("query"), heads("key"), heads("value")
        weights = asked @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ values).transpose(1, 0, 2).reshape(count, self.width)
        mixed = self._linear(mixed, f"{at}attention.output.dense")
        states = self._normed(states + mixed, f"{at}attention.output.LayerNorm")
        inner = _gelu(self._linear(states, f"{at}intermediate.dense"))
        return self._normed(
            states + self._linear(inner, f"{at}output.dense"), f"{at}output.LayerNorm"
        )

    def _linear(self, states: np.ndarray, name: str) -> np.ndarray:
        return np.asarray(
            states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        )

    def _normed(self, states: np.ndarray, name: str) -> np.ndarray:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        scaled = centred / spread * self._weights[f"{name}.weight"]
        return np.asarray(scaled + self._weights[f"{name}.bias"])


@cache
def shipped_encoder() -> SentenceEncoder:
    """Return the encoder that the package ships, loaded once."""
    with np.load(WEIGHTS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    pieces = bytes(arrays.pop("vocabulary")).decode().split("\n")
    table = "embeddings.word_embeddings.weight"
    weights = {}
    for name, array in arrays.items():
        if name.endswith(":scale") and not name.startswith(table):
            continue
        scale = arrays.get(f"{name}:scale")
        if name == table or scale is None:
            weights[name] = array if name == table else array.astype(np.float32)
        else:
            weights[name] = array.astype(np.float32) * scale
    return SentenceEncoder(weights, {piece: row for row, piece in enumerate(pieces)})


@cache
def _linear_algebra() -> Any:
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # no stubs

    return ThreadpoolController()


def _ends(text: str, most: int = 1200) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _gelu(values: np.ndarray) -> np.ndarray:
    """The Gaussian error linear unit, by the tanh form (Hendrycks and Gimpel, 2016)."""
    cubic = values + np.float32(0.044715) * values * values * values
    return np.asarray(0.5 * values * (1 + np.tanh(np.float32(0.7978845608) * cubic)))
