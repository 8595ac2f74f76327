"""Coverage of the intervals that the parity check prints: shares of joined rows that differ.

Simulated keys, and rows that differ by themselves, more in some entities than in others, in bursts
of time, or both. The truth is the chance with which a row of the world differs. Wilson's interval
of all rows, as if they had nothing to do with each other, is printed beside it.
Run: `python -m benchmarks.parity_intervals [--tables N]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from ml_engineer_tools.evaluation.parts import Interval, wilson
from ml_engineer_tools.parity.dependence import Bonds

LOW, HIGH = 0.93, 0.97
SHARES = (0.02, 0.1, 0.4)


@dataclass(frozen=True, slots=True)
class World:
    """How rows come to differ.

    Attributes:
        entities: how many there are.
        days: at which each of them is seen.
        by_entity: how far entities go apart, in standard deviations of what a row has of its own.
        by_time: the same of days.
        memory: what carries over from one day to the next.
        timed: whether the key tells the day; else it tells an order beside the entity.
    """

    entities: int
    days: int
    by_entity: float = 0.0
    by_time: float = 0.0
    memory: float = 0.0
    timed: bool = True

    def draw(self, seed: int) -> tuple[np.ndarray, Bonds]:
        """Return (n,) standard normal numbers, low where a row differs, and the bonds of rows."""
        from scipy.signal import lfilter

        random = np.random.default_rng(seed)
        entity = np.repeat(np.arange(self.entities), self.days)
        day = np.tile(np.arange(self.days), self.entities)
        shocks = random.normal(size=self.days + 200) * np.sqrt(1 - self.memory**2)
        series = np.asarray(lfilter([1.0], [1.0, -self.memory], shocks))[200:]
        latent = (
            self.by_entity * random.normal(size=self.entities)[entity]
            + self.by_time * series[day]
            + random.normal(size=len(day))
        ) / np.sqrt(1 + self.by_entity**2 + self.by_time**2)
        keys = pd.DataFrame({"entity": entity, "order": np.arange(len(day))})
        if not self.timed:
            return latent, Bonds.of_keys(keys, None, None)
        keys = pd.DataFrame({"entity": entity, "day": day})
        return latent, Bonds.of_keys(keys, "day", day)


WORLDS = {
    "independent rows": World(2000, 1, timed=False),
    "100 entities of ten rows": World(100, 10, by_entity=1.0, timed=False),
    "30 entities of forty rows": World(30, 40, by_entity=1.0, timed=False),
    "bursts in time": World(1, 2000, by_time=1.0, memory=0.9),
    "60 entities on 40 days": World(60, 40, by_entity=0.7, by_time=0.7, memory=0.5),
}


def main() -> None:
    """Print the coverage of each share in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in (name for name in WORLDS if options.only in name):
            asked = list(pool.map(partial(_held, name), range(options.tables), chunksize=50))
            for share in SHARES:
                ones = [one for table in asked for s, *one in table if s == share]
                held = float(np.mean([one[0] for one in ones]))
                rows = float(np.mean([one[1] for one in ones]))
                low, high = wilson(held, len(ones))
                told = f"{held:.3f}  (95 % {low:.3f} to {high:.3f}; {len(ones)} tables)"
                mark = "" if low <= HIGH and high >= LOW else "  outside"
                print(f"{name:<28} {share:>4.0%} differ  {told}; of all rows {rows:.3f}{mark}",
                      flush=True)  # fmt: skip


def _held(name: str, seed: int) -> list[tuple[float, bool, bool]]:
    return list(_asked(name, seed))


def _asked(name: str, seed: int) -> Iterator[tuple[float, bool, bool]]:
    from scipy.stats import norm

    latent, bonds = WORLDS[name].draw(seed)
    for share in SHARES:
        differs = latent < norm.ppf(share)
        interval = bonds.interval(differs)
        if interval is not None:
            of_rows = wilson(float(differs.mean()), len(differs))
            yield share, _holds(interval, share), _holds(of_rows, share)


def _holds(interval: Interval, truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


if __name__ == "__main__":
    main()
