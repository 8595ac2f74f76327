"""Coverage of the intervals of an evaluation: how often a nominal 95 % interval holds the truth.

Simulated worlds with known truth: rows that are independent, with rare positives, of entities (few
of them, or of unequal size), in time that carries over, and numbers and counts. Intervals of slices
hold together: a world counts as held if all of them do.
Run: `python -m benchmarks.evaluation_coverage [--worlds N] [--only NAME]`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from ml_engineer_tools.evaluation.calibration import calibration_slope
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import (
    Estimate,
    Interval,
    Parts,
    deal_parts,
    mean,
    ratio,
    wilson,
)
from ml_engineer_tools.evaluation.slices import compare_slices, single_slices
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", ("0", "1"), "1")
NUMBERS, COUNTS = Task("regression"), Task("regression", counts=True)
ROWS = 1200
TRUTH_ROWS = 400_000
SLICES = "all slices together"
LOW, HIGH = 0.93, 0.97
"""Coverage that is asked of nominal 95 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Outcomes, two predictions, a column to slice by, dependence, and where acting begins."""

    task: Task
    y: np.ndarray
    score: np.ndarray
    other: np.ndarray
    column: np.ndarray
    parts: Parts
    threshold: float = 0.5


def main() -> None:
    """Print the coverage of each kind of interval in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"{options.worlds} worlds of {ROWS} rows; how many nominal 95 % intervals hold the truth")
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in WORLDS:
            if options.only not in name:
                continue
            truth = {q: found.value for q, found in measured(WORLDS[name](TRUTH_ROWS, 0)).items()}
            sides = slices(WORLDS[name](TRUTH_ROWS, 0))
            inside: dict[str, list[bool]] = defaultdict(list)
            seeds = range(1, options.worlds + 1)
            for held in pool.map(partial(_held, name, truth, sides), seeds, chunksize=25):
                for quantity, is_held in held.items():
                    inside[quantity].append(is_held)
            print(f"\n{name}")
            for quantity, of in inside.items():
                share = float(np.mean(of))
                low, high = wilson(share, len(of))
                mark = "" if low <= HIGH and high >= LOW else "  outside"
                print(f"  {quantity:<26} {share:.3f}  (95 % {low:.3f} to {high:.3f}){mark}",
                      flush=True)  # fmt: skip


def _held(
    name: str, truth: dict[str, float], sides: dict[str, float], seed: int
) -> dict[str, bool]:
    drawn = WORLDS[name](ROWS, seed)
    found: dict[str, Interval | None] = {q: e.interval for q, e in measured(drawn).items()}
    held = {q: i[0] <= truth[q] <= i[1] for q, i in found.items() if i is not None}
    results = compare_slices(*_sliced(drawn), drawn.parts)
    ends = [(sides[r.slice.name], r.difference.interval) for r in results]
    return held | {SLICES: all(i is not None and i[0] <= t <= i[1] for t, i in ends)}


def measured(drawn: Drawn) -> dict[str, Estimate]:
    """Return every kind of interval of scores that an evaluation prints."""
    y, score, parts = drawn.y, drawn.score, _few(drawn.parts)
    if drawn.task.kind == "regression":
        both = [score_predictions(drawn.task, y, parts, numbers=s) for s in (score, drawn.other)]
        found = {name: both[0].estimate(name) for name in both[0].metrics}
        found["mean_error"] = mean(score - y, parts)
        return _with_difference(found, both[0].minus(both[1], "mae"), "mae_difference")
    both = [
        score_predictions(BINARY, y, parts, chances=np.column_stack([1 - s, s]),
                          labels=(s >= 0.5).astype(int))
        for s in (score, drawn.other)
    ]  # fmt: skip
    acts = (score >= drawn.threshold) * 1.0
    found = {
        name: both[0].estimate(name)
        for name in ("roc_auc", "average_precision", "accuracy", "log_loss")
    } | {
        "brier": mean((score - y) ** 2, parts),
        "recall": ratio(acts * y, y * 1.0, parts),
        "precision": ratio(acts * y, acts, parts),
        "cost": mean(1000 * np.where(acts == 1, (y == 0) * 1.0, (y == 1) * 5.0), parts),
    }
    slope = calibration_slope(y, score, parts)
    if slope is not None:
        found["calibration_slope"] = slope
    return _with_difference(found, both[0].minus(both[1], "roc_auc"), "roc_auc_difference")


def slices(drawn: Drawn) -> dict[str, float]:
    """Return the difference in loss between each slice and all other rows."""
    loss, pieces = _sliced(drawn)
    return {p.name: float(loss[p.inside].mean() - loss[~p.inside].mean()) for p in pieces}


def _sliced(drawn: Drawn) -> tuple[np.ndarray, list]:  # type: ignore[type-arg]
    y, score = drawn.y, drawn.score
    loss = np.abs(score - y) if drawn.task.kind == "regression" else (score - y) ** 2
    names = np.array(["north", "south", "east", "west", "abroad"])[drawn.column]
    return loss, single_slices(pd.DataFrame({"branch": names}), fewest=30)


def _with_difference(
    found: dict[str, Estimate], gap: Estimate | None, name: str
) -> dict[str, Estimate]:
    return found if gap is None else found | {name: gap}


def _few(parts: Parts) -> Parts:
    # Of the truth no interval is asked: two parts are quick.
    return parts if len(parts) < 10 * ROWS else Parts(np.arange(len(parts)) % 2, 2, "rows")


def _column(random: np.random.Generator, rows: int) -> np.ndarray:
    return random.choice(5, rows, p=[0.4, 0.3, 0.15, 0.1, 0.05])


def independent(rows: int, seed: int, base: float = -1.0) -> Drawn:
    """Rows that know nothing of each other."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    y = (random.random(rows) < _chance(base + 1.2 * x + 0.6 * z)).astype(int)
    parts = deal_parts(rows, seed=seed)
    score, other = _chance(base + 1.2 * x), _chance(base + z)
    # A fifth of the rows is acted on.
    threshold = float(_chance(np.array(base + 1.2 * 0.8416)))
    return Drawn(BINARY, y, score, other, _column(random, rows), parts, threshold)


def entities(rows: int, seed: int, size: float = 10, unequal: bool = False) -> Drawn:
    """Entities that share an input and a surprise."""
    random = np.random.default_rng(seed)
    count = max(int(rows / size), 2)
    weights = random.exponential(size=count) if unequal else np.ones(count)
    groups = np.sort(random.choice(count, rows, p=weights / weights.sum()))
    x = random.normal(size=count)[groups]
    surprise = random.normal(size=count)[groups]
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    parts = deal_parts(rows, groups=groups, seed=seed)
    column = _column(random, rows)
    return Drawn(BINARY, y, _chance(-1 + x), _chance(-1 + z), column, parts)


def in_time(rows: int, seed: int, carry: float = 0.8) -> Drawn:
    """Rows in order of time whose input and surprise carry over to the next."""
    random = np.random.default_rng(seed)
    x, surprise = (_series(random, rows, carry) for _ in range(2))
    z = random.normal(size=rows)
    y = (random.random(rows) < _chance(-1 + x + surprise + 0.6 * z)).astype(int)
    parts = deal_parts(rows, times=np.arange(rows))
    column = _column(random, rows)
    return Drawn(BINARY, y, _chance(-1 + x), _chance(-1 + z), column, parts)


def numbers(rows: int, seed: int) -> Drawn:
    """Numbers whose errors have heavy tails (log-normal)."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    y = np.exp(1 + 0.5 * x + 0.3 * z + 0.4 * random.normal(size=rows))
    parts = deal_parts(rows, seed=seed)
    score, other = np.exp(1.1 + 0.5 * x), np.exp(1.15 + 0.3 * z)
    return Drawn(NUMBERS, y, score, other, _column(random, rows), parts)


def counts(rows: int, seed: int) -> Drawn:
    """Counts that vary more than Poisson's would."""
    random = np.random.default_rng(seed)
    x, z = random.normal(size=rows), random.normal(size=rows)
    y = random.poisson(np.exp(0.5 + 0.5 * x) * random.gamma(3, 1 / 3, rows)).astype(float)
    parts = deal_parts(rows, seed=seed)
    score, other = np.exp(0.5 + 0.5 * x), np.exp(0.6 + 0.1 * z)
    return Drawn(COUNTS, y, score, other, _column(random, rows), parts)


def _series(random: np.random.Generator, rows: int, carry: float) -> np.ndarray:
    from scipy.signal import lfilter

    shocks = random.normal(size=rows + 200) * np.sqrt(1 - carry**2)
    return np.asarray(lfilter([1.0], [1.0, -carry], shocks)[200:])


def _chance(logit: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logit)))


WORLDS: dict[str, Callable[[int, int], Drawn]] = {
    "independent rows": independent,
    "independent rows, 5 % positives": partial(independent, base=-3.9),
    "entities of ten rows": entities,
    "30 entities of forty rows": partial(entities, size=40.0),
    "entities of unequal size": partial(entities, unequal=True),
    "rows in time, carrying over 0.8": in_time,
    "numbers with heavy tails": numbers,
    "counts": counts,
}


if __name__ == "__main__":
    main()
