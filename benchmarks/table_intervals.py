"""Coverage of the intervals that are told of a table: relations, missingness, drift, separation.

Simulated tables of independent rows, with rare positives, and of entities of ten rows. The truth is
what the method gives on average over tables of that size, told by other tables than those asked.
Run: `python -m benchmarks.table_intervals [--tables N]`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd

from ml_engineer_tools.drift.domain import BLOCKS, clustered_auc, interval_of_auc
from ml_engineer_tools.evaluation.parts import Interval, deal_parts, wilson
from ml_engineer_tools.leakage.split.separation import separation_auc
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.profiling.relations.check import measure_columns
from ml_engineer_tools.profiling.relations.missingness import measure_missingness

BINARY, NUMBERS = Task("binary", (0, 1), 1), Task("regression")
ROWS = 1000
LOW, HIGH = 0.93, 0.97

Asked = tuple[str, float, Interval]


def main() -> None:
    """Print the coverage of each kind of interval in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--missingness", action="store_true", help="ask missingness alone")
    options = parser.parse_args()
    ask = partial(_asked, missingness_alone=options.missingness)
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in WORLDS:
            if options.only not in name:
                continue
            found: dict[str, list[tuple[float, Interval]]] = defaultdict(list)
            for asked in pool.map(partial(ask, name), range(options.tables), chunksize=20):
                for kind, value, interval in asked:
                    found[kind].append((value, interval))
            print(f"\n{name}")
            for kind, ones in found.items():
                # One half of the tables tells the truth of the other, both ways.
                held = []
                for side in (0, 1):
                    truth = float(np.mean([value for value, _ in ones[side::2]]))
                    held += [low <= truth <= high for _, (low, high) in ones[1 - side :: 2]]
                share = float(np.mean(held))
                low, high = wilson(share, len(held))
                mark = "" if low <= HIGH and high >= LOW else "  outside"
                print(f"  {kind:<44} {share:.3f}  (95 % {low:.3f} to {high:.3f}; "
                      f"{len(held)} tables){mark}", flush=True)  # fmt: skip


def _asked(name: str, seed: int, *, missingness_alone: bool) -> list[Asked]:
    return list(_intervals(*WORLDS[name], seed=seed, missingness_alone=missingness_alone))


def _intervals(size: int, base: float, *, seed: int, missingness_alone: bool) -> Iterator[Asked]:
    random = np.random.default_rng(seed)
    entity = np.arange(ROWS) // size
    x = random.normal(size=entity.max() + 1)[entity]
    surprise = random.normal(size=entity.max() + 1)[entity] if size > 1 else np.zeros(ROWS)
    chance = 1 / (1 + np.exp(-(base + 0.8 * x + surprise)))
    y = (random.random(ROWS) < chance).astype(int)
    number = np.exp(0.5 * x + 0.5 * surprise + 0.5 * random.normal(size=ROWS))
    gap = random.random(ROWS) < 0.1 + 0.1 * y
    frame = pd.DataFrame({"x": x, "gappy": np.where(gap, np.nan, 1.0 * (x > 0)), "y": y})
    units = deal_parts(ROWS, groups=entity).part if size > 1 else None
    for task, target in ((BINARY, y), (NUMBERS, number)):
        table = frame.assign(y=target)
        if not missingness_alone:
            yield from _relation(task, table, units, seed)
        if "gappy" in (found := measure_missingness(task, table, "y", units=units)):
            missing = found["gappy"]
            yield f"missingness and target ({task.kind})", missing.value, missing.interval
    if missingness_alone:
        return
    # Entities stay on one side, as they should; the domain classifier knows blocks of the files.
    side = np.repeat([0, 1], ROWS // 2)
    scores = x + 0.5 * side + random.normal(size=ROWS)
    block = (np.concatenate([np.arange(ROWS // 2)] * 2) / (ROWS // 2) * BLOCKS).astype(int)
    auc, error = clustered_auc(scores, side, block)
    yield "domain classifier", auc, interval_of_auc(auc, error)
    frame = pd.DataFrame({"x": scores, "z": random.normal(size=ROWS)})
    folds = stratified_folds(side, n=3, seed=seed, rows=ROWS)
    auc, low, high = separation_auc(frame, ["x", "z"], side, folds, seed, groups=entity)
    yield "separation of test and training rows", auc, (low, high)


def _relation(
    task: Task, table: pd.DataFrame, units: np.ndarray | None, seed: int
) -> Iterator[Asked]:
    relation = measure_columns(task, table, "y", seed=seed, units=units)["x"]
    yield f"relation of a column ({task.kind})", relation.score, relation.interval
    if relation.rank_correlation is not None and relation.rank_interval is not None:
        yield f"rank correlation ({task.kind})", relation.rank_correlation, relation.rank_interval


WORLDS = {
    "independent rows": (1, -1.0),
    "independent rows, 5 % positives": (1, -3.5),
    "entities of ten rows": (10, -1.0),
}

if __name__ == "__main__":
    main()
