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


SIGNED: dict[str, tuple[str, Callable[[pd.DataFrame], Any]]] = {
    "`net` times (one plus `rate`)": ("net rate", lambda c: (c["net"] * (1 + c["rate"])).round(2)),
    "`gain` times (one plus `rate`)": ("gain rate", lambda c: c["gain"] * (1 + c["rate"])),
    "`gain` divided by `net`": ("gain net", lambda c: c["gain"] / c["net"]),
    "`gain` times `drift`": ("gain drift", lambda c: c["gain"] * c["drift"]),
    "(`gain` minus `net`) divided by `net`": ("gain net", lambda c: c["gain"] / c["net"] - 1),
    "`net` divided by (`net` plus `cost`)": (
        "net cost",
        lambda c: c["net"] / (c["net"] + c["cost"]),
    ),
    "`gain` minus `net` times `rate`": (
        "gain net rate",
        lambda c: c["gain"] - c["net"] * c["rate"],
    ),
    "100 times `gain` divided by `net`": ("gain net", lambda c: 100 * c["gain"] / c["net"]),
    "`drift` plus `gain` minus `net`": (
        "drift gain net",
        lambda c: c["gain"] + c["drift"] - c["net"],
    ),
}


class TestTheSimplestFormulaIsTold:
    @pytest.mark.parametrize("told", list(SIGNED))
    def test_of_all_that_hold(self, told: str) -> None:
        random = np.random.default_rng(0)
        frame = pd.DataFrame({
            "net": random.lognormal(5, 1, 400).round(2), "cost": random.gamma(3, 40, 400).round(2),
            "gain": random.normal(0, 90, 400).round(2), "drift": random.normal(0, 9, 400).round(2),
            "rate": random.choice([0.07, 0.19], 400), "other": random.normal(size=400),
        })  # fmt: skip
        names, formula = SIGNED[told]
        y = formula(frame).to_numpy()
        (identity,) = find_identities([str(name) for name in frame], frame.to_numpy(), y)
        assert set(identity.columns) == set(names.split())
        words = identity.words([f"{weight:g}" for weight in identity.coefficients])
        assert sorted(words.split()) == sorted(told.split())

    @pytest.mark.parametrize("seed", [0, 1])
    def test_numbers_that_have_nothing_to_do_with_the_target_are_no_formula(
        self, seed: int
    ) -> None:
        random = np.random.default_rng(seed)
        x = np.column_stack([random.gamma(9, 1, (500, 4)).round(1), random.normal(size=(500, 4))])
        for y in (random.gamma(30, 3, 500).round(), x[:, 0] * x[:, 1] + random.normal(size=500)):
            assert find_identities(list("abcdefgh"), x, y) == []


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
