"""What varies within a reference is measured, and limits lie beyond it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.release.workspace import frame

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.monitoring.plan import expected_monitors
from ml_engineer_tools.monitoring.request import VariationRequest
from ml_engineer_tools.monitoring.variation import measure_variation

ENGINE = open_engine()


def measured(table: pd.DataFrame, **roles: str) -> Evidence:
    ENGINE.register("data", table)
    return measure_variation(VariationRequest(data="data", **roles), Context(ENGINE))


def value(evidence: Evidence, quantity: str, column: str) -> float:
    return next(
        float(figure.value)
        for figure in evidence.measurement.figures
        if (figure.quantity, figure.subject.column) == (quantity, column)
    )


def test_a_limit_lies_beyond_all_that_was_seen_and_a_small_effect() -> None:
    evidence = measured(frame(2000), target="bought")
    for quantity, floor in (("ks_distance", 0.08), ("psi", 0.1)):
        limit = value(evidence, f"{quantity}_limit", "amount")
        assert limit >= max(floor, value(evidence, f"{quantity}_highest", "amount"))


def test_a_restless_column_gets_a_wide_limit_and_is_named() -> None:
    table = frame(2000)
    table["season"] = np.sin(np.arange(2000) / 100) + np.random.default_rng(0).normal(0, 0.1, 2000)
    evidence = measured(table)
    assert value(evidence, "ks_distance_limit", "season") > 0.3
    (finding,) = evidence.measurement.findings
    assert (finding.check, finding.columns) == ("varies_within_reference", ("season",))


def test_the_order_of_time_is_taken_where_it_is_given() -> None:
    table = frame(2000)
    table["day"] = pd.date_range("2024-01-01", periods=2000, freq="h")
    table["amount"] += np.linspace(0, 2, 2000)
    shuffled = table.sample(frac=1, random_state=0)
    by_file = value(measured(shuffled), "ks_distance_limit", "amount")
    by_time = value(measured(shuffled, time="day"), "ks_distance_limit", "amount")
    assert by_time > 2 * by_file


def test_missing_values_have_a_limit_of_their_own() -> None:
    table = frame(2000)
    table.loc[table.index % 10 == 0, "amount"] = np.nan
    evidence = measured(table)
    assert value(evidence, "missing_share", "amount") == pytest.approx(0.1)
    assert 0.15 <= value(evidence, "missing_share_limit", "amount") < 0.2


def test_a_column_that_was_never_missing_alarms_from_one_in_a_hundred_on() -> None:
    assert value(measured(frame(2000)), "missing_share_limit", "amount") == pytest.approx(0.01, 0.1)


def test_the_same_table_gives_the_same_bytes() -> None:
    assert measured(frame(500)).id == measured(frame(500)).id


def test_a_table_too_small_to_vary_is_said_to_be() -> None:
    with pytest.raises(BadInput, match="159 rows; what is normal within it needs 160"):
        measured(frame(159))


def test_labels_of_the_holdout_stay_unread() -> None:
    table = frame(2000)
    evidence = measured(table, target="bought")
    assert any("exploration rows only" in note for note in evidence.measurement.notes)
    rows = {f.n for f in evidence.measurement.figures if f.subject.column == "bought"}
    assert max(n or 0 for n in rows) < 1700


def test_what_can_not_alarm_is_no_monitor() -> None:
    table = frame(1600).sort_values("amount")
    table["twice"] = np.random.default_rng(1).normal(0, 1, 1600)
    evidence = measured(table)
    assert value(evidence, "ks_distance_limit", "amount") == 1
    names = {monitor.name for monitor in expected_monitors(evidence, evidence, None)}
    assert "input: twice" in names
    assert "input: amount" not in names
    assert "missing: amount" in names
