"""Stale values are told by all that training has of the entity, not by the joined rows alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.parity.worlds import compared, differs, panel, patterns, value

DAYS = 20


def walk(seed: int = 3) -> pd.DataFrame:
    """Return a table whose balance wanders by itself in each entity."""
    return panel(entities=60, days=DAYS, seed=seed)


def late(before: pd.DataFrame, rows: int | pd.Series) -> pd.DataFrame:
    """Return what serving logs if each balance is so many rows of the entity old."""
    place = before.groupby("id").cumcount()
    start = np.arange(len(before)) - place
    source = start + np.maximum(place - rows, 0)
    return before.assign(balance=before.balance.to_numpy()[source])


@pytest.mark.parametrize("share", [0.06, 0.5])
def test_a_log_of_some_requests_shows_every_value_that_is_a_day_old(share: float) -> None:
    before = walk()
    after = late(before, 1).sample(frac=share, random_state=0)

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance") == {"stale": 1.0}
    assert value(found, "pattern_stale", column="balance") == 1


def test_one_logged_row_of_each_entity_is_enough() -> None:
    before = walk()
    after = late(before, 2)[before.groupby("id").cumcount() == 9]

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance") == {"stale": 1.0}
    assert value(found, "pattern_stale", column="balance") == 2
    assert not [note for note in found.measurement.notes if note.startswith("Stale values can't")]


def test_a_key_that_is_a_day_off_says_that_serving_is_ahead() -> None:
    before = walk()
    after = before.assign(day=before.day - pd.Timedelta(days=1))

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance") == {"ahead": 1.0}


def test_values_that_are_computed_once_a_week_are_stale_by_one_to_six_rows() -> None:
    before = walk()
    after = late(before, before.groupby("id").cumcount() % 7)

    found = compared(before, after, "id", "day")

    assert patterns(found, "balance")["stale"] == 1
    assert value(found, "pattern_stale_least", column="balance") == 1
    assert value(found, "pattern_stale_most", column="balance") == 6
    assert "1 to 6 rows" in differs(found, "balance").statement


def test_the_rows_of_a_table_need_not_be_in_order_of_time() -> None:
    before = walk()
    after = late(before, 1).sample(frac=0.1, random_state=1)

    found = compared(before.sample(frac=1, random_state=2), after, "id", "day")

    assert patterns(found, "balance") == {"stale": 1.0}


def test_text_and_instants_may_be_stale_too() -> None:
    before = walk()
    random = np.random.default_rng(4)
    before["plan"] = random.choice([f"p{k}" for k in range(40)], len(before))
    before["seen"] = before.day + pd.to_timedelta(random.integers(0, 10**6, len(before)), unit="s")
    place = before.groupby("id").cumcount().to_numpy()
    source = np.arange(len(before)) - np.where(place > 0, 1, 0)
    after = before.assign(plan=before.plan.to_numpy()[source], seen=before.seen.to_numpy()[source])

    found = compared(before, after.sample(frac=0.2, random_state=5), "id", "day")

    for name in ("plan", "seen"):
        assert patterns(found, name) == {"stale": 1.0}


def test_few_values_that_come_up_by_chance_are_not_stale() -> None:
    before = walk()
    random = np.random.default_rng(6)
    before["grade"] = random.integers(1, 6, len(before)) ** 2
    after = before.assign(grade=random.permutation(before.grade))

    found = compared(before, after.sample(frac=0.5, random_state=7), "id", "day")

    assert not {"stale", "ahead"} & set(patterns(found, "grade"))


def test_without_a_second_row_of_any_entity_it_is_said_that_it_cannot_be_told() -> None:
    before = walk().drop_duplicates("id")
    after = before.assign(balance=before.balance + 1)

    notes = compared(before, after, "id", "day").measurement.notes

    assert any("no `id` has several rows in training" in note for note in notes)
