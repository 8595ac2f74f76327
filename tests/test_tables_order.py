"""Which of two tables came later: by flags, by names of files, by dates that both hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer import Engineer
from ml_engineer.conversation import AssistantMessage
from ml_engineer.tables_order import order_of_tables
from ml_engineer_tools.tables.date_spans import DateSpan

MARCH = {"ts": DateSpan(first=100, mean=150, last=200)}
APRIL = {"ts": DateSpan(first=210, mean=260, last=310)}
WITHIN = {"ts": DateSpan(first=102, mean=151, last=199)}
BORN = {"born": DateSpan(first=0, mean=50, last=100)}
BORN_LATER = {"born": DateSpan(first=0, mean=52, last=101)}


@pytest.mark.parametrize(
    ("data", "test", "newer"),
    [
        ("sre_live.csv", "sre_ref.csv", "data"),
        ("sre_ref.csv", "sre_live.csv", "test"),
        ("folder/current.parquet", "folder/baseline.parquet", "data"),
        ("prod_scores.csv", "validation_scores.csv", "data"),
        ("afterRelease.csv", "beforeRelease.csv", "data"),
        ("sales.csv", "sales_old.csv", "data"),
        ("lead_june.csv", "lead_train.csv", "data"),
        ("claims_2025-04.csv", "claims_2025-03.csv", "data"),
        ("march.csv", "january.csv", "data"),
        ("week12.csv", "week9.csv", "data"),
        ("train.csv", "test.csv", "test"),
        ("a.csv", "b.csv", None),
        ("live_a.csv", "live_b.csv", None),
        ("livestock.csv", "reference.csv", "data"),
        ("newark.csv", "oldham.csv", None),
        ("maypole.csv", "januaries.csv", None),
        ("prod_ref.csv", "prod_live.csv", "test"),
    ],
)
def test_names_of_files_tell_which_is_newer(data: str, test: str, newer: str | None) -> None:
    order = order_of_tables(data, test, {}, {})
    assert (order.newer if order else None) == newer


def test_dates_tell_where_names_do_not() -> None:
    order = order_of_tables("a.csv", "b.csv", APRIL | BORN, MARCH | BORN_LATER)
    assert order is not None
    assert (order.newer, order.by, order.column) == ("data", "dates", "ts")
    assert order_of_tables("a.csv", "b.csv", MARCH, WITHIN) is None
    assert order_of_tables("a.csv", "b.csv", {"x": APRIL["ts"]}, MARCH) is None


def test_dates_go_before_a_name_that_says_it_of_one_file_only() -> None:
    order = order_of_tables("customer_base.csv", "b.csv", APRIL, MARCH)
    assert order is not None
    assert order.newer == "data"


def test_dates_that_disagree_tell_nothing_unless_one_is_the_time() -> None:
    older = {"due": DateSpan(first=0, mean=10, last=20)}
    newer = {"due": DateSpan(first=30, mean=40, last=50)}
    assert order_of_tables("a.csv", "b.csv", APRIL | older, MARCH | newer) is None
    order = order_of_tables("a.csv", "b.csv", APRIL | older, MARCH | newer, "ts")
    assert order is not None
    assert order.newer == "data"


@pytest.fixture
async def engineer(tmp_path: Path) -> AsyncIterator[Engineer]:
    random = np.random.default_rng(3)
    for name, month in (("alpha", 4), ("beta", 3)):
        when = pd.Timestamp(2025, month, 1) + pd.to_timedelta(np.arange(600), "h")
        x = random.normal(size=600) * (100 if month == 4 else 1)
        pd.DataFrame({"ts": when, "x": x, "y": random.integers(0, 2, 600)}).to_csv(
            tmp_path / f"{name}.csv", index=False
        )
    async with Engineer(workspace=tmp_path) as engineer:
        yield engineer


def compared(engineer: Engineer) -> list[tuple[object, object]]:
    return [
        (call.arguments["reference"], call.arguments["current"])
        for message in engineer.session.segment
        if isinstance(message, AssistantMessage)
        for call in message.calls
        if call.name == "measure_drift"
    ]


async def test_tables_that_a_message_names_are_compared_in_the_order_of_their_dates(
    engineer: Engineer,
) -> None:
    answer = await engineer.ask("what moved between alpha.csv and beta.csv?")
    assert compared(engineer) == [("beta.csv", "alpha.csv")]
    assert "`beta.csv` was taken as before and `alpha.csv` as after, by the dates in `ts`" in (
        answer.text
    )
    again = await engineer.ask("which columns moved and how much?")
    assert "was taken as before" not in again.text


async def test_what_a_person_says_of_the_files_goes_before_dates(engineer: Engineer) -> None:
    await engineer.ask("what moved between alpha.csv and beta.csv? alpha.csv is the reference")
    assert compared(engineer) == [("alpha.csv", "beta.csv")]


async def test_a_flag_says_what_each_table_is(engineer: Engineer) -> None:
    answer = await engineer.ask("what moved?", data="alpha.csv", test="beta.csv")
    assert compared(engineer) == [("alpha.csv", "beta.csv")]
    assert "was taken as before" not in answer.text
