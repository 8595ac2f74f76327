"""Pairs of tables in which nothing moved: drawn anew, or blocks of one real series dealt out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

Pair = tuple[pd.DataFrame, pd.DataFrame]
COLUMNS = 30


def mixed(rows: int, rng: np.random.Generator, columns: int = COLUMNS) -> pd.DataFrame:
    """Return independent rows of columns of ten kinds, in turn."""
    kinds: list[Callable[[], object]] = [
        lambda: rng.normal(size=rows),
        lambda: np.exp(1.5 * rng.normal(size=rows)),
        lambda: np.where(rng.random(rows) < 0.8, 0.0, rng.exponential(size=rows)),
        lambda: rng.poisson(3, rows),
        lambda: rng.choice(list("abcdefgh"), rows,
                           p=np.array([40, 20, 15, 10, 8, 4, 2, 1]) / 100),
        lambda: (rng.zipf(1.7, rows) % 400).astype(str),
        lambda: rng.random(rows) < 0.03,
        lambda: rng.standard_t(3, size=rows),
        lambda: np.where(rng.random(rows) < 0.15, np.nan, rng.uniform(size=rows)),
        lambda: rng.integers(18, 90, rows),
    ]  # fmt: skip
    return pd.DataFrame({f"column_{k}": kinds[k % len(kinds)]() for k in range(columns)})


def independent(rows: tuple[int, int], rng: np.random.Generator) -> Pair:
    """Return two draws of independent rows."""
    return mixed(rows[0], rng), mixed(rows[1], rng)


def series() -> dict[str, pd.DataFrame]:
    """Return real series, bundled with statsmodels, and autoregressions."""
    import statsmodels.api as sm

    elnino = sm.datasets.elnino.load_pandas().data.drop(columns="YEAR")
    found = {
        "co2, weekly": sm.datasets.co2.load_pandas().data.reset_index(drop=True),
        "sunspots, yearly": sm.datasets.sunspots.load_pandas().data,
        "El Nino, monthly": pd.DataFrame({"temperature": elnino.to_numpy().ravel()}),
        "US macro, quarterly": sm.datasets.macrodata.load_pandas().data,
    }
    rng = np.random.default_rng(5)
    for memory, rows in ((0.9, 20_000), (0.99, 20_000), (0.999, 40_000)):
        found[f"autoregression {memory}"] = autoregression(rows, memory, rng)
    return found


def real_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a folder that have an order of time, without their dates."""
    found = {}
    for name, left_out in (
        ("elec2", ["date", "day", "period"]),
        ("bike_sharing_daily", ["dteday", "instant"]),
    ):
        frame = pd.read_csv(folder / f"{name}.csv")
        found[name] = frame.drop(columns=left_out, errors="ignore")
    return found


def autoregression(
    rows: int, memory: float, rng: np.random.Generator, columns: int = 8
) -> pd.DataFrame:
    """Return columns whose rows depend on the one before, with a category and gaps of them."""
    noise = rng.normal(size=(rows, columns)) * np.sqrt(1 - memory**2)
    values = np.zeros((rows, columns))
    for k in range(1, rows):
        values[k] = memory * values[k - 1] + noise[k]
    frame = pd.DataFrame(values, columns=[f"column_{k}" for k in range(columns)])
    frame["category"] = pd.cut(frame["column_0"], 5, labels=list("abcde")).astype(str)
    frame.loc[frame["column_1"] > 1.2, "column_2"] = np.nan
    return frame


def dealt(frame: pd.DataFrame, length: int, rng: np.random.Generator, *, ordered: bool) -> Pair:
    """Deal blocks of neighbouring rows to two tables at random.

    Args:
        frame: a series in order of time.
        length: rows of a block.
        rng: deals.
        ordered: whether each table keeps the order of time.
    """
    blocks = len(frame) // length
    order = rng.permutation(blocks)
    halves = [order[: blocks // 2], order[blocks // 2 :]]
    if ordered:
        halves = [np.sort(half) for half in halves]
    first, second = (
        frame.iloc[np.concatenate([np.arange(k * length, (k + 1) * length) for k in half])]
        for half in halves
    )
    return first.reset_index(drop=True), second.reset_index(drop=True)


def drawn(frame: pd.DataFrame, rows: int, length: int, rng: np.random.Generator) -> Pair:
    """Draw both tables as blocks of neighbouring rows of one series, with replacement.

    So tables may be longer than the series (the moving-block bootstrap, Kuensch 1989).

    Args:
        frame: a series in order of time.
        rows: of each table.
        length: rows of a block.
        rng: draws.
    """
    blocks = -(-rows // length)
    starts = rng.integers(0, len(frame) - length + 1, size=(2, blocks))
    places = (starts[:, :, None] + np.arange(length)).reshape(2, -1)[:, :rows]
    first, second = (frame.iloc[chosen].reset_index(drop=True) for chosen in places)
    return first, second


def resampled(rng: np.random.Generator) -> Iterator[tuple[str, Pair]]:
    """Yield one pair of each series, for blocks of three lengths, ordered and not."""
    for name, frame in series().items():
        for length in (int(len(frame) ** 0.5), len(frame) // 60, len(frame) // 20):
            for ordered in (True, False):
                yield name, dealt(frame, max(2, length), rng, ordered=ordered)
