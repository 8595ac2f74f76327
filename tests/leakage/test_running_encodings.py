"""Running encodings: what carries on with the row's own label, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import found, measure

RUNNING: dict[str, Callable[[pd.Series], pd.Series]] = {
    "mean": lambda y: y.expanding().mean(),
    "sum": lambda y: y.cumsum(),
    "smoothed": lambda y: (y.cumsum() + 5 * 0.3) / (np.arange(1, len(y) + 1) + 5),
    "fading": lambda y: y.ewm(alpha=0.2).mean(),
}
Made = Callable[[pd.Series], pd.Series]


def payments(made: Made, *, number: bool = False, earlier: bool = False) -> pd.DataFrame:
    """Accounts with a row a week, whose outcomes have nothing to do with each other."""
    random = np.random.default_rng(0)
    account = np.repeat(np.arange(150), 12)
    frame = pd.DataFrame(
        {
            "account": [f"A{k}" for k in account],
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(7 * (np.arange(1_800) % 12), "D"),
            "amount": random.gamma(2, 20, 1_800).round(2),
        }
    )
    y = random.normal(size=1_800) if number else (random.random(1_800) < 0.3).astype(int)
    frame["bad"] = y
    groups = frame.groupby("account")["bad"]
    frame["rate"] = groups.transform(
        lambda one: made(one.astype(float)).shift(1) if earlier else made(one.astype(float))
    ).round(4)
    return frame


@pytest.mark.parametrize("kind", RUNNING)
def test_a_running_encoding_with_the_own_label_is_found(kind: str) -> None:
    frame = payments(RUNNING[kind], number=kind == "fading")
    measurement = measure(frame, target="bad", time="day", group="account")
    (finding,) = found(measurement, "target_encoding")
    assert (finding.severity, finding.columns) == ("high", ("rate", "account"))


@pytest.mark.parametrize("kind", ["mean", "sum"])
def test_it_is_found_without_roles_where_the_file_is_in_order(kind: str) -> None:
    frame = payments(RUNNING[kind]).sort_values(["day", "account"]).drop(columns="day")
    (finding,) = found(measure(frame, target="bad"), "target_encoding")
    assert finding.columns[0] == "rate"


@pytest.mark.parametrize("kind", RUNNING)
def test_one_that_waits_for_the_outcome_is_left_alone(kind: str) -> None:
    frame = payments(RUNNING[kind], number=kind == "fading", earlier=True)
    measurement = measure(frame, target="bad", time="day", group="account")
    assert found(measurement, "target_encoding", "target_lead") == []


def test_an_honest_measure_that_drives_the_target_and_drifts_is_left_alone() -> None:
    random = np.random.default_rng(1)
    frame = payments(RUNNING["mean"]).drop(columns="rate")
    steps = random.normal(size=(150, 12))
    frame["heat"] = steps.cumsum(axis=1).ravel()
    frame["bad"] = 2 * frame["heat"] + 0.3 * random.normal(size=1_800)
    measurement = measure(frame, target="bad", time="day", group="account")
    assert found(measurement, "target_encoding") == []
