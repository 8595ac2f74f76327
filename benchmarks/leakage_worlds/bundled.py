"""The tables bundled with scikit-learn, whole and split at random: real, and clean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.manifest import Label, write_table

LINNERUD_TARGETS = ("Weight", "Waist", "Pulse")


def bundled_tables() -> Iterator[tuple[str, pd.DataFrame, str]]:
    """Name, table and target of each; Linnerud's three targets are three tables."""
    from sklearn import datasets

    for name in ("iris", "wine", "breast_cancer", "digits", "diabetes"):
        yield name, getattr(datasets, f"load_{name}")(as_frame=True).frame, "target"
    frame = datasets.load_linnerud(as_frame=True).frame
    for target in LINNERUD_TARGETS:
        others = [t for t in LINNERUD_TARGETS if t != target]
        yield f"linnerud_{target.lower()}", frame.drop(columns=others), target


def write_bundled(folder: Path) -> list[Label]:
    """Write each table as it is, and once more split at random; return their clean labels."""
    labels = []
    for name, frame, target in bundled_tables():
        whole = Label(name, "clean", "bundled", f"{name}.csv", target, strength="harmless")
        write_table(frame, folder / whole.train)
        held = np.random.default_rng(0).random(len(frame)) < 0.3
        split = Label(
            f"{name}-split",
            "clean",
            "bundled",
            f"{name}.train.csv",
            target,
            test=f"{name}.test.csv",
            strength="harmless",
        )
        write_table(frame[~held], folder / split.train)
        write_table(frame[held], folder / f"{name}.test.csv")
        labels += [whole, split]
    return labels
