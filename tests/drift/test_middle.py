"""A change of spread is told as such, and a median that moved by chance is not told as a shift."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.middle import precision_of
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import write_reference
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence

ENGINE = open_engine()
RANDOM = np.random.default_rng(4)
N = 1500
BEFORE, AFTER = RANDOM.normal(size=N), RANDOM.normal(size=N)


def compared(before: np.ndarray, after: np.ndarray, reference: str = "before") -> Evidence:
    ENGINE.register("before", pd.DataFrame({"a": before}))
    ENGINE.register("after", pd.DataFrame({"a": after}))
    request = DriftRequest(reference=reference, current="after", classifier=False)
    return measure_drift(request, Context(ENGINE))


def told(evidence: Evidence) -> str:
    (finding,) = evidence.measurement.findings
    return finding.statement


def quantities(evidence: Evidence) -> dict[str, float]:
    return {
        f.quantity: float(f.value) for f in evidence.measurement.figures if f.subject.column == "a"
    }


def test_another_unit_is_a_change_of_spread_and_the_median_is_within_noise() -> None:
    evidence = compared(BEFORE, 100 * AFTER)
    assert "the spread is" in told(evidence)
    assert "(within noise)" in told(evidence)
    assert "robust σ" not in told(evidence)
    assert quantities(evidence)["spread_ratio"] == pytest.approx(100, rel=0.1)
    assert quantities(evidence)["spread_p_value"] < 1e-6
    assert "median_shift" not in quantities(evidence)


def test_a_shift_alone_is_no_change_of_spread() -> None:
    evidence = compared(BEFORE, AFTER + 1)
    assert "robust σ" in told(evidence)
    assert "spread" not in told(evidence)


def test_both_are_told_where_both_changed() -> None:
    said = told(compared(BEFORE, 2 * AFTER + 1))
    assert "the spread is" in said
    assert "robust σ" in said


def test_a_column_that_is_stuck_is_said_to_be() -> None:
    assert ": all values are the same now" in told(compared(BEFORE, 0 * AFTER))
    most = AFTER * (np.arange(len(AFTER)) % 4 == 0)
    assert "at least half of the values are the same now" in told(compared(BEFORE, most))


def test_whole_numbers_whose_range_jumps_by_one_have_not_spread() -> None:
    before = np.round(2 * BEFORE)
    assert "spread" not in told(compared(before, np.round(2 * AFTER + 1)))


def test_a_saved_reference_tells_the_same(tmp_path: Path) -> None:
    ENGINE.register("data", pd.DataFrame({"a": BEFORE}))
    reference, _ = build_reference(ReferenceRequest(data="data"), Context(ENGINE))
    write_reference(reference, tmp_path / "r.json")
    assert told(compared(BEFORE, 100 * AFTER, str(tmp_path / "r.json"))) == told(
        compared(BEFORE, 100 * AFTER)
    )


def test_the_precision_of_a_normal_spread_is_what_theory_says() -> None:
    found = precision_of(np.sort(np.random.default_rng(0).normal(size=20_000)))
    assert found is not None
    assert found.deviation == pytest.approx(1.166, rel=0.05)
    assert found.step < 0.01


def rates(seed: int, rate: float) -> np.ndarray:
    return (np.random.default_rng(seed).random(N) < rate).astype(int)


def test_of_two_values_the_share_is_told_and_no_median() -> None:
    said = told(compared(rates(1, 0.2), rates(2, 0.4)))
    assert "the larger of its two values holds" in said
    assert f"{rates(1, 0.2).mean():.1%} → {rates(2, 0.4).mean():.1%} of the rows" in said
    assert "median" not in said


def test_of_a_count_whose_median_stays_the_mean_is_told() -> None:
    before, after = (np.random.default_rng(5).poisson(mean, N) for mean in (3.0, 3.4))
    after = np.where(np.arange(N) % 9 == 0, after + 4, after)
    evidence = compared(before, after)
    assert f"mean {before.mean():.3f} → {after.mean():.3f}" in told(evidence)


def test_of_a_column_that_is_mostly_zero_the_share_of_zeros_is_told() -> None:
    random = np.random.default_rng(6)
    before, after = (
        np.where(random.random(N) < zeros, 0, random.lognormal(2, 1, N)) for zeros in (0.9, 0.75)
    )
    evidence = compared(before, after)
    zeros = f"{(before == 0).mean():.1%} → {(after == 0).mean():.1%}"
    assert f"the frequent value that changed most holds {zeros} of the rows" in told(evidence)
    assert "mean" in told(evidence)


def test_a_mean_that_one_absurd_value_made_is_not_told() -> None:
    after = 2 * AFTER
    after[0] = 1e12
    assert "mean" not in told(compared(BEFORE, after))
