"""Two tables as populations: what tells them apart, and what was computed over both of them."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import NUMBERS, cut, found, honest, measure, serious, value


@pytest.mark.parametrize("seed", [0, 1])
def test_test_rows_chosen_in_another_way_are_told_from_training_rows(seed: int) -> None:
    frame, random = honest(seed, rows=1_000)
    chosen = random.random(len(frame)) < 1 / (1 + np.exp(-3 * frame["x2"]))
    train, test = frame[~chosen], frame[chosen]
    measurement = measure(train, test)
    (finding,) = found(measurement, "split_separation")
    assert finding.severity == "medium"
    assert finding.columns[0] == "x2"
    assert value(measurement, "train_test_separation_roc_auc") > 0.8


@pytest.mark.parametrize("seed", [0, 1])
def test_a_split_at_random_is_not_told_apart(seed: int) -> None:
    measurement = measure(*cut(honest(seed)[0], seed))
    assert found(measurement, "split_separation") == []
    assert value(measurement, "train_test_separation_roc_auc") == pytest.approx(0.5, abs=0.08)


def test_a_split_in_time_is_expected_to_be_told_apart() -> None:
    frame, _ = honest(0)
    frame["day"] = pd.date_range("2024-01-01", periods=len(frame))
    frame["x0"] += np.arange(len(frame)) / 200
    measurement = measure(frame[:500], frame[500:], time="day")
    (finding,) = found(measurement, "split_separation")
    assert finding.severity == "info"
    rows = [f for f in measurement.figures if f.quantity == "period_rows"]
    assert sum(int(f.value) for f in rows if f.subject.split == "train") == 500
    assert sum(int(f.value) for f in rows if f.subject.split == "test") == 200


def orders(seed: int, rows: int = 900) -> pd.DataFrame:
    frame, random = honest(seed, rows=rows)
    frame["customer"] = np.char.add("c", random.integers(0, 200, rows).astype(str))
    frame["day"] = pd.date_range("2024-01-01", periods=rows, freq="h")
    return frame


@pytest.mark.parametrize("statistic", ["count", "mean", "max"])
@pytest.mark.parametrize("seed", [0, 1])
def test_an_aggregate_over_both_tables_is_found_and_one_over_training_rows_is_not(
    statistic: Literal["count", "mean", "max"], seed: int
) -> None:
    frame = orders(seed)
    known = frame[:600].groupby("customer")["x0"].agg(statistic)
    frame["total"] = frame.groupby("customer")["x0"].transform(statistic)
    roles = {"group": "customer", "time": "day"}
    (finding,) = found(measure(frame[:600], frame[600:], **roles), "aggregate_past_split")
    assert finding.severity == "medium"
    assert finding.columns[:2] == ("total", "customer")
    frame["total"] = frame["customer"].map(known).fillna(0)
    assert found(measure(frame[:600], frame[600:], **roles), "aggregate_past_split") == []


def test_a_final_count_in_every_row_of_one_table_reaches_into_the_future() -> None:
    frame = orders(0)
    frame["orders"] = frame.groupby("customer")["x0"].transform("count")
    measurement = measure(frame, group="customer", time="day")
    (finding,) = found(measurement, "aggregate_past_split")
    assert finding.columns == ("orders", "customer")
    frame["orders"] = frame.groupby("customer").cumcount()
    assert found(measure(frame, group="customer", time="day"), "aggregate_past_split") == []


def test_scaling_before_the_split_is_told_and_called_harmless() -> None:
    frame, _ = honest(0)
    frame[NUMBERS] = (frame[NUMBERS] - frame[NUMBERS].mean()) / frame[NUMBERS].std(ddof=0)
    train, test = cut(frame, 0)
    (finding,) = found(measure(train, test), "scaled_together")
    assert finding.severity == "info"
    assert "almost no harm" in finding.statement
    mean, spread = train[NUMBERS].mean(), train[NUMBERS].std(ddof=0)
    train[NUMBERS] = (train[NUMBERS] - mean) / spread
    test[NUMBERS] = (test[NUMBERS] - mean) / spread
    measurement = measure(train, test)
    assert found(measurement, "scaled_together") == []
    assert serious(measurement) == []
