"""What is said of suspects: one score with them and one without, and nothing that is untrue."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import found, measure, value

from ml_engineer_tools.evidence import Finding, Measurement

ROWS = 800


@cache
def cases() -> Measurement:
    """Cases whose duration tells the class, the dates being otherwise at random."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(ROWS, 4)), columns=list("abcd"))
    y = (frame["a"] + 0.6 * frame["b"] + random.normal(size=ROWS) > 0).to_numpy().astype(int)
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 9000, ROWS), unit="h")
    hours = np.where(y == 1, random.integers(24, 100, ROWS), random.integers(1, 30, ROWS))
    frame["opened"], frame["closed"] = start, start + pd.to_timedelta(hours, unit="h")
    return measure(frame.assign(y=y), target="y")


@cache
def told_by_gaps() -> Measurement:
    """A field that is mostly missing in one class, beside columns that say a little."""
    random = np.random.default_rng(1)
    frame = pd.DataFrame(random.normal(size=(ROWS, 4)), columns=list("abcd"))
    y = (frame["a"] + 0.6 * frame["b"] + random.normal(size=ROWS) > 0).to_numpy().astype(int)
    gone = (y == 1) & (random.random(ROWS) < 0.8)
    frame["note"] = np.where(gone, np.nan, random.normal(size=ROWS))
    return measure(frame.assign(y=y), target="y")


@cache
def profit() -> Measurement:
    """A number that two columns give, and of which the others know nothing."""
    random = np.random.default_rng(2)
    frame = pd.DataFrame(random.normal(size=(ROWS, 4)), columns=list("abcd"))
    frame["gross"], frame["cost"] = random.normal(50, 20, (2, ROWS)).round(2)
    return measure(frame.assign(y=(frame["gross"] - frame["cost"]).round(2)), target="y")


def suspects(measurement: Measurement) -> Finding:
    """Return the worst of them; an honest column may be asked about beside it."""
    return found(measurement, "suspect_feature")[0]


def impact(measurement: Measurement) -> Finding:
    (finding,) = found(measurement, "impact")
    return finding


def test_the_model_that_says_what_suspects_are_worth_sees_what_exposes_them() -> None:
    measurement = cases()
    assert value(measurement, "as_it_stands_roc_auc") == pytest.approx(
        value(measurement, "model_with_suspect_roc_auc"), abs=0.02
    )
    assert "how far `closed` and `opened` lie apart" in impact(measurement).statement


def test_one_score_with_the_suspects_is_told_and_one_without() -> None:
    measurement = cases()
    assert "quick model" not in suspects(measurement).statement
    headline = [measurement.figure(handle).quantity for handle in measurement.headline]
    assert not [quantity for quantity in headline if quantity.startswith("model_with")]


def test_columns_that_differ_everywhere_are_no_copies_and_nothing_is_said_twice() -> None:
    statement = suspects(cases()).statement
    assert "copies" not in statement
    assert statement.count("lie apart") == 1


def test_of_missingness_the_rows_without_a_value_are_told_and_no_quantiles() -> None:
    measurement = told_by_gaps()
    slices = [
        figure.subject.slice
        for figure in measurement.figures
        if figure.quantity == "target_rate" and figure.subject.column == "note"
    ]
    assert slices == ["not missing", "missing"]
    assert suspects(measurement).harmless_if is not None
    assert "missing is settled" in str(suspects(measurement).harmless_if)


def test_a_part_that_is_larger_than_the_whole_is_all_of_it() -> None:
    measurement = profit()
    assert value(measurement, "without_suspects_r2") < 0
    assert "all of it from" in impact(measurement).statement
    assert "suspects_share" not in {
        measurement.figure(handle).quantity for handle in measurement.headline
    }


def test_no_finding_claims_that_one_weak_column_says_most_of_the_target() -> None:
    for measurement in (cases(), told_by_gaps()):
        for finding in found(measurement, "strongest_feature"):
            assert "says most" not in finding.statement


def test_rows_without_a_label_are_counted_and_told() -> None:
    random = np.random.default_rng(3)
    frame = pd.DataFrame(random.normal(size=(200, 3)), columns=list("abc"))
    frame["y"] = (frame["a"] > 0).astype("Int64")
    frame.loc[:49, "y"] = pd.NA
    measurement = measure(frame, target="y")
    assert value(measurement, "rows_without_label") == 50
    assert any("50 of the 200 rows" in note for note in measurement.notes)
