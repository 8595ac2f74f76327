"""Coverage of what the leakage check tells of its quick model: scores, gaps between splits, drops.

The truth of a table is what the figure is on average over tables, moved by what this table's very
models reach more or less on fresh rows than those of other tables do. "Expected" leaves out that
move, so that the luck of the rows learnt from counts as a miss too.
Run: `python -m benchmarks.quick_model_intervals [--tables N] [--only WORLD]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from benchmarks.printed_intervals.worlds import WORLDS

from ml_engineer_tools.evaluation.parts import wilson
from ml_engineer_tools.evidence import EXACT
from ml_engineer_tools.leakage.stress.quick_model import (
    QuickModel,
    Reached,
    Split,
    cluster_split,
    score_folds,
    time_split,
)
from ml_engineer_tools.leakage.stress.rows import Clusters, Order, StressRows
from ml_engineer_tools.leakage.target.ablation import Ablation
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.features import Prepared, prepare
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.models import predict_fold
from ml_engineer_tools.modelling.splits import Fold, group_folds, stratified_folds
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task

LOW, HIGH = 0.93, 0.97
FRESH_ROWS = 12_000
FRESH_SEED = 1_000_000
STEP = 20
Z = 1.96

Interval = tuple[float, float]
Asked = dict[str, tuple[float, Interval | None, float]]
"""What is told -> its value, its interval, and what the same models reach on fresh rows."""


def main() -> None:
    """Print the coverage of each kind in each world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--scores", action="store_true", help="ask no drops, which take longest")
    parser.add_argument("--progress", action="store_true", help="print after every 20 tables")
    options = parser.parse_args()
    with ProcessPoolExecutor(options.jobs) as pool:
        for name in WORLDS:
            if options.only not in name:
                continue
            print(f"\n{name}", flush=True)
            found: list[Asked] = []
            ask = partial(_asked, name, drops=not options.scores)
            for asked in pool.map(ask, range(options.tables), chunksize=2):
                found.append(asked)
                if options.progress and len(found) % STEP == 0 and len(found) < options.tables:
                    print(f"  after {len(found)} tables")
                    _print(found)
            _print(found)


def _print(tables: list[Asked]) -> None:
    for what in tables[0]:
        ones = [table[what] for table in tables if what in table and table[what][1] is not None]
        values, fresh = (np.array([one[k] for one in ones]) for k in (0, 2))
        ends = np.array([one[1] for one in ones])
        expected = float(values.mean())
        truth = expected + fresh - fresh.mean()
        inside, plainly = (
            (ends[:, 0] <= t + 1e-9) & (t - 1e-9 <= ends[:, 1]) for t in (truth, expected)
        )
        held = float(inside.mean())
        # How far values lie from the truth, and how far the intervals take them to.
        errors = float(np.std(values - truth)), float(np.mean(ends[:, 1] - ends[:, 0])) / (2 * Z)
        low, high = wilson(held, len(ones))
        mark = "" if low <= HIGH and high >= LOW else "  outside"
        told = f"{held:.3f}  (95 % {low:.3f} to {high:.3f}; {len(ones)} tables)"
        luck = f"expected {plainly.mean():.3f}; error {errors[0]:.4f}, told {errors[1]:.4f}"
        print(f"  {what:<32} {told}  {luck}{mark}", flush=True)


def _asked(name: str, seed: int, *, drops: bool) -> Asked:
    told = _told(name, seed, drops=drops)
    return {what: (value, interval, fresh) for what, value, interval, fresh in told}


def _told(
    name: str, seed: int, *, drops: bool
) -> Iterator[tuple[str, float, Interval | None, float]]:
    world = WORLDS[name]
    table, fresh = world.draw(seed), replace(world, rows=FRESH_ROWS).draw(FRESH_SEED)
    task = infer_task(table["y"])
    y, later = encode_target(task, table["y"]), encode_target(task, fresh["y"])
    roles = [c for c in ("y", "who", "day") if c in table]
    columns = [str(c) for c in table if c not in roles]
    both = prepare(pd.concat([table[columns], fresh[columns]], ignore_index=True), columns)
    entities = Clusters(pd.factorize(table["who"])[0], "who") if world.group else None
    order = Order(table["day"].to_numpy(), "day") if world.time else None
    rows = StressRows(task, table[columns], y, order, entities, None, None, EXACT)
    model = QuickModel(rows, seed)
    honest = _honest(rows, seed)

    def reached(split: Split, without: tuple[str, ...]) -> tuple[Reached, float]:
        prediction = np.full((len(y), *_width(task)), np.nan)
        on_fresh = []
        for fold in split.folds:
            told, new = _predicted(task, both.without(frozenset(without)), y, fold, seed)
            prediction[fold.validation] = told
            on_fresh.append(influences(task, later, new)[model.metric].value)
        found = score_folds(task, y, prediction, split, model.metric)
        if found is None:
            raise RuntimeError("no fold defines the metric")
        return found, float(np.mean(on_fresh))

    suspect = ("suspect",)
    random, on_random = reached(model.given, suspect)
    whole, on_whole = reached(model.given, ())
    yield "score, folds at random", random.value, random.interval, on_random
    yield "score with the suspect", whole.value, whole.interval, on_whole
    share = whole.minus(random)
    yield "share of the suspect", share.value, share.interval, on_whole - on_random
    if honest is not None:
        strict, on_strict = reached(honest, suspect)
        gap = random.minus(strict)
        yield f"score, split by {honest.name}", strict.value, strict.interval, on_strict
        yield f"optimism, split by {honest.name}", gap.value, gap.interval, on_random - on_strict
    if drops:
        yield from _drops(rows, both, later, seed)


def _drops(
    rows: StressRows, both: Prepared, later: np.ndarray, seed: int
) -> Iterator[tuple[str, float, Interval | None, float]]:
    """What the model loses without the suspect, and without a feature once that is gone."""
    task, y = rows.task, rows.y
    codes = None if task.kind == "regression" else y
    groups = None if rows.entities is None else rows.entities.codes
    folds = (
        stratified_folds(codes, n=5, seed=seed, rows=len(y))
        if groups is None
        else group_folds(groups, n=5, seed=seed)
    )
    times = None if rows.order is None else rows.order.values
    probe = Probe(task, rows.frame, y, groups, folds, seed, len(y), np.arange(len(y)), times)
    ablation = Ablation(probe, dict.fromkeys(map(str, rows.frame), 1.0))

    def on_fresh(without: frozenset[str]) -> float:
        features = both.without(without)
        return float(np.mean([
            influences(task, later, _predicted(task, features, y, fold, seed)[1])[probe.metric]
            .value for fold in folds
        ]))  # fmt: skip

    sets = [frozenset(names) for names in ((), ("suspect",), ("suspect", "x0"))]
    reached = [on_fresh(names) for names in sets]
    for name, gone, k in (("suspect", set[str](), 0), ("x0", {"suspect"}, 1)):
        loss = ablation.loss({name}, gone)
        yield f"drop without {name}", loss.drop, loss.interval, reached[k] - reached[k + 1]


def _predicted(
    task: Task, both: Prepared, y: np.ndarray, fold: Fold, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return what a model of the fold predicts of the rows that judge, and of the fresh ones."""
    asked = np.concatenate([fold.validation, np.arange(len(y), len(both.matrix))])
    prediction = predict_fold(
        "lightgbm", task, both, y, Fold(fold.train, asked), seed=seed, quick=True
    )
    return prediction[: len(fold.validation)], prediction[len(fold.validation) :]


def _honest(rows: StressRows, seed: int) -> Split | None:
    if rows.order is not None:
        return time_split(
            "time", rows.order, None if rows.entities is None else rows.entities.codes
        )
    return None if rows.entities is None else cluster_split("group", rows.entities, seed)


def _width(task: Task) -> tuple[int, ...]:
    return () if task.kind == "regression" else (len(task.classes),)


if __name__ == "__main__":
    main()
