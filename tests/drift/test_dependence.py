"""Rows that depend on each other are worth fewer independent ones, and it is told how many."""

from __future__ import annotations

import numpy as np
import pytest

from ml_engineer_tools.drift.counts import Counts
from ml_engineer_tools.drift.dependence import (
    block_count,
    design_effect,
    ordered_design_effect,
)


def blocks_of(values: Counts, bins: int = 10) -> Counts:
    edges = np.quantile(values, np.arange(1, bins) / bins)
    codes = np.searchsorted(edges, values)
    n = block_count(len(values))
    block = np.arange(len(values)) * n // len(values)
    counts = np.zeros((n, bins))
    np.add.at(counts, (block, codes), 1)
    return counts


def autoregressive(rows: int, memory: float, seed: int) -> Counts:
    noise = np.random.default_rng(seed).normal(size=rows)
    values = np.zeros(rows)
    for k in range(1, rows):
        values[k] = memory * values[k - 1] + noise[k]
    return values


@pytest.mark.parametrize("rows", [200, 5000])
def test_independent_rows_are_worth_themselves(rows: int) -> None:
    effects = [
        ordered_design_effect(blocks_of(np.random.default_rng(seed).normal(size=rows)))
        for seed in range(30)
    ]
    assert np.median(effects) < 1.3
    assert max(effects) < 4


@pytest.mark.parametrize("memory", [0.9, 0.99])
def test_rows_of_an_autoregression_are_worth_about_what_theory_says(memory: float) -> None:
    # The mean of an AR(1) has (1 + memory) / (1 - memory) times the variance; that of shares of
    # cumulative counts has somewhat less.
    theory = (1 + memory) / (1 - memory)
    effects = [
        ordered_design_effect(blocks_of(autoregressive(20_000, memory, seed))) for seed in range(10)
    ]
    assert 0.5 * theory < np.median(effects) < 2.5 * theory


def test_levels_that_come_in_runs_are_worth_less() -> None:
    rng = np.random.default_rng(0)
    runs = np.repeat(rng.integers(0, 3, 100), 50)
    scattered = rng.permutation(runs)
    effects = []
    for codes in (runs, scattered):
        counts = np.zeros((64, 3))
        np.add.at(counts, (np.arange(5000) * 64 // 5000, codes), 1)
        effects.append(design_effect(counts))
    assert effects[0] > 20
    assert effects[1] < 3


def test_of_a_constant_or_a_few_rows_nothing_is_said() -> None:
    assert ordered_design_effect(np.full((64, 1), 5.0)) == 1
    assert ordered_design_effect(np.array([[1.0, 0.0], [0.0, 1.0]])) == 1
