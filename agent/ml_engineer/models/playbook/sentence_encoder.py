"""The sentence encoder: a small public transformer, in plain numpy.

It turns a message into numbers in which messages that mean alike lie near each other. It predicts
no word and writes nothing. Architecture: Devlin et al., BERT (2019); weights: those of
all-MiniLM-L6-v2 (Apache-2.0; Wang et al., MiniLM, 2020; Reimers and Gurevych, Sentence-BERT,
2019), rounded to 8 and 4 bits by `training/intents/encoder.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ml_engineer.models.playbook.word_pieces import WordPieces

__all__ = ["LAYERS_READ", "SentenceEncoder", "shipped_encoder", "widened"]

WEIGHTS = Path(__file__).parent / "weights" / "encoder.npz"

LAYERS_READ = (4, 6)
"""The layers whose states are averaged over the pieces; the classifier sees these side by side."""

TABLE = "embeddings.word_embeddings.weight"
"""The table of the pieces stays in 4 bits."""

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
        self.weights = weights
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
        read = []
        for layer, states in enumerate(self._states(rows), start=1):
            if layer in LAYERS_READ:
                mean = states.mean(axis=0)
                read.append(mean / np.linalg.norm(mean))
        return np.concatenate(read)

    def pieces(self, text: str, most: int) -> list[int]:
        """Return the rows of a text's first pieces, without the frame."""
        return self._pieces.rows(text, most)[0][1:-1]

    def framed(self, *parts: Sequence[int]) -> list[int]:
        """Return the rows of several texts as one: each is followed by a separator."""
        rows = [self._pieces.first]
        for part in parts:
            rows += [*part, self._pieces.separator]
        return rows

    def states_after(self, layers: int, rows: list[int]) -> np.ndarray:
        """Return the states of rows after so many layers, (len(rows), width).

        Args:
            layers: of all `self.layers`.
            rows: at most `MOST_PIECES` + 2, frame included.
        """
        with _linear_algebra().limit(limits=1, user_api="blas"):
            states = self._embedded(rows)
            for layer in range(layers):
                states = self._layer(states, f"encoder.layer.{layer}.")
        return states

    def with_layers(self, weights: dict[str, np.ndarray]) -> SentenceEncoder:
        """Return an encoder that has these weights in the place of its own, and shares the rest."""
        other = copy(self)
        other.weights = self.weights | weights
        return other

    def _states(self, rows: list[int]) -> Iterator[np.ndarray]:
        states = self._embedded(rows)
        for layer in range(self.layers):
            states = self._layer(states, f"encoder.layer.{layer}.")
            yield states

    def _embedded(self, rows: list[int]) -> np.ndarray:
        of = self.weights
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
        return np.asarray(states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _normed(self, states: np.ndarray, name: str) -> np.ndarray:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        scaled = centred / spread * self.weights[f"{name}.weight"]
        return np.asarray(scaled + self.weights[f"{name}.bias"])


@cache
def shipped_encoder() -> SentenceEncoder:
    """Return the encoder that the package ships, loaded once."""
    with np.load(WEIGHTS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    pieces = bytes(arrays.pop("vocabulary")).decode().split("\n")
    table = {name: arrays.pop(name) for name in (TABLE, f"{TABLE}:scale")}
    places = {piece: row for row, piece in enumerate(pieces)}
    return SentenceEncoder(widened(arrays) | table, places)


def widened(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return arrays in 32 bits; those in 8 bits times their scale, which is left out."""
    wide = {}
    for name, array in arrays.items():
        if not name.endswith(":scale"):
            scale = arrays.get(f"{name}:scale")
            wide[name] = array.astype(np.float32)
            if scale is not None:
                wide[name] *= scale
    return wide


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
