"""Rows that are there several times are named, and count once; natural repeats are left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.drift.worlds import world

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import write_reference
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence

ENGINE = open_engine()


def drift(before: pd.DataFrame, after: pd.DataFrame, path: Path | None = None) -> Evidence:
    ENGINE.register("before", before)
    ENGINE.register("after", after)
    reference = "before"
    if path is not None:
        saved, _ = build_reference(ReferenceRequest(data="before"), Context(ENGINE))
        write_reference(saved, path)
        reference = str(path)
    return measure_drift(DriftRequest(reference=reference, current="after"), Context(ENGINE))


def alarms(evidence: Evidence) -> list[str]:
    return [f.check for f in evidence.measurement.findings if f.severity != "info"]


@pytest.mark.parametrize("saved", [False, True])
def test_a_batch_that_came_twenty_times_is_named_and_counts_once(
    saved: bool, tmp_path: Path
) -> None:
    after = pd.concat([world(100, 2)] * 20, ignore_index=True)
    # Each copy has a name of its own.
    after["order_id"] = np.arange(len(after))

    evidence = drift(
        world(2000, 1).assign(order_id=np.arange(2000)), after, tmp_path / "r" if saved else None
    )

    assert alarms(evidence) == ["rows_repeated"]
    (finding,) = (f for f in evidence.measurement.findings if f.check == "rows_repeated")
    assert "95.0%" in finding.statement
    assert "2,000 rows 100 differ" in finding.statement
    assert any("go together was not compared" in note for note in evidence.measurement.notes)


def test_a_reference_that_repeats_is_named_as_such() -> None:
    before = pd.concat([world(100, 2)] * 20, ignore_index=True).drop(columns="town")

    evidence = drift(before, world(2000, 1).drop(columns="town"))

    assert alarms(evidence) == ["rows_repeated"]


def test_rows_of_few_categories_repeat_by_themselves() -> None:
    def few(rows: int, seed: int) -> pd.DataFrame:
        return world(rows, seed)[["count", "colour", "flag"]]

    assert alarms(drift(few(400, 1), few(8000, 2))) == []


def test_rows_that_repeat_in_both_tables_are_left_alone() -> None:
    before, after = (pd.concat([world(700, k)] * 3, ignore_index=True) for k in (1, 2))

    assert "rows_repeated" not in alarms(drift(before, after))


def test_columns_that_are_stuck_are_no_repeated_rows() -> None:
    before, after = (world(2000, k)[["normal", "flag", "colour"]] for k in (1, 2))

    assert alarms(drift(before, after.assign(normal=0.0))) == ["distribution_moved"]
