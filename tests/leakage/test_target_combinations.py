"""Quantities that were known too late, split into columns that say little alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.leakage.target.combinations import telling_combinations

Leaks = Callable[..., list[Finding]]
ROWS = 1_500


def table(task: str, seed: int, *, blur: float = 0.5) -> tuple[pd.DataFrame, np.ndarray]:
    """Return honest features with a target `y`, and the blurred amount behind it."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(ROWS, 4))
    amount = x @ np.array([0.5, -0.4, 0.3, 0.0]) + random.normal(size=ROWS)
    frame = pd.DataFrame(x, columns=["age", "usage", "visits", "width"])
    y = {
        "regression": amount,
        "binary": (amount > 0.3).astype(int),
        "multiclass": np.digitize(amount, [-0.7, 0.7]),
    }[task]
    return frame.assign(y=y), 20 + amount + blur * random.normal(size=ROWS)


def parts(kind: str, told: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Return columns that make up an amount."""
    noise = 2 * told.std() * random.normal(size=len(told))
    rate = np.exp(0.5 * random.normal(size=len(told)))
    return {
        "sum": {"day": 10 + noise, "night": told - 10 - noise},
        "difference": {"closing": 90 + noise + told, "opening": 90 + noise},
        "product": {"rate": rate, "quantity": told / rate},
        "ratio": {"total": told * rate, "base": rate},
        "three": {
            "a": noise,
            "b": (more := 3 * random.normal(size=len(told))),
            "c": 2 * told - noise + 0.7 * more,
        },
    }[kind]


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ("binary", "sum"),
        ("binary", "three"),
        ("binary", "product"),
        ("multiclass", "difference"),
        ("multiclass", "ratio"),
        ("regression", "sum"),
        ("regression", "product"),
        ("regression", "three"),
    ],
)
def test_a_noisy_amount_in_several_columns_is_asked_about(
    leaks_of: Leaks, task: str, kind: str
) -> None:
    frame, told = table(task, seed=len(kind))
    columns = parts(kind, told, np.random.default_rng(7))
    findings = leaks_of(frame.assign(**columns))
    assert [(f.check, set(f.columns)) for f in findings] == [("arithmetic_identity", set(columns))]


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("seed", [0, 1])
def test_features_that_go_together_and_each_say_something_are_left_alone(
    leaks_of: Leaks, task: str, seed: int
) -> None:
    random = np.random.default_rng(seed)
    shared = random.normal(size=(ROWS, 1))
    x = 0.7 * shared + 0.7 * random.normal(size=(ROWS, 5))
    amount = x @ np.array([0.8, -0.6, 0.4, 0.2, 0.0]) + 1.5 * random.normal(size=ROWS)
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(5)])
    y = {
        "regression": amount,
        "binary": (amount > 0.5).astype(int),
        "multiclass": np.digitize(amount, [-1, 1]),
    }[task]
    assert leaks_of(frame.assign(y=y)) == []


def test_a_wild_value_and_gaps_hide_nothing() -> None:
    frame, told = table("binary", seed=3)
    random = np.random.default_rng(3)
    columns = parts("difference", told, random)
    columns["closing"][5] = 1e9
    columns["opening"][random.random(ROWS) < 0.05] = np.nan
    x = frame.drop(columns="y").assign(**columns).to_numpy()
    (found,) = telling_combinations(x, frame[["y"]].to_numpy(dtype=float))
    assert found.columns == (4, 5)
    assert found.signs in {(1, -1), (-1, 1)}


@pytest.mark.parametrize("seed", range(5))
def test_noise_holds_no_combination(seed: int) -> None:
    random = np.random.default_rng(seed)
    assert telling_combinations(random.normal(size=(500, 30)), random.normal(size=(500, 3))) == []
