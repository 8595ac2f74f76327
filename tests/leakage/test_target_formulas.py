"""Numbers that are computed from a few columns, and honest numbers that only look like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.leakage.target.formulas import Factor
from ml_engineer_tools.leakage.target.identities import find_identities
from ml_engineer_tools.leakage.target.robust_fit import sparse_fit

Leaks = Callable[..., list[Finding]]
ROWS = 1_000


def demand(seed: int) -> tuple[pd.DataFrame, np.random.Generator]:
    """A number that depends on several features, with noise."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(ROWS, 4))
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(4)])
    frame["y"] = 50 + 6 * x[:, 0] + 5 * x[:, 1] + 4 * x[:, 2] + random.normal(size=ROWS) * 6
    return frame, random


FORMULAS: dict[str, tuple[str, Callable[[pd.DataFrame], Any]]] = {
    "sum of five": ("abcde", lambda c: c["a"] + c["b"] + c["c"] + c["d"] + c["e"]),
    "mean of three": ("abc", lambda c: (c["a"] + c["b"] + c["c"]) / 3),
    "difference": ("ab", lambda c: c["a"] - c["b"]),
    "weighted sum": ("abc", lambda c: 0.3 * c["a"] + 0.5 * c["b"] + 0.2 * c["c"]),
    "product": ("ab", lambda c: (c["a"] * c["b"]).round(2)),
    "ratio": ("ab", lambda c: (c["a"] / c["b"]).round(4)),
    "discount": ("abr", lambda c: (c["a"] * c["b"] * (1 - c["r"])).round(2)),
    "square": ("a", lambda c: c["a"] ** 2),
    "logarithm": ("a", lambda c: np.log(c["a"])),
    "exponential": ("a", lambda c: np.exp(c["a"] / 10)),
    "product less one": ("abc", lambda c: (c["a"] * c["b"] - c["c"]).round(2)),
    "wave": ("a", lambda c: np.sin(c["a"] / 5)),
}


class TestFormulas:
    @pytest.mark.parametrize(("seed", "kind"), list(enumerate(FORMULAS)))
    def test_the_columns_that_give_the_number_are_named(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        frame, random = demand(seed)
        for name in "abcde":
            frame[name] = random.gamma(3, 4, ROWS).round(2) + 0.5
        frame["r"] = random.choice([0.0, 0.05, 0.1, 0.2], ROWS)
        columns, formula = FORMULAS[kind]
        frame["y"] = formula(frame)
        findings = [f for f in leaks_of(frame) if f.check != "suspect_feature"]
        assert {name for f in findings for name in f.columns} == set(columns)
        assert {f.severity for f in findings} == {"high"}

    @pytest.mark.parametrize("kind", ["sum of five", "product", "difference", "exponential"])
    def test_a_few_odd_rows_and_nulls_hide_nothing(self, leaks_of: Leaks, kind: str) -> None:
        frame, random = demand(3)
        for name in "abcde":
            frame[name] = random.gamma(3, 4, ROWS).round(2) + 0.5
        columns, formula = FORMULAS[kind]
        frame["y"] = formula(frame)
        odd = random.random(ROWS) < 0.04
        frame.loc[odd, "y"] = frame["y"].sample(frac=1, random_state=0).to_numpy()[odd]
        frame.loc[random.random(ROWS) < 0.05, "a"] = np.nan
        findings = [f for f in leaks_of(frame) if f.check != "suspect_feature"]
        assert {name for f in findings for name in f.columns} == set(columns)

    @pytest.mark.parametrize("seed", [0, 1, 2])
    def test_a_number_with_noise_is_no_formula(self, leaks_of: Leaks, seed: int) -> None:
        frame, random = demand(seed)
        frame["a"], frame["b"] = random.gamma(3, 4, (2, ROWS))
        frame["y"] = frame["a"] * frame["b"] * np.exp(0.15 * random.normal(size=ROWS))
        assert [f for f in leaks_of(frame) if f.check != "suspect_feature"] == []

    def test_the_statement_reads_as_an_equation(self, leaks_of: Leaks) -> None:
        frame, random = demand(0)
        frame["price"] = random.gamma(3, 4, ROWS).round(2)
        frame["number"] = random.integers(1, 30, ROWS)
        frame["y"] = (frame["price"] * frame["number"]).round(2)
        (finding,) = leaks_of(frame)
        assert "`y` equals `price` times `number`" in finding.statement or (
            "`y` equals `number` times `price`" in finding.statement
        )


class TestTheSearch:
    def test_powers_are_found_as_whole_numbers(self) -> None:
        random = np.random.default_rng(0)
        x = random.gamma(3, 2, (500, 4)) + 0.1
        (identity,) = find_identities(list("pqrs"), x, x[:, 0] / x[:, 2] ** 2)
        assert set(identity.terms[0]) == {Factor("p"), Factor("r", -2.0)}

    def test_a_sum_that_some_rows_break_is_still_found(self) -> None:
        random = np.random.default_rng(0)
        x = random.normal(size=(800, 12))
        y = x[:, 1] - 2 * x[:, 5] + x[:, 7]
        y[:64] += random.normal(size=64) * 30
        assert sparse_fit(x, y, 6) == (1, 5, 7)

    def test_noise_is_no_sum(self) -> None:
        random = np.random.default_rng(0)
        x = random.normal(size=(800, 12))
        assert sparse_fit(x, x[:, :3].sum(axis=1) + random.normal(size=800), 6) == ()
