"""The profile asked by one column: the target and the means of numbers, level by level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer.cli import run
from ml_engineer_tools.evidence import Evidence


@pytest.fixture
def table(workspace: Path) -> pd.DataFrame:
    random = np.random.default_rng(0)
    month = pd.to_datetime("2024-01-15") + pd.to_timedelta(random.integers(0, 120, 600), unit="D")
    frame = pd.DataFrame(
        {
            "kind": random.choice(["a", "b", "rare"], 600, p=[0.6, 0.38, 0.02]),
            "day": month.strftime("%Y-%m-%d"),
            "size": random.normal(10, 2, 600).round(3),
        }
    )
    frame["cost"] = (frame["size"] * (1 + (frame["kind"] == "b"))).round(3)
    frame["y"] = (random.random(600) < np.where(frame["kind"] == "b", 0.7, 0.2)).astype(int)
    frame.to_csv(workspace / "t.csv", index=False)
    return frame


def measured(capsys: pytest.CaptureFixture[str], *asked: str) -> Evidence:
    assert run(["profile", "t.csv", *asked, "--json"]) == 0
    return Evidence.model_validate_json(capsys.readouterr().out)


def by_level(evidence: Evidence, quantity: str, column: str) -> dict[str, float]:
    return {
        str(one.subject.slice): float(one.value)
        for one in evidence.measurement.figures
        if (one.quantity, one.subject.column) == (quantity, column) and one.subject.slice
    }


def test_shares_are_of_exploration_rows_and_means_of_all(
    table: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = measured(capsys, "--target", "y", "--by", "kind")
    shares = by_level(evidence, "positive_share", "kind")
    assert shares.keys() == {"a", "b"}  # of too few rows "rare" is not told
    counted = [f.n for f in evidence.measurement.figures if f.quantity == "positive_share"]
    assert sum(n for n in counted if n) < 0.9 * len(table)
    assert shares["b"] > shares["a"] + 0.3
    means = by_level(evidence, "mean", "cost")
    expected = table.groupby("kind")["cost"].mean()
    assert means["kind = b"] == pytest.approx(expected["b"], rel=1e-4)
    (told,) = [f for f in evidence.measurement.findings if f.check == "target_by_level"]
    assert told.severity == "info"


def test_means_of_each_class_are_of_exploration_rows(
    table: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = measured(capsys, "--target", "y", "--by", "y")
    means = by_level(evidence, "mean", "cost")
    assert means["y = 1"] > means["y = 0"]
    rows = by_level(evidence, "rows_by_level", "y")
    assert sum(rows.values()) < 0.9 * len(table)


def test_a_number_is_told_by_quarters_and_a_day_by_month(
    table: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    quarters = by_level(measured(capsys, "--target", "cost", "--by", "size"), "target_mean", "size")
    assert len(quarters) == 4
    assert max(quarters, key=lambda level: quarters[level]).startswith("over ")
    months = by_level(measured(capsys, "--by", "day"), "rows_by_level", "day")
    assert list(months) == sorted(months)
    assert set(months) <= set(table["day"].str[:7])


def test_a_column_that_is_not_there_is_one_sentence(
    table: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["profile", "t.csv", "--by", "kid"]) == 2
    assert "has no column 'kid' for the levels; nearest: 'kind'" in capsys.readouterr().err
