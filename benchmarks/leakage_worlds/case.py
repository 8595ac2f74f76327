"""One case to be made into a world: which process, how many rows, how strong the leak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.domains import DOMAINS, Task
from benchmarks.leakage_worlds.process import Process, Rows
from benchmarks.leakage_worlds.world import World, table

FRESH_ROWS = 4_000
"""Rows of the honest evaluation: enough for an AUC with a standard error below 0.01."""

Leak = Callable[[Rows, np.random.Generator], dict[str, Any]]
"""Makes the leaking columns of some rows, by name."""


@dataclass(frozen=True)
class Case:
    """What a recipe is given.

    Attributes:
        type: of the leak.
        number: of the world within its type, from 0; its name and its chance come from it.
        seed: of the run.
        task: of the target.
        knob: how strong the leak is to be, 0 to 1; how strong it *is*, the oracle says.
        rows: of the table.
        process: honest features and target.
    """

    type: str
    number: int
    seed: int
    task: Task
    knob: float
    rows: int
    process: Process

    @property
    def name(self) -> str:
        """Unique within a run."""
        return f"{self.type}-{self.task}-{self.number}"

    def rng(self, purpose: int) -> np.random.Generator:
        """Chance for one purpose, independent of every other."""
        return np.random.default_rng([self.seed, _hash(self.type), self.number, purpose])

    def pick(self, *choices: Any) -> Any:
        """One of the choices; worlds of a type take turns, so that each is met."""
        return choices[(self.number // 3 + self.number) % len(choices)]


def make_case(
    type_: str, number: int, seed: int, *, task: Task, knob: float, rows: int | None = None
) -> Case:
    """Set up a case: size, trade, width and signal are left to chance."""
    rng = np.random.default_rng([seed, _hash(type_), number, 0])
    size = int(rng.choice([1_000, 1_500, 2_500, 4_000, 6_000]))
    process = Process(
        DOMAINS[int(rng.integers(len(DOMAINS)))],
        task,
        int(rng.choice([6, 8, 10, 14, 20, 39])),
        int(rng.integers(2**31)),
        signal=float(rng.uniform(0.35, 0.75)),
        positive=float(rng.choice([0.1, 0.2, 0.35, 0.5])),
        classes=int(rng.integers(3, 6)),
    )
    return Case(type_, number, seed, task, knob, rows or size, process)


def column_world(case: Case, leak: Leak, *, honest: Leak | None = None, **more: Any) -> World:
    """Make a world whose leak is in columns.

    Args:
        case: the case.
        leak: the columns as they stand in the table.
        honest: the columns as they are known at prediction time; None when they are not.
        more: further attributes of the world.
    """
    rows = case.process.draw(case.rng(1), case.rows)
    fresh = case.process.draw(case.rng(2), max(FRESH_ROWS, case.rows))
    columns = leak(rows, case.rng(3))
    known = [honest(r, case.rng(4 + k)) if honest else {} for k, r in enumerate((rows, fresh))]
    return world(
        case,
        "target",
        rows.with_columns(**columns),
        rows.with_columns(**known[0]),
        fresh.with_columns(**known[1]),
        columns=tuple(columns),
        **more,
    )


def world(case: Case, kind: Any, rows: Rows, honest: Rows, fresh: Rows, **more: Any) -> World:
    """Put rows into tables whose columns stand in an order left to chance."""
    target = case.process.target
    test = more.pop("test", None)
    tables = [table(r, target, case.rng(20)) for r in (rows, honest, fresh)]
    order = case.rng(21).permutation(len(tables[0].columns))
    train = tables[0].iloc[:, order]
    shown: pd.DataFrame | None = None
    if test is not None:
        shown = table(test, target, case.rng(20))[train.columns]
    return World(
        name=case.name,
        kind=kind,
        type=case.type,
        task=case.task,
        train=train,
        target=target,
        honest_train=tables[1],
        honest_fresh=tables[2],
        test=shown,
        **more,
    )


def _hash(text: str) -> int:
    number = 0
    for letter in text:
        number = (number * 131 + ord(letter)) % 2**31
    return number
