"""Rows are joined by key; what can't be joined or compared is said, and what matters is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.parity.worlds import ENGINE, ROWS, compared, differs, panel, training, value

from ml_engineer_tools.context import Context
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.pages.page import render_page
from ml_engineer_tools.parity.request import ParityRequest
from ml_engineer_tools.parity.tool import check_parity

BEFORE = training()


def checks(evidence: Evidence) -> dict[str, str]:
    return {f.check: f.severity for f in evidence.measurement.findings}


def test_equal_tables_are_equal_whatever_the_order_of_their_rows() -> None:
    found = compared(BEFORE, BEFORE.sample(frac=1, random_state=0))

    assert checks(found) == {"parity": "info"}
    assert value(found, "matched_rows") == ROWS


def test_shares_and_sizes_are_told_with_intervals() -> None:
    after = BEFORE.copy()
    after.loc[: ROWS // 4 - 1, "age"] += 30

    found = compared(BEFORE, after)

    share = next(f for f in found.measurement.figures if f.quantity == "differing_share"
                 and f.subject.column == "age")  # fmt: skip
    assert share.value == 0.25
    assert share.interval is not None
    assert share.interval[0] < 0.25 < share.interval[1]
    assert value(found, "median_difference", column="age") == pytest.approx(30 / 20.8, rel=0.1)
    assert differs(found, "age").severity == "high"


def test_small_rounding_is_a_low_finding() -> None:
    found = compared(BEFORE, BEFORE.assign(amount=BEFORE.amount.round(3)))

    assert differs(found, "amount").severity == "low"


def test_what_matters_little_to_the_model_is_a_low_finding() -> None:
    after = BEFORE.assign(age=BEFORE.age + 5, amount=BEFORE.amount * 2.2)

    found = compared(BEFORE, after, importance={"age": 0.001, "amount": 0.9, "share": 0.1})

    assert differs(found, "age").severity == "low"
    assert differs(found, "amount").severity == "high"


def test_labels_tell_which_features_matter() -> None:
    before = training(2000)
    before["y"] = (before["share"] + 0.1 * np.random.default_rng(0).normal(size=2000) > 0.5) * 1
    after = before.assign(share=before["share"] * 100, age=before.age + 5).drop(columns="y")

    found = compared(before, after, target="y")

    assert value(found, "importance_share", column="share") > 0.8
    assert differs(found, "share").severity == "high"
    assert differs(found, "age").severity == "low"


def test_keys_of_different_types_are_compared_by_value() -> None:
    before = BEFORE.assign(id=[f"{k:05d}" for k in range(ROWS)])
    after = BEFORE.assign(id=range(ROWS))

    found = compared(before, after)

    assert value(found, "matched_rows") == ROWS
    assert any("another type" in note for note in found.measurement.notes)


def test_repeated_and_unmatched_keys_are_counted_and_left_out() -> None:
    after = pd.concat([BEFORE.iloc[60:], BEFORE.iloc[100:130]], ignore_index=True)

    found = compared(BEFORE, after)

    assert value(found, "repeated_keys", window="serving") == 30
    assert value(found, "unmatched_keys", window="training") == 60
    assert value(found, "matched_rows") == ROWS - 60 - 30
    assert checks(found)["repeated_keys"] == "medium"


def test_missing_keys_are_counted() -> None:
    after = BEFORE.assign(id=BEFORE.id.where(BEFORE.index >= 10))

    assert value(compared(BEFORE, after), "rows_without_key", window="serving") == 10


def test_columns_that_serving_does_not_log_are_named() -> None:
    found = compared(BEFORE, BEFORE.drop(columns="age").assign(extra=1))

    assert checks(found)["features_not_logged"] == "medium"
    assert checks(found)["columns_only_in_serving"] == "info"


def test_numbers_as_text_are_compared_as_numbers() -> None:
    found = compared(BEFORE, BEFORE.assign(age=BEFORE.age.astype(str)))

    assert checks(found)["stored_as_other_type"] == "low"
    assert "feature_differs" not in checks(found)


REFUSED: dict[str, tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...], dict[str, Any], str]] = {
    "no common column": (
        BEFORE[["id", "age"]], BEFORE[["id", "city"]], ("id",), {}, "no column in common",
    ),
    "no common key": (BEFORE, BEFORE.assign(id="x" + BEFORE.id), ("id",), {}, "No key"),
    "an unknown key": (BEFORE, BEFORE, ("customer",), {}, "no column 'customer'"),
    "a key that serving lacks": (
        BEFORE, BEFORE.drop(columns="id"), ("id",), {}, "no column 'id'",
    ),
    "a key that repeats everywhere": (panel(), panel(), ("id",), {}, "several rows"),
    "an empty key": (BEFORE.assign(id=None), BEFORE, ("id",), {}, "no values"),
    "a key named twice": (BEFORE, BEFORE, ("id", "id"), {}, "named twice"),
    "an unknown target": (BEFORE, BEFORE, ("id",), {"target": "y"}, "no column 'y'"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_one_sentence(name: str) -> None:
    before, after, key, asked, says = REFUSED[name]

    with pytest.raises(BadInput, match=says):
        compared(before, after, *key, **asked)


def test_awkward_cells_are_compared() -> None:
    before = BEFORE.head(50).assign(
        wild=[np.inf, -np.inf, np.nan, 1.0, 0.0] * 10, nothing=None, lists=pd.Series([[1]] * 50),
        flag=[True, False] * 25,
    )  # fmt: skip
    after = before.assign(wild=[1.0, -np.inf, np.nan, np.inf, -0.0] * 10, flag=[1, 0] * 25)

    found = compared(before, after)

    assert value(found, "differing_share", column="wild") == pytest.approx(0.4)
    assert value(found, "differing_share", column="nothing") == 0
    assert value(found, "differing_share", column="flag") == 0
    assert any("lists" in note for note in found.measurement.notes)


def test_the_page_draws_shares_and_patterns() -> None:
    page = render_page(compared(BEFORE, BEFORE.assign(amount=BEFORE.amount / 100)))

    assert "Parity" in page
    assert "Share of rows that differ" in page
    assert "<script" not in page


def test_a_time_without_an_entity_of_several_rows_is_not_asked_for_again() -> None:
    before = training()
    after = before.assign(age=before.age + 1)
    notes = compared(before, after, time="seen").measurement.notes
    (stale,) = [note for note in notes if note.startswith("Stale")]
    assert "--time" not in stale
    assert "no `id` has several rows in training" in stale


def test_dates_of_files_that_are_written_otherwise_are_told(tmp_path: Path) -> None:
    born = pd.Timestamp("2024-02-01") + pd.to_timedelta(np.arange(ROWS) % 180, unit="D")
    for name, written in (("before", "%Y-%m-%d"), ("after", "%d/%m/%Y")):
        frame = BEFORE.assign(born=born.strftime(written))
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    request = ParityRequest(
        training=str(tmp_path / "before.csv"), serving=str(tmp_path / "after.csv"), key=("id",)
    )

    found = check_parity(request, Context(ENGINE))

    (finding,) = (f for f in found.measurement.findings if f.check == "dates_written_otherwise")
    assert finding.columns == ("born",)
    assert "YYYY-MM-DD in training, DD/MM/YYYY in serving" in finding.statement


def test_columns_that_are_noise_to_the_model_are_set_apart_by_the_rows_that_differ() -> None:
    random = np.random.default_rng(3)
    before = training(2000)
    names = [f"noise_{k}" for k in range(6)]
    for name in names:
        before[name] = random.normal(size=2000)
    before["y"] = (before["share"] + random.normal(size=2000) / 5 > 0.5).astype(int)
    after = before.drop(columns="y")
    after["share"] = after["share"] * 100
    after[names[:3]] *= 100
    few = random.random(2000) < 0.004
    for name in names[3:]:
        after.loc[few, name] += 1

    found = compared(before, after, target="y")

    assert differs(found, "share").severity == "high"
    of_all = {differs(found, name).severity for name in names[:3]}
    of_few = {differs(found, name).severity for name in names[3:]}
    assert of_few == {"low"}
    assert of_all <= {"medium", "low"}
