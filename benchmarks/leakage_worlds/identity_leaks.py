"""Columns from which the target follows by arithmetic, or from which it was cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import Case, column_world
from benchmarks.leakage_worlds.process import Floats, Rows
from benchmarks.leakage_worlds.world import World

Parts = Callable[[Floats, np.random.Generator], dict[str, Floats]]


def _identity_world(case: Case, parts: Parts) -> World:
    """A world in which `parts` of the told quantity stand beside the target.

    For a class, the quantity is the latent amount whose cut is the class.
    """

    def leak(rows: Rows, rng: np.random.Generator) -> dict[str, Any]:
        columns: dict[str, Any] = {
            name: pd.Series(np.round(part, 3))
            for name, part in parts(_told(case, rows, rng), rng).items()
        }
        if case.number % 3 == 2:
            first = next(iter(columns))
            columns[first] = columns[first].mask(rng.random(len(rows)) < 0.05)
        return columns

    return column_world(case, leak)


def _told(case: Case, rows: Rows, rng: np.random.Generator) -> Floats:
    """The quantity that the parts make up: above zero, blurred when the knob is low."""
    blur = 2.5 * (1 - case.knob) ** 1.5
    if case.task == "regression":
        label = rows.label.to_numpy(dtype=np.float64)
        return np.asarray(label + blur * label.std() * rng.normal(size=len(rows)))
    amount = 8.0 + rows.outcome + blur * rng.normal(size=len(rows))
    return np.asarray(amount * 25.0)


def sum_of(case: Case) -> World:
    """A + b is the target, or its class follows from a + b."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        first = told.mean() / 2 + case.pick(1.0, 3.0) * told.std() * rng.normal(size=len(told))
        return {"part_day": first, "part_night": told - first}

    return _identity_world(case, parts)


def difference_of(case: Case) -> World:
    """A - b is the target, or its class follows from a - b."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        opening = case.pick(1.5, 4.0) * told.std() * (4 + rng.normal(size=len(told)))
        return {"closing": opening + told, "opening": opening}

    return _identity_world(case, parts)


def product_of(case: Case) -> World:
    """A * b is the target, or its class follows from a * b."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        rate = np.exp(case.pick(0.6, 1.2) * rng.normal(size=len(told)))
        return {"rate": rate, "quantity": told / rate}

    return _identity_world(case, parts)


def ratio_of(case: Case) -> World:
    """A / b is the target, or its class follows from a / b."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        base = 100 * np.exp(case.pick(0.6, 1.2) * rng.normal(size=len(told)))
        return {"total": told * base, "base": base}

    return _identity_world(case, parts)


def affine_of(case: Case) -> World:
    """The target is an affine function of three columns, or its class follows from one."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        spread = 1.5 * told.std()
        first, second = spread * rng.normal(size=(2, len(told)))
        weights = np.random.default_rng([case.seed, case.number]).uniform(0.3, 3.0, 3)
        third = (told - 7.0 - weights[0] * first + weights[1] * second) / weights[2]
        return {"line_a": first, "line_b": second, "line_c": third}

    return _identity_world(case, parts)


def monotone_of(case: Case) -> World:
    """A monotone function of the target, or of the amount from which the class was cut."""

    def parts(told: Floats, rng: np.random.Generator) -> dict[str, Floats]:
        low = float(told.min())
        forms: dict[str, Callable[[], Floats]] = {
            "log": lambda: np.log1p(told - low),
            "root": lambda: np.sqrt(told - low),
            "square": lambda: (told - low) ** 2 / max(told.std(), 1e-9),
            "rank": lambda: np.argsort(np.argsort(told)).astype(np.float64),
            "falling": lambda: 1000.0 / (told - low + told.std()),
        }
        return {"index_value": forms[case.pick(*forms)]()}

    return _identity_world(case, parts)
