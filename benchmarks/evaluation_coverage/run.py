"""Draws many tables of each world and counts how often an interval holds the truth.

The share that is printed has an interval by world: of kinds that a table has several of, such as
bins, a world counts by the share of them that hold. Of slices all intervals hold together: a world
counts as held if all of them do.
Run: `python -m benchmarks.evaluation_coverage [--worlds N] [--only NAME]`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial

import numpy as np
from benchmarks.evaluation_coverage.kinds import World, shots
from benchmarks.evaluation_coverage.periods import PERIODS, mended, period_shots, truth_of_periods
from benchmarks.evaluation_coverage.worlds import ROWS, WORLDS

from ml_engineer_tools.evaluation.parts import t_quantile, wilson

TRUTH_ROWS = 400_000
LOW, HIGH = 0.93, 0.97
"""Coverage that is asked of nominal 95 %."""

Held = dict[str, tuple[float, int]]
"""Of one table: kind -> (share of its intervals that hold, how many there are)."""


def main() -> None:
    """Print the coverage of each kind of interval in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1, help="seed of the first table")
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--outside", action="store_true", help="print only kinds that are outside")
    parser.add_argument("--mending", action="store_true", help="only what recalibration gives back")
    options = parser.parse_args()
    if options.mending:
        _print_mending(options.worlds, options.only, options.jobs)
        return
    print(f"{options.worlds} tables of {ROWS} rows of each world; share of nominal 95 % intervals "
          "that hold the truth")  # fmt: skip
    pooled: dict[str, list[tuple[float, int]]] = defaultdict(list)
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in (*WORLDS, *PERIODS):
            if options.only not in name:
                continue
            held: dict[str, list[tuple[float, int]]] = defaultdict(list)
            seeds = range(options.first, options.first + options.worlds)
            for found in pool.map(partial(_held, name), seeds, chunksize=25):
                for kind, share in found.items():
                    held[kind].append(share)
            print(f"\n{name}")
            for kind, shares in held.items():
                pooled[kind] += shares
                _print(kind, shares, only_outside=options.outside)
    print("\nall worlds together")
    for kind, shares in pooled.items():
        _print(kind, shares, only_outside=False)


def _print_mending(tables: int, only: str, jobs: int) -> None:
    """Print how often intervals of what recalibration gives back hold its mean over tables."""
    with ProcessPoolExecutor(jobs) as pool:
        for name in PERIODS:
            if only not in name:
                continue
            found = list(pool.map(partial(mended, name), range(tables), chunksize=5))
            print(f"\n{name}")
            for metric in found[0]:
                values = np.array([one[metric].value for one in found if metric in one])
                ends = [one[metric].interval for one in found if metric in one]
                low, high = np.array([end for end in ends if end is not None]).T
                held = (low <= values.mean()) & (values.mean() <= high)
                shares = [(float(one), 1) for one in held]
                _print(f"given back, {metric}", shares, only_outside=False)


def _print(kind: str, shares: list[tuple[float, int]], *, only_outside: bool) -> None:
    value, count = (np.array(part) for part in zip(*shares, strict=True))
    share = float((value * count).sum() / count.sum())
    away = count * (value - share) / count.mean()
    error = float(np.sqrt((away**2).sum() / max(len(away) - 1, 1) / len(away)))
    reach = t_quantile(max(len(away) - 1, 1), 0.95) * error
    low, high = wilson(share, len(away)) if reach == 0 else (share - reach, share + reach)
    is_outside = low > HIGH or high < LOW
    if is_outside or not only_outside:
        print(f"  {kind:<42} {share:.3f}  (95 % {low:.3f} to {min(high, 1):.3f};"
              f" {int(count.sum()):,} intervals){'  outside' if is_outside else ''}",
              flush=True)  # fmt: skip


def _held(name: str, seed: int) -> Held:
    kinds: dict[str, list[bool]] = defaultdict(list)
    if name in WORLDS:
        found = shots(WORLDS[name](ROWS, seed), _world(name))
    else:
        found = period_shots(name, seed, _periods(name))
    for shot in found:
        kinds[shot.kind].append(shot.holds)
    return {kind: (float(np.mean(held)), len(held)) for kind, held in kinds.items()}


@lru_cache(1)
def _world(name: str) -> World:
    return World.of(WORLDS[name](TRUTH_ROWS, 0))


@lru_cache(1)
def _periods(name: str) -> dict[str, float]:
    return truth_of_periods(name)
