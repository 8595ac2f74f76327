"""The interval of a share that differs knows which joined rows hang together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.parity.worlds import compared, panel

from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.parity.dependence import Bonds


def interval(evidence: Evidence, column: str) -> tuple[float, float] | None:
    return next(
        f.interval
        for f in evidence.measurement.figures
        if f.quantity == "differing_share" and f.subject.column == column
    )


def width(found: tuple[float, float] | None) -> float:
    assert found is not None
    return found[1] - found[0]


def test_whole_entities_that_differ_leave_more_open_than_as_many_rows_by_themselves() -> None:
    before = panel().drop(columns="day").assign(order=range(800))
    whole = before.assign(balance=before.balance + (before.id < 8))
    spread = before.assign(balance=before.balance + (before.order % 5 == 0))
    key = ("id", "order")

    of_entities, of_rows = (interval(compared(before, t, *key), "balance") for t in (whole, spread))

    assert width(of_entities) > 3 * width(of_rows)


def test_a_burst_leaves_more_open_than_as_many_moments_by_themselves() -> None:
    day = np.arange(2000)
    keys = pd.DataFrame({"day": day})
    bonds = Bonds.of_keys(keys, "day", day)

    burst, even = (bonds.interval(d) for d in (day // 400 == 2, day % 5 == 2))

    assert width(burst) > 2 * width(even)


def test_where_nothing_differs_an_entity_is_worth_one_row() -> None:
    before = panel().drop(columns="day").assign(order=range(800))

    found = interval(compared(before, before, "id", "order"), "balance")

    assert found is not None
    assert 0.05 < found[1] < 0.15


def test_where_nothing_differs_in_time_there_is_no_interval_and_a_note_says_why() -> None:
    found = compared(panel(), panel(), "id", "day")

    assert interval(found, "balance") is None
    assert any("has no interval" in note for note in found.measurement.notes)


def test_the_interval_of_none_of_a_few_rows_begins_at_nothing() -> None:
    before = panel().head(20)[["id", "balance"]].assign(id=range(20))

    found = interval(compared(before, before.head(12)), "balance")

    assert found is not None
    assert found[0] == 0
    assert found[1] == pytest.approx(0.24, abs=0.01)
