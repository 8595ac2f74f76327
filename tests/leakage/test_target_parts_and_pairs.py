"""Classes that a part of a value gives away, or two columns together, and none alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding

Leaks = Callable[..., list[Finding]]
ROWS = 1_200


def churn(seed: int, rows: int = ROWS) -> tuple[pd.DataFrame, np.random.Generator]:
    """A class that depends on several features a little."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 5))
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(5)])
    logit = x @ np.array([0.9, -0.7, 0.5, 0.4, 0.0]) - 0.5
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, random


def coded(kind: str, y: np.ndarray, random: np.random.Generator) -> Any:
    """Return a column that differs in (nearly) each row and holds the class somewhere."""
    number = random.integers(10**5, 10**6, len(y))
    many = ["quick", "brown", "fox", "jumps", "over", "lazy", "dog", "today"]
    return {
        "ending": [f"ORD-{n}-{'KQ'[v]}{n % 7}" for n, v in zip(number, y, strict=True)],
        "beginning": [f"{'AB'[v]}{n}" for n, v in zip(number, y, strict=True)],
        "word": [
            " ".join([*random.choice(many, 6), "refunded" if v else "settled", str(n)])
            for n, v in zip(number, y, strict=True)
        ],
        "parity": 2 * number + y,
        "last digit": 10 * number + np.where(y == 1, number % 4, 4 + number % 6),
        "decimals": np.where(y == 1, number / 4 // 1, number / 4 // 1 + 0.25),
        "hour": pd.Timestamp("2024-01-01")
        + pd.to_timedelta(24 * (number % 300) + np.where(y == 1, 0, 1 + number % 23), unit="h"),
        "none": [f"ORD-{n}-{'KQ'[n % 2]}" for n in number],
    }[kind]


class TestParts:
    @pytest.mark.parametrize(
        ("seed", "kind"),
        list(
            enumerate(["ending", "beginning", "word", "parity", "last digit", "decimals", "hour"])
        ),
    )
    def test_a_code_that_holds_the_class_is_found(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["code"] = coded(kind, frame["y"].to_numpy(), random)
        (finding,) = [finding for finding in leaks_of(frame) if finding.severity == "high"]
        assert finding.columns == ("code",)
        assert kind == "decimals" or "What tells is" in finding.statement

    def test_the_word_itself_is_not_quoted(self, leaks_of: Leaks) -> None:
        frame, random = churn(0)
        frame["note"] = coded("word", frame["y"].to_numpy(), random)
        (finding,) = leaks_of(frame)
        assert "refunded" not in finding.statement
        assert "settled" not in finding.statement

    @pytest.mark.parametrize("seed", [0, 1])
    def test_a_code_that_holds_nothing_is_left_alone(self, leaks_of: Leaks, seed: int) -> None:
        frame, random = churn(seed)
        frame["code"] = coded("none", frame["y"].to_numpy(), random)
        frame["number"] = random.permutation(10**6)[:ROWS]
        assert leaks_of(frame) == []


def pair(kind: str, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return two columns and the class that they give together."""
    a, b = random.normal(10, 3, ROWS).round(2), random.normal(10, 3, ROWS).round(2)
    c, d = random.gamma(3, 2, ROWS), random.gamma(3, 2, ROWS)
    e = random.normal(1_000, 300, ROWS).round(2)
    f = (e + random.normal(0, 3, ROWS)).round(2)
    flag, other = random.integers(0, 2, (2, ROWS))
    town = random.choice(list("abcdefgh"), ROWS)
    near = np.where(random.random(ROWS) < 0.4, town, random.choice(list("abcdefgh"), ROWS))
    return {
        "sum": (a, b, a + b > 22),
        "difference": (a, b, a - b > 1),
        "close rivals": (e, f, f > e),
        "ratio": (c, d, c / d > 1.3),
        "product": (a - 10, b - 10, (a - 10) * (b - 10) > 1),
        "distance": (a, b, np.abs(a - b) < 2),
        "equal": (town, near, town == near),
        "either": (flag, other, flag != other),
    }[kind]


class TestPairs:
    @pytest.mark.parametrize(
        ("seed", "kind"),
        list(
            enumerate(
                [
                    "sum",
                    "difference",
                    "close rivals",
                    "ratio",
                    "product",
                    "distance",
                    "equal",
                    "either",
                ]
            )
        ),
    )
    def test_a_class_that_two_columns_give_is_found(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["a"], frame["b"], label = pair(kind, random)
        frame["y"] = label.astype(int)
        findings = leaks_of(frame)
        assert [set(f.columns) for f in findings if f.check == "arithmetic_identity"] == [
            {"a", "b"}
        ]
        assert findings[0].severity in ("high", "medium")

    def test_a_sum_of_four_columns_above_a_limit_is_found(self, leaks_of: Leaks) -> None:
        frame, random = churn(0, rows=2_500)
        parts = random.gamma(2, 5, (2_500, 4)).round(1)
        frame[list("pqrs")] = parts
        frame["y"] = (parts.sum(axis=1) > 42).astype(int)
        (finding,) = leaks_of(frame)
        assert finding.check == "arithmetic_identity"
        assert set(finding.columns) == set("pqrs")

    @pytest.mark.parametrize(("seed", "kind"), list(enumerate(["sum", "ratio", "either", "sum"])))
    def test_a_strong_but_noisy_relation_of_two_columns_is_honest(
        self, leaks_of: Leaks, kind: str, seed: int
    ) -> None:
        frame, random = churn(seed)
        frame["a"], frame["b"], label = pair(kind, random)
        if kind == "sum":
            quantity = (frame["a"].to_numpy() + frame["b"].to_numpy() - 22) / 1.5
        elif kind == "ratio":
            quantity = np.log(frame["a"].to_numpy() / frame["b"].to_numpy() / 1.3) * 3
        else:
            quantity = 3.0 * label - 1.5
        frame["y"] = (random.random(ROWS) < 1 / (1 + np.exp(-quantity))).astype(int)
        findings = leaks_of(frame)
        assert [f for f in findings if f.check == "arithmetic_identity"] == []
        assert [f for f in findings if f.severity == "high"] == []

    def test_two_clusters_with_a_gap_between_them_are_honest(self, leaks_of: Leaks) -> None:
        random = np.random.default_rng(0)
        y = random.integers(0, 2, ROWS)
        centres = np.array([[0.0, 0.0, 0.0], [3.2, 3.2, 3.2]])
        frame = pd.DataFrame(centres[y] + random.normal(size=(ROWS, 3)), columns=list("abc"))
        frame["y"] = y
        assert [f for f in leaks_of(frame) if f.severity == "high"] == []
