"""Draws many tables of each world and counts how often an interval holds the truth.

The truth of a score is what the very models that were scored reach on fresh rows of the world; of
a mean over folds the mean over their models. It is told apart from "expected": the same, averaged
over all tables of the world, so that the luck of the training rows counts too.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from benchmarks.interval_coverage.depth import depth_estimates
from benchmarks.interval_coverage.worlds import WORLDS, Draw, World

from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split, choose_split
from ml_engineer_tools.baselines.trials import Estimate, Trial, try_model
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.models import ModelKind
from ml_engineer_tools.modelling.splits import Fold

LOW, HIGH = 0.93, 0.97
"""Coverage that is asked of nominal 95 %."""

HELD_OUT = 0.25
MODELS: tuple[ModelKind, ...] = ("trivial", "linear", "lightgbm")


@dataclass(frozen=True, slots=True)
class Asked:
    """One table to be drawn: of which world, by which seed, and what is asked of it."""

    world: int
    seed: int
    models: tuple[ModelKind, ...]
    in_depth: bool
    fresh_rows: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One interval and the truth it should hold."""

    kind: str
    what: str
    value: float
    interval: tuple[float, float]
    truth: float


def main() -> None:
    """Print coverage by kind of interval, world, model and metric."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=int, default=400, help="drawn of each world")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="worlds whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--models", nargs="+", default=list(MODELS))
    parser.add_argument("--fresh", type=int, help="rows that tell the truth; else the world's own")
    parser.add_argument("--depth", action="store_true", help="only what is told in depth")
    parser.add_argument("--details", action="store_true", help="print each metric of each model")
    options = parser.parse_args()
    pooled: dict[str, list[bool]] = defaultdict(list)
    worst: dict[str, list[float]] = defaultdict(list)
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, world in enumerate(WORLDS):
            if options.only not in world.name:
                continue
            fresh = options.fresh or world.fresh_rows
            asked = [
                Asked(number, options.seed + k, tuple(options.models), options.depth, fresh)
                for k in range(options.tables)
            ]
            shots = [shot for found in pool.map(_shots, asked, chunksize=10) for shot in found]
            _print_world(world, shots, pooled, worst, details=options.details)
    print("\nkind of interval                  coverage   lowest and highest of a model's metric")
    for kind, held in pooled.items():
        share = float(np.mean(held))
        verdict = "" if LOW <= share <= HIGH else "   outside"
        print(f"{kind:<32}  {share:.3f}      {min(worst[kind]):.3f} {max(worst[kind]):.3f}"
              f"{verdict}")  # fmt: skip


def _print_world(
    world: World,
    shots: list[Shot],
    pooled: dict[str, list[bool]],
    worst: dict[str, list[float]],
    *,
    details: bool,
) -> None:
    by_what: dict[tuple[str, str], list[Shot]] = defaultdict(list)
    for shot in shots:
        by_what[shot.kind, shot.what].append(shot)
    for kind in dict.fromkeys(kind for kind, _ in by_what):
        named = {what: found for (k, what), found in by_what.items() if k == kind}
        held = {what: [_holds(s, s.truth) for s in found] for what, found in named.items()}
        expected = []
        for found in named.values():
            mean = float(np.mean([shot.truth for shot in found]))
            expected += [_holds(shot, mean) for shot in found]
        every = [one for hits in held.values() for one in hits]
        pooled[kind] += every
        worst[kind] += [float(np.mean(hits)) for hits in held.values()]
        print(f"{world.name:<32} {kind:<32} {np.mean(every):.3f}  expected {np.mean(expected):.3f}"
              f"  ({len(every):,} intervals)", flush=True)  # fmt: skip
        if details:
            for what, hits in held.items():
                width = np.mean([shot.interval[1] - shot.interval[0] for shot in named[what]])
                print(f"      {what:<40} {np.mean(hits):.3f}  width {width:.3f}")


def _holds(shot: Shot, truth: float) -> bool:
    return shot.interval[0] - 1e-12 <= truth <= shot.interval[1] + 1e-12


def _shots(asked: Asked) -> list[Shot]:
    """Draw one table, judge models on it, and ask the truth of fresh rows."""
    seed, models = asked.seed, asked.models
    world = WORLDS[asked.world]
    rng = np.random.default_rng([asked.world, seed])
    table = world.draw(rng, world.rows)
    fresh = world.draw(rng, asked.fresh_rows)
    rows = Rows(world.task, table.y, _prepared(table), {}, table.times, table.groups)
    shots: list[Shot] = []
    for split in (choose_split(rows, seed=seed, gap=None), _held_out(rows, rng)):
        trials = {
            model: try_model(model, world.task, rows.features, rows.y, split, seed=seed)
            for model in models
        }
        kind = {"random": "random folds", "group": "folds of entities", "time": "windows in time",
                "both": "windows and entities"}.get(split.kind, _of_holdout(rows))  # fmt: skip
        if asked.in_depth:
            for model, trial in trials.items():
                if model != "trivial":
                    told = depth_estimates(model, trial, rows, world, fresh, rng)
                    for what, found, truth in told:
                        shots += _shot(what, f"{model}, {kind}", found, truth)
        else:
            shots += _scores(kind, trials, fresh, world)
    return shots


def _scores(kind: str, trials: dict[ModelKind, Trial], fresh: Draw, world: World) -> Iterator[Shot]:
    truths = {model: _truth(trial, fresh, world) for model, trial in trials.items()}
    for model, trial in trials.items():
        for metric in trial.metrics:
            estimate = trial.estimate(metric)
            if model == "trivial" and metric in ("roc_auc", "macro_roc_auc", "r2"):
                continue  # a constant by construction
            yield from _shot(kind, f"{metric} of {model}", estimate, truths[model].get(metric))
    for first, second in (("lightgbm", "linear"), ("linear", "trivial")):
        if first not in trials or second not in trials:
            continue
        one, other = trials[first], trials[second]
        for metric in one.metrics:
            difference = one.minus(other, metric)
            a, b = truths[first].get(metric), truths[second].get(metric)
            if difference is not None and a is not None and b is not None:
                yield from _shot(f"{kind}, difference", f"{metric} of {first} - {second}",
                                 difference, a - b)  # fmt: skip


def _shot(kind: str, what: str, estimate: Estimate, truth: float | None) -> Iterator[Shot]:
    if estimate.interval is not None and truth is not None:
        yield Shot(kind, what, estimate.value, estimate.interval, truth)


def _truth(trial: Trial, fresh: Draw, world: World) -> dict[str, float]:
    """Return what the trial's models reach on fresh rows, each metric averaged over the folds."""
    found: dict[str, list[float]] = defaultdict(list)
    for model, scored in zip(trial.fitted, trial.scored, strict=True):
        reached = influences(world.task, fresh.y, model.predict(fresh.x))
        for metric in scored:
            if metric in reached:
                found[metric].append(reached[metric].value)
    return {metric: float(np.mean(values)) for metric, values in found.items()}


def _held_out(rows: Rows, rng: np.random.Generator) -> Split:
    """Hold out the end of the time, some entities, or some rows."""
    n = len(rows)
    if rows.times is not None:
        cut = np.quantile(rows.times, 1 - HELD_OUT)
        out = rows.times > cut
    elif rows.groups is not None:
        chosen = rng.random(int(rows.groups.max()) + 1) < HELD_OUT
        out = chosen[rows.groups]
    else:
        out = rng.random(n) < HELD_OUT
    if rows.times is not None and rows.groups is not None:
        # Entities of the truth are new ones; so are those held out.
        new = np.isin(rows.groups, np.arange(0, int(rows.groups.max()) + 1, 2))
        train, judged = np.flatnonzero(~out & ~new), np.flatnonzero(out & new)
    else:
        train, judged = np.flatnonzero(~out), np.flatnonzero(out)
    if rows.times is not None:
        judged = judged[np.argsort(rows.times[judged], kind="stable")]
    return Split("holdout", "holdout", "", (Fold(train, judged),), rows.times, rows.groups)


def _of_holdout(rows: Rows) -> str:
    if rows.times is not None:
        return "holdout in time" if rows.groups is None else "holdout in time, entities"
    return "holdout of rows" if rows.groups is None else "holdout of entities"


def _prepared(table: Draw) -> Prepared:
    columns = table.x.shape[1]
    return Prepared(table.x, tuple(f"x{k}" for k in range(columns)), (0,) * columns)
