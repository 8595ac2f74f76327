"""Numbers and dates in text are read where it is clear what they are, and only there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.profiling.values.written import read_days, read_numbers


def numbers(*texts: str) -> list[float]:
    return [float(number) for number in read_numbers(dict.fromkeys(texts, 1))]


def days(*texts: str) -> list[str]:
    return [day.isoformat() for day in read_days(dict.fromkeys(texts, 1))]


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("€ 1,234.50", "EUR 12.25", "€ 7.00"), [7, 12.25, 1234.5]),
        (("1.234,50 €", "12,25 €", "1.000 €"), [12.25, 1000, 1234.5]),
        (("$1,200", "$3.5k", "($20)", "-$1"), [-20, -1, 1200, 3500]),
        (("12 m", "7 m", "n/a"), [7, 12]),
        (("1e3", "2.5", "-4"), [-4, 2.5, 1000]),
        (("1 234,5", "1'000,25", "-0,5"), [-0.5, 1000.25, 1234.5]),
        (("12.5%", "100 %"), [12.5, 100]),
        (("$ 5", "€ 5"), []),
        (("5 kg", "12 g"), []),
        (("a", "b", "5"), []),
    ],
)
def test_numbers_are_read_as_they_are_meant(texts: tuple[str, ...], read: list[float]) -> None:
    assert numbers(*texts) == read


def test_an_order_of_days_is_taken_from_those_that_leave_no_doubt() -> None:
    assert days("03/04/2024", "25/12/2023") == ["2023-12-25", "2024-04-03"]
    assert days("03/04/2024", "12/25/2023") == ["2023-12-25", "2024-03-04"]
    assert days("2024-01-05", "5 Mar 2024", "Mar 2023", "20240601") == [
        "2023-03-01", "2024-01-05", "2024-03-05", "2024-06-01",
    ]  # fmt: skip
    assert days("03/04/2024", "05/06/2024") == []
    assert days("2024-02-31") == []


def test_money_and_mixed_dates_have_bounds_and_a_histogram(profile: Callable[..., Any]) -> None:
    rng = np.random.default_rng(0)
    amounts = rng.lognormal(6, 1, 300).round(2)
    start = datetime.date(2023, 1, 15)
    dates = [start + datetime.timedelta(days=int(k)) for k in rng.permutation(300)]
    frame = pd.DataFrame(
        {
            "price": [f"€ {v:,.2f}" if k % 4 else f"EUR {v:.2f}" for k, v in enumerate(amounts)],
            "day": [f"{d:%Y-%m-%d}" if k % 3 else f"{d:%d/%m/%Y}" for k, d in enumerate(dates)],
        }
    )
    found = profile(frame)
    assert found.value("minimum", "price") == pytest.approx(amounts.min())
    assert found.value("quantile_50", "price") == pytest.approx(np.median(amounts), rel=1e-4)
    assert sum(f.value for f in found.figures("histogram_rows", "price")) == 300
    (first,), (last,) = (found.figures(q, "day") for q in ("first_instant", "last_instant"))
    assert (first.value, last.value) == ("2023-01-15", "2023-11-10")


def test_a_number_that_stands_for_nothing_stretches_no_axis(profile: Callable[..., Any]) -> None:
    income = np.random.default_rng(1).normal(40_000, 8_000, 500).round()
    income[:40] = -1
    bars = profile(pd.DataFrame({"income": income})).figures("histogram_rows", "income")
    assert sum(f.value for f in bars) == 460
    assert not any("-" in f.subject.slice for f in bars)
