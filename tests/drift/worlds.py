"""Tables of several kinds of columns, drawn from one distribution."""

from __future__ import annotations

import numpy as np
import pandas as pd


def world(rows: int, seed: int) -> pd.DataFrame:
    """Return rows of numbers, counts, categories and flags, some of them missing."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "normal": rng.normal(size=rows),
            "skewed": np.exp(2 * rng.normal(size=rows)),
            "mostly_zero": np.where(rng.random(rows) < 0.85, 0.0, rng.exponential(size=rows)),
            "mostly_one": (rng.random(rows) < 0.95).astype(int),
            "count": rng.poisson(3, rows),
            "colour": rng.choice(list("abcdefgh"), rows),
            "town": rng.integers(0, 300, rows).astype(str),
            "flag": rng.random(rows) < 0.3,
        }
    )
    frame["gaps"] = pd.Series(rng.normal(size=rows)).where(rng.random(rows) < 0.8)
    return frame
