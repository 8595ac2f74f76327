"""Calculating: sums that no model does in its head, on figures that were measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ml_engineer_tools.derivation.arithmetic import check_operands, result
from ml_engineer_tools.derivation.request import CalculateRequest, Operation
from ml_engineer_tools.derivation.tool import calculate
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, Evidence, Exactness, Figure, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request
from ml_engineer_tools.store import Store, UnknownEvidence

SHA = "a" * 64
OTHER = "b" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def commit(
    store: Store,
    *figures: dict[str, Any],
    sha256: str = SHA,
    holdout: Holdout | None = None,
    seed: int = 0,
) -> Evidence:
    table = TableFingerprint(name="train.csv", sha256=sha256, rows=10, columns=2)
    recorder = Recorder("train_baselines", Request(seed=seed), [table], holdout=holdout)
    for figure in figures:
        recorder.figure(**{"quantity": "roc_auc", **figure})
    return store.commit(recorder.evidence(), request_key="k")


def derive(store: Store, operation: Operation, *operands: str) -> tuple[Evidence, Figure]:
    evidence = calculate(CalculateRequest(operation=operation, operands=operands), store)
    (figure,) = evidence.measurement.figures
    return evidence, figure


@pytest.mark.parametrize(
    ("operation", "values", "value", "quantity", "unit"),
    [
        ("difference", [0.871, 0.802], 0.069, "roc_auc_difference", None),
        ("ratio", [0.3, 0.1], 3.0, "roc_auc_ratio", None),
        ("percent_change", [0.8, 0.6], -25.0, "roc_auc_percent_change", "percent"),
        ("percent_of", [0.2, 0.8], 25.0, "roc_auc_percent_of", "percent"),
        ("complement", [0.9], 0.1, "roc_auc_complement", None),
        ("sum", [0.1, 0.2, 0.3], 0.6, "roc_auc_sum", None),
        ("sum", [0.1, 0.2, -0.3], 0.0, "roc_auc_sum", None),
        ("difference", [7, 12], -5, "roc_auc_difference", None),
        ("sum", [2**60, 1], 2**60 + 1, "roc_auc_sum", None),
        ("ratio", [1, 3], 0.333333, "roc_auc_ratio", None),
    ],
)
def test_operations(
    store: Store,
    operation: Operation,
    values: list[float],
    value: float,
    quantity: str,
    unit: str | None,
) -> None:
    commit(store, *({"value": v} for v in values))
    operands = [f"E1.f{k + 1}" for k in range(len(values))]
    _, figure = derive(store, operation, *operands)
    assert (figure.value, figure.quantity, figure.unit) == (value, quantity, unit)
    assert type(figure.value) is type(value)


def test_the_result_is_evidence_that_can_be_cited_and_used_again(store: Store) -> None:
    commit(store, {"value": 0.9}, {"value": 0.6})
    evidence, _ = derive(store, "difference", "E1.f1", "E1.f2")
    assert evidence.alias == "E2"
    assert evidence.measurement.headline == ("f1",)
    assert evidence.measurement.arguments["operands"] == ["E1.f1", "E1.f2"]
    assert derive(store, "difference", "E1.f1", "E1.f2")[0] == evidence
    _, again = derive(store, "percent_of", "E2.f1", "E1.f2")
    assert again.value == 50.0


def test_the_unit_is_kept_by_sums_and_dropped_by_ratios(store: Store) -> None:
    commit(store, {"value": 30, "unit": "rows"}, {"value": 20, "unit": "rows"})
    assert derive(store, "difference", "E1.f1", "E1.f2")[1].unit == "rows"
    assert derive(store, "sum", "E1.f1", "E1.f2")[1].unit == "rows"
    assert derive(store, "ratio", "E1.f1", "E1.f2")[1].unit is None


def test_the_subject_is_kept_where_the_operands_share_it(store: Store) -> None:
    commit(
        store,
        {"value": 0.9, "model": "lightgbm", "split": "validation", "n": 50},
        {"value": 0.8, "model": "logistic", "split": "validation", "n": 50},
        {"value": 0.7, "model": "logistic", "n": 40},
    )
    _, figure = derive(store, "difference", "E1.f1", "E1.f2")
    assert (figure.subject.model, figure.subject.split, figure.n) == (None, "validation", 50)
    _, figure = derive(store, "difference", "E1.f2", "E1.f3")
    assert (figure.subject.model, figure.subject.split, figure.n) == ("logistic", None, None)


def test_two_quantities_are_both_named(store: Store) -> None:
    commit(store, {"value": 5, "quantity": "null_count"}, {"value": 20, "quantity": "row_count"})
    assert derive(store, "percent_of", "E1.f1", "E1.f2")[1].quantity == (
        "null_count_and_row_count_percent_of"
    )


def test_the_tables_of_all_operands_are_kept(store: Store) -> None:
    commit(store, {"value": 0.9})
    commit(store, {"value": 0.8}, sha256=OTHER)
    evidence, _ = derive(store, "sum", "E1.f1", "E2.f1", "E1.f1")
    assert [table.sha256 for table in evidence.measurement.tables] == [SHA, OTHER]


def test_the_holdout_is_kept_if_it_is_one_line(store: Store) -> None:
    line = Holdout(kind="row")
    commit(store, {"value": 0.9}, holdout=line)
    commit(store, {"value": 0.8})
    commit(store, {"value": 0.7}, holdout=Holdout(kind="row", seed=1))
    evidence, _ = derive(store, "difference", "E1.f1", "E2.f1")
    assert evidence.measurement.holdout == line.model_dump()
    evidence, _ = derive(store, "difference", "E1.f1", "E3.f1")
    assert evidence.measurement.holdout is None


def test_an_interval_is_not_made_up(store: Store) -> None:
    commit(store, {"value": 0.9, "interval": (0.8, 1.0)}, {"value": 0.8})
    evidence, figure = derive(store, "difference", "E1.f1", "E1.f2")
    assert figure.interval is None
    assert any("No interval" in note for note in evidence.measurement.notes)


def approximate(error: float) -> Exactness:
    return Exactness(kind="approximate", error=error)


@pytest.mark.parametrize(
    ("operation", "first", "second", "exactness"),
    [
        ("difference", (100, EXACT), (60, EXACT), EXACT),
        # 100 off by 2 and 60 exact leave a difference of 40 that may be off by 2
        ("difference", (100, approximate(0.02)), (60, EXACT), approximate(0.05)),
        ("sum", (100, approximate(0.02)), (60, approximate(0.1)), approximate(0.05)),
        # at worst 110 / (50 * 0.9), where 100 / 50 was said
        ("ratio", (100, approximate(0.1)), (50, approximate(0.1)), approximate(0.222222)),
        ("percent_of", (100, EXACT), (50, approximate(0.2)), approximate(0.25)),
        # from 50 to 100 is +100 %; if 100 is really 110, it is +120 %
        ("percent_change", (50, EXACT), (100, approximate(0.1)), approximate(0.2)),
        (
            "difference",
            (100, Exactness(kind="sampled", n=500)),
            (60, Exactness(kind="sampled", n=300)),
            Exactness(kind="sampled", n=300),
        ),
        (
            "difference",
            (100, Exactness(kind="sampled", n=500)),
            (60, approximate(0.1)),
            Exactness(kind="sampled", n=500, error=0.15),
        ),
    ],
)
def test_the_result_is_never_more_exact_than_its_operands(
    store: Store,
    operation: Operation,
    first: tuple[int, Exactness],
    second: tuple[int, Exactness],
    exactness: Exactness,
) -> None:
    commit(store, *({"value": value, "exactness": kind} for value, kind in (first, second)))
    assert derive(store, operation, "E1.f1", "E1.f2")[1].exactness == exactness


@pytest.mark.parametrize(
    ("operation", "operands", "says"),
    [
        ("ratio", ["E1.f1", "E1.f2"], "divides by a figure that is zero"),
        ("percent_of", ["E1.f1", "E1.f2"], "divides by a figure that is zero"),
        ("percent_change", ["E1.f2", "E1.f1"], "divides by a figure that is zero"),
        ("percent_change", ["E1.f5", "E1.f1"], "negative figure"),
        ("difference", ["E1.f1", "E1.f3"], r"different units \(no unit, rows\)"),
        ("ratio", ["E1.f1", "E1.f3"], "different units"),
        ("difference", ["E1.f1", "E1.f4"], "is a date"),
        ("complement", ["E1.f4"], "is a date"),
        ("complement", ["E1.f3"], "no share"),
        ("complement", ["E1.f5"], "no share"),
        ("complement", ["E1.f1", "E1.f2"], "takes one operand, not 2"),
        ("difference", ["E1.f1"], "takes two operands, not 1"),
        ("ratio", ["E1.f1", "E1.f1", "E1.f1"], "takes two operands, not 3"),
        ("sum", ["E1.f1"], "takes two or more operands"),
        ("ratio", ["E1.f6", "E1.f7"], "too large"),
        ("sum", ["E1.f6", "E1.f6"], "too large"),
        ("difference", ["E1.f8", "E1.f8"], "smaller than the errors"),
        ("ratio", ["E1.f1", "E1.f9"], "may be zero"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    store: Store, operation: Operation, operands: list[str], says: str
) -> None:
    commit(
        store,
        {"value": 0.5},
        {"value": 0},
        {"value": 10, "unit": "rows"},
        {"value": date(2024, 1, 31).isoformat(), "quantity": "first_day"},
        {"value": -0.5},
        {"value": 1.7e308},
        {"value": 1e-300},
        {"value": 100, "exactness": approximate(0.1)},
        {"value": 100, "exactness": approximate(1.5)},
    )
    with pytest.raises(BadInput, match=says):
        derive(store, operation, *operands)
    assert len(store.all_evidence()) == 1


def test_different_measures_are_not_added_and_the_same_one_under_two_names_is(
    store: Store,
) -> None:
    commit(
        store,
        {"value": 0.8, "quantity": "roc_auc"},
        {"value": 0.3, "quantity": "error_rate"},
        {"value": 0.7, "quantity": "without_suspects_roc_auc"},
    )
    with pytest.raises(BadInput, match="different measures"):
        derive(store, "sum", "E1.f1", "E1.f2")
    assert derive(store, "difference", "E1.f1", "E1.f3")[1].value == pytest.approx(0.1)


@pytest.mark.parametrize("handle", ["E9.f1", "E1.f9", "E1", "0.871", "E1.f1; E1.f2"])
def test_operands_are_handles_and_never_numbers(store: Store, handle: str) -> None:
    commit(store, {"value": 0.5})
    with pytest.raises(UnknownEvidence):
        derive(store, "complement", handle)


def test_an_unknown_operation_does_not_validate() -> None:
    with pytest.raises(ValidationError):
        CalculateRequest.model_validate({"operation": "product", "operands": ["E1.f1", "E1.f2"]})


VALUES = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9).map(lambda v: float(f"{v:.6g}"))


def figures(values: list[float]) -> list[Figure]:
    return [Figure(handle=f"f{k + 1}", quantity="cost", value=v) for k, v in enumerate(values)]


@settings(max_examples=50, deadline=None)
@given(first=VALUES, second=VALUES)
def test_differences_and_sums_undo_each_other(first: float, second: float) -> None:
    values = check_operands("difference", figures([first, second]))
    difference = result("difference", values)
    assert difference == -result("difference", values[::-1])
    assert result("sum", [difference, second]) == pytest.approx(first, rel=1e-12, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(values=st.lists(VALUES, min_size=2, max_size=20), data=st.data())
def test_a_sum_does_not_depend_on_the_order(values: list[float], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values))
    assert result("sum", values) == result("sum", shuffled)


@settings(max_examples=50, deadline=None)
@given(first=VALUES.filter(lambda v: v > 1e-6), second=VALUES)
def test_a_change_in_percent_leads_to_the_second_figure(first: float, second: float) -> None:
    change = result("percent_change", check_operands("percent_change", figures([first, second])))
    assert first * (1 + change / 100) == pytest.approx(second, rel=1e-9, abs=1e-6)
