"""Slices: a weak one is found, and chance among many looks is not called one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.slice_findings import record_slices
from ml_engineer_tools.evaluation.slices import fewest_rows, single_slices, worst_slices
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


def world(rows: int = 3000, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {f"n{k}": random.normal(size=rows) for k in range(6)}
        | {f"c{k}": random.choice(list("abcd"), rows) for k in range(6)}
    )
    return frame, (random.random(rows) < 0.2).astype(float)


def findings(frame: pd.DataFrame, loss: np.ndarray, groups: np.ndarray | None = None) -> Recorder:
    results, looked_at = worst_slices(frame, loss, deal_parts(len(loss), groups=groups))
    record = Recorder("evaluate_predictions", Request())
    record_slices(results, looked_at, "error_rate", Place(record, model="m"))
    return record


def test_a_weak_slice_is_found_and_named_in_the_figure_only() -> None:
    frame, loss = world()
    weak = (frame["c2"] == "b").to_numpy()
    loss[weak] = (np.random.default_rng(9).random(int(weak.sum())) < 0.4).astype(float)

    record = findings(frame, loss)

    (found,) = [f for f in record.findings if f.check == "weak_slice"]
    assert found.columns == ("c2",)
    assert "= b" not in found.statement
    assert any(figure.subject.slice == "c2 = b" for figure in record.figures)
    inside, others = (
        next(f for f in record.figures if f.subject.slice == name and f.quantity == "error_rate")
        for name in ("c2 = b", "all other rows")
    )
    assert (inside.n, others.n) == (int(weak.sum()), len(loss) - int(weak.sum()))
    p_values = [float(f.value) for f in record.figures if f.quantity == "slice_p_value"]
    assert min(p_values) > 0, "no p value is none at all"


def test_a_slice_of_two_columns_is_found() -> None:
    frame, loss = world(6000)
    weak = ((frame["c2"] == "b") & (frame["c4"] == "a")).to_numpy()
    loss[weak] = 1.0

    record = findings(frame, loss)

    found = [f for f in record.findings if f.check == "weak_slice"]
    assert set(found[0].columns) == {"c2", "c4"}


def test_chance_is_not_called_a_weak_slice() -> None:
    alarms = 0
    for seed in range(15):
        frame, loss = world(1000, seed)
        alarms += any(f.check == "weak_slice" for f in findings(frame, loss).findings)

    assert alarms <= 1


def test_entities_that_are_alike_within_are_not_called_a_weak_slice() -> None:
    alarms = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        groups = np.repeat(np.arange(40), 25)
        plan = random.choice(["x", "y"], 40)[groups]
        loss = (random.random(1000) < random.beta(0.5, 1.5, 40)[groups]).astype(float)
        frame = pd.DataFrame({"plan": plan})
        alarms += any(
            f.check == "weak_slice" for f in findings(frame, loss, groups=groups).findings
        )

    assert alarms <= 2


def test_slices_have_support_on_both_sides() -> None:
    frame = pd.DataFrame({"rare": ["x"] * 990 + ["y"] * 10, "half": ["a", "b"] * 500})

    assert fewest_rows(1000) == 50
    assert {s.columns[0] for s in single_slices(frame)} == {"half"}


def test_missing_values_numbers_and_dates_are_slices() -> None:
    frame = pd.DataFrame(
        {
            "n": [float(k) if k % 2 else np.nan for k in range(1000)],
            "when": pd.date_range("2024-01-01", periods=1000, freq="h"),
        }
    )

    names = [piece.name for piece in single_slices(frame)]

    assert "n missing" in names
    assert any(name.startswith("when > 2024-01") for name in names)
    assert len(names) == 9
