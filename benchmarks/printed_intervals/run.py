"""Has tools measure many tables of each world, and asks every interval that they print.

The truth of a figure is what the same figure is on average over tables of that size; one half of
the tables tells it for the other. So the luck of the training rows counts too, and of what is
chosen by the table itself (the worst slices, bins) nothing can be said here: those are asked by
`benchmarks.evaluation_coverage`. Run: `python -m benchmarks.printed_intervals [--tool NAME]`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from benchmarks.printed_intervals.worlds import WORLDS, World

from ml_engineer_tools import direct
from ml_engineer_tools.evaluation.parts import wilson
from ml_engineer_tools.evidence import Evidence

LOW, HIGH = 0.93, 0.97
"""Coverage that is asked of nominal 95 %."""

MOST_COMMON = 0.5
"""Share of the tables that have to print a figure, else the table chose it."""

CHOSEN = frozenset({"reliability_rate", "reliability_mean", "slice_difference"})
"""Quantities that hang on what the table chose."""

Key = tuple[str, str]
Asked = list[tuple[Key, float, tuple[float, float]]]


def main() -> None:
    """Print the coverage of each printed interval by tool and world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--tool", default="", help="tools whose name contains this")
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--details", action="store_true", help="print each figure by itself")
    options = parser.parse_args()
    pooled: dict[str, list[np.ndarray]] = defaultdict(list)
    with ProcessPoolExecutor(options.jobs) as pool:
        for tool in TOOLS:
            for name in WORLDS:
                if options.tool not in tool or options.only not in name:
                    continue
                print(f"\n{tool}, {name}")
                asked = pool.map(partial(_asked, tool, name), range(options.tables), chunksize=5)
                held = _held(list(asked))
                by_quantity: dict[str, list[np.ndarray]] = defaultdict(list)
                for (quantity, which), ones in held.items():
                    by_quantity[quantity].append(ones)
                    if options.details:
                        _print(f"  {quantity} {which}", [ones])
                for quantity, found in by_quantity.items():
                    pooled[f"{tool}: {quantity}"] += found
                    _print(quantity, found)
    print("\nall worlds together")
    for quantity, found in pooled.items():
        _print(quantity, found)


def _held(tables: list[Asked]) -> dict[Key, np.ndarray]:
    """Return for each figure whether each table's interval holds the truth; NaN without one."""
    values: dict[Key, np.ndarray] = defaultdict(lambda: np.full(len(tables), np.nan))
    ends: dict[Key, np.ndarray] = defaultdict(lambda: np.full((len(tables), 2), np.nan))
    for k, table in enumerate(tables):
        for key, one, interval in table:
            values[key][k], ends[key][k] = one, interval
    found = {}
    for key, value in values.items():
        known = np.isfinite(value)
        if known.mean() <= MOST_COMMON:
            continue
        held = np.full(len(tables), np.nan)
        for side in (0, 1):
            truth = np.nanmean(value[side::2])
            low, high = ends[key][1 - side :: 2].T
            inside = (low - 1e-9 <= truth) & (truth <= high + 1e-9)
            held[1 - side :: 2] = np.where(known[1 - side :: 2], inside, np.nan)
        found[key] = held
    return found


def _print(name: str, found: list[np.ndarray]) -> None:
    """Print a share with its interval by table, since figures of one table go together."""
    held = np.stack(found)
    share = float(np.nanmean(held))
    known = np.isfinite(held).any(axis=0)
    low, high = wilson(share, float(known.sum()))
    if len(found) > 1:
        count = np.isfinite(held).sum(axis=0)
        away = (np.nansum(held, axis=0) - share * count) / count.mean()
        error = float(np.sqrt((away**2).sum())) / len(away)
        low, high = share - 1.96 * error, min(share + 1.96 * error, 1.0)
    mark = "" if low <= HIGH and high >= LOW else "  outside"
    print(f"  {name:<56} {share:.3f}  (95 % {low:.3f} to {high:.3f}; "
          f"{int(np.isfinite(held).sum()):,} intervals){mark}", flush=True)  # fmt: skip


def _asked(tool: str, name: str, seed: int) -> Asked:
    evidence = TOOLS[tool](WORLDS[name], seed)
    found: Asked = []
    # What is left out as suspect hangs on the table: its scores are those of other columns then.
    findings = evidence.measurement.findings
    left_out = [f"without {sorted(f.columns)}" for f in findings if f.check == "impact"]
    for figure in evidence.measurement.figures:
        if figure.interval is None or figure.quantity in CHOSEN:
            continue
        if not isinstance(figure.value, int | float):
            continue
        subject = figure.subject.model_dump(exclude_none=True)
        which = " ".join([*(f"{k}={v}" for k, v in subject.items()), *left_out])
        found.append(((figure.quantity, which), float(figure.value), figure.interval))
    return found


def _baselines(world: World, seed: int) -> Evidence:
    return direct.train_baselines(
        world.draw(seed), target="y", group=world.group, time=world.time, without=("suspect",),
        seed=seed,
    )  # fmt: skip


def _leakage(world: World, seed: int) -> Evidence:
    return direct.check_leakage(
        world.draw(seed), target="y", group=world.group, time=world.time, seed=seed
    )


def _profile(world: World, seed: int) -> Evidence:
    return direct.profile(
        world.draw(seed), target="y", group=world.group, time=world.time, seed=seed
    )


def _drift(world: World, seed: int) -> Evidence:
    after = world.draw(10_000_000 + seed, moved=0.5).drop(columns=["suspect"])
    return direct.measure_drift(
        world.draw(seed).drop(columns=["suspect"]), after, time=world.time, group=world.group,
        classifier=True, seed=seed,
    )  # fmt: skip


TOOLS: dict[str, Callable[[World, int], Evidence]] = {
    "baselines": _baselines,
    "leakage": _leakage,
    "profile": _profile,
    "drift": _drift,
}
