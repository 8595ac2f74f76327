"""The short view of an evidence: within its budget, worst first, nothing severe lost unsaid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer.evidence.compaction import budget_for, compact_view
from ml_engineer.evidence.figure_groups import pack, unpack
from ml_engineer.evidence.view import EvidenceView, render, to_provider, tokens
from ml_engineer_tools.direct import check_leakage, profile
from ml_engineer_tools.evidence import Evidence, Severity, TableFingerprint
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


def mixed(columns: int, rows: int = 120) -> pd.DataFrame:
    """Return a table of so many columns with leaks, gaps, constants, keys and names of any kind."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, rows)
    frame: dict[str, Any] = {"y": y, "copy of y": np.where(y == 1, "yes", "no"), "id": range(rows)}
    frame["signed_up_at"] = pd.date_range("2024-01-01", periods=rows)
    for k in range(len(frame), columns):
        numbers = rng.normal(k, 1 + k, rows)
        values: dict[int, Any] = {
            0: numbers,
            1: rng.choice(["red", "green", "a long name of a level"], rows),
            2: np.where(rng.random(rows) < 0.6, np.nan, numbers),
            3: rng.integers(0, 9, rows),
            4: "the same",
            5: rng.random(rows) < 0.3,
        }
        frame[f"column number {k} of the table"] = values[k % 6]
    return pd.DataFrame(frame)


def stored(evidence: Evidence) -> Evidence:
    return evidence.model_copy(update={"alias": "E12"})


def severities(view: EvidenceView) -> list[str]:
    return [finding.severity for finding in view.findings]


@pytest.mark.parametrize(("columns", "budget"), [(30, 1200), (300, 2500)])
def test_real_evidence_fits_its_budget_worst_first(columns: int, budget: int) -> None:
    frame = mixed(columns)
    for evidence in (profile(frame, target="y"), check_leakage(frame, target="y")):
        whole = to_provider(stored(evidence))
        short = compact_view(whole)
        assert tokens(short) <= budget
        order = ["high", "medium", "low", "info"]
        assert severities(short) == sorted(severities(short), key=order.index)
        told = sum(1 + (finding.more_findings or 0) for finding in short.findings)
        assert told + short.omitted_findings == len(whole.findings)
        high = [f for f in whole.findings if f.severity == "high"]
        assert {name for f in high for name in f.columns} <= {
            name for f in short.findings for name in f.columns
        }
        assert short.omitted_high_findings == 0
        assert short.figures == whole.figures[: len(short.figures)]
        assert short.omitted == len(whole.figures) - len(short.figures)
        assert EvidenceView.model_validate_json(render(short)) == short
        assert (short.omitted == 0) or tokens(short) > 0.9 * budget, "the room is used"


def test_the_budget_grows_with_the_columns_up_to_a_limit() -> None:
    budgets = [budget_for(view_of(columns=columns)) for columns in (1, 50, 175, 300, 9_000)]
    assert budgets == [1200, 1200, 1850, 2500, 2500]


def recorder(columns: int = 9) -> Recorder:
    table = TableFingerprint(name="t.csv", sha256="0" * 64, rows=500, columns=columns)
    return Recorder("check_leakage", Request(), (table,))


def view_of(found: Sequence[tuple[str, Severity, str]] = (), columns: int = 9) -> EvidenceView:
    record = recorder(columns)
    for check, severity, column in found:
        figure = record.figure("roc_auc", 0.9, column=column, n=500)
        record.finding(
            check, severity, f"`{column}` alone tells the target with a ROC AUC of 0.900.",
            columns=[column], clauses=["S4"], figures=[figure],
            question="Is it known at the time of prediction, or only afterwards?",
            harmless_if="it is known, as it stands here, when the model is asked",
        )  # fmt: skip
    return to_provider(stored(record.evidence()))


def test_the_least_severe_lose_their_words_first() -> None:
    found: list[tuple[str, Severity, str]] = [("copy", "high", "a"), ("odd", "low", "b")]
    view = view_of([*found, ("gap", "info", "c"), ("far", "medium", "d")])
    short = compact_view(view, budget_tokens=int(0.9 * tokens(view)))
    assert [bool(f.question) for f in short.findings] == [True, True, False, False]
    assert [bool(f.harmless_if) for f in short.findings] == [True, True, False, False]


def test_findings_of_one_check_are_told_together_before_any_is_left_out() -> None:
    found = [("copy", "high", f"leak_{k}") for k in range(15)]
    view = view_of([*found, ("gap", "low", "c")])  # type: ignore[list-item]
    short = compact_view(view)
    high, low = short.findings
    assert (high.more_findings, low.more_findings) == (14, None)
    assert high.columns == tuple(f"leak_{k}" for k in range(15))
    assert high.handles == ("E12.f1",), "the numbers of the others aren't shown"
    assert short.omitted_findings == 0


def test_what_is_left_out_of_high_severity_is_counted() -> None:
    found = [(f"check_{k}", "high", f"leak_{k}") for k in range(60)]
    view = view_of([*found, ("gap", "low", "c")])  # type: ignore[list-item]
    short = compact_view(view)
    assert tokens(short) <= 1200
    assert set(severities(short)) == {"high"}
    assert short.omitted_high_findings == 60 - len(short.findings) > 0
    assert short.omitted_findings == short.omitted_high_findings + 1


def test_however_short_a_finding_is_told_its_numbers_can_be_cited() -> None:
    record = recorder()
    figures = [record.figure("roc_auc", k / 100, column="a", n=500) for k in range(9)]
    statement = "; ".join(
        f"on one fifth of the rows alone it reaches {figure}" for figure in figures
    )
    for k in range(9):
        record.finding(f"check_{k}", "high", statement, columns=["a"], figures=figures)
    short = compact_view(to_provider(stored(record.evidence())))
    assert len(short.findings[0].statement) < len(statement)
    assert all(len(finding.handles) == 9 for finding in short.findings)


def test_figures_that_share_a_subject_or_a_quantity_are_written_once() -> None:
    record = recorder()
    record.figure("mean", 1.5, column="age", n=90)
    record.figure("zero_count", 4, unit="rows", column="age", n=500)
    for name in ("age", "height"):
        record.figure("roc_auc", 0.5, column=name, n=80)
    record.figure("row_count", 500, unit="rows")
    written = json.loads(render(to_provider(stored(record.evidence()))))["figures"]
    assert written == [
        {"column": "age", "n": 90, "values": [
            ["E12.f1", "mean", 1.5], ["E12.f2", "zero_count", 4, {"unit": "rows", "n": 500}],
            ["E12.f3", "roc_auc", 0.5, {"n": 80}]]},
        {"handle": "E12.f4", "quantity": "roc_auc", "value": 0.5, "column": "height", "n": 80},
        {"handle": "E12.f5", "quantity": "row_count", "value": 500, "unit": "rows"},
    ]  # fmt: skip
    record = recorder()
    for name in ("age", "height", "weight"):
        record.figure("roc_auc", 0.5, column=name, n=80)
    assert json.loads(render(to_provider(stored(record.evidence()))))["figures"] == [
        {"quantity": "roc_auc", "n": 80, "values": [
            ["E12.f1", "age", 0.5], ["E12.f2", "height", 0.5], ["E12.f3", "weight", 0.5]]}
    ]  # fmt: skip


FIELDS = st.fixed_dictionaries(
    {"handle": st.sampled_from(["E1.f1", "E1.f2"]), "quantity": st.sampled_from(["mean", "values"]),
     "value": st.integers(0, 2)},
    optional={"unit": st.just("rows"), "column": st.sampled_from(["a", "values"]),
              "n": st.integers(1, 2), "slice": st.just("red"), "model": st.just("linear"),
              "interval": st.just([0.0, 1.0]), "interval_level": st.just(0.95),
              "sampled": st.just(5), "convention": st.just(True)},
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(FIELDS, max_size=8))
def test_grouping_loses_nothing(figures: list[dict[str, Any]]) -> None:
    assert [dict(figure) for figure in unpack(json.loads(json.dumps(pack(figures))))] == figures
