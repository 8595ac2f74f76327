"""Files that are in order, and those that only seem so step by step."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.modelling.in_order import is_in_order


def test_a_file_that_rises_or_falls_is_in_order_even_if_a_few_rows_came_late() -> None:
    values = np.arange(3000.0) // 7
    assert is_in_order(values)
    assert is_in_order(-values)
    values[[100, 700, 1500]] -= 40
    assert is_in_order(values)


def test_a_day_of_the_month_that_starts_anew_is_no_order_of_the_file() -> None:
    days = np.tile(np.repeat(np.arange(1.0, 31.0), 40), 28)
    assert (np.diff(days) >= 0).mean() > 0.99
    assert not is_in_order(days)


def test_what_is_shuffled_is_in_no_order() -> None:
    assert not is_in_order(np.random.default_rng(0).normal(size=500))
