"""Pairs in which one of thirty columns moved, by a known effect."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from benchmarks.drift_worlds.null_worlds import Pair, mixed

Shift = Callable[[pd.DataFrame, np.random.Generator], str]
"""Moves a column of the current table and returns its name."""


def _add(column: str) -> Shift:
    def move(frame: pd.DataFrame, rng: np.random.Generator) -> str:
        frame[column] = frame[column] + 0.3 * frame[column].std()
        return column

    return move


def _counts(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    frame["column_3"] = rng.poisson(3 + 0.3 * np.sqrt(3), len(frame))
    return "column_3"


def _ages(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    frame["column_9"] = frame["column_9"] + round(0.3 * frame["column_9"].std())
    return "column_9"


def _category(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    moved = (frame["column_4"] == "a") & (rng.random(len(frame)) < 0.25)
    frame.loc[moved, "column_4"] = "b"
    return "column_4"


def _new_level(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    frame.loc[rng.random(len(frame)) < 0.02, "column_4"] = "new"
    return "column_4"


def _missing(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    frame.loc[rng.random(len(frame)) < 0.05, "column_0"] = np.nan
    return "column_0"


def _code(frame: pd.DataFrame, rng: np.random.Generator) -> str:
    frame.loc[rng.random(len(frame)) < 0.02, "column_0"] = -999.0
    return "column_0"


SHIFTS: dict[str, Shift] = {
    "0.3 sigma, normal": _add("column_0"),
    "0.3 sigma, log-normal": _add("column_1"),
    "0.3 sigma, heavy tails": _add("column_7"),
    "0.3 sigma, uniform with gaps": _add("column_8"),
    "0.3 sigma, counts": _counts,
    "0.3 sigma, ages": _ages,
    "a quarter of a level moves": _category,
    "a new level in 2 %": _new_level,
    "5 % go missing": _missing,
    "2 % become -999": _code,
}


def shifted(name: str, rows: int, rng: np.random.Generator, wild: bool) -> tuple[Pair, str]:
    """Return a pair in which one column moved, and its name.

    Args:
        name: of `SHIFTS`.
        rows: of each table.
        rng: draws.
        wild: whether one value of the reference's column is a million.
    """
    before, after = mixed(rows, rng), mixed(rows, rng)
    column = SHIFTS[name](after, rng)
    if wild and before[column].dtype.kind == "f":
        before.loc[rows // 2, column] = 1e6
    return (before, after), column
