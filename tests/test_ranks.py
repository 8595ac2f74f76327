"""Ranks and monotone curves are those of SciPy, and a profile does without loading it whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression
from scipy.stats import rankdata

from ml_engineer_tools.modelling.ranks import average_ranks, monotone_fit

NUMBERS = st.floats(-100, 100, width=16) | st.sampled_from([0.0, -0.0, 1.0, np.inf])


@given(st.lists(NUMBERS | st.just(np.nan), max_size=40))
def test_ties_share_the_mean_of_their_ranks_and_nan_has_none(numbers: list[float]) -> None:
    values = np.array(numbers, dtype=np.float64)
    known = ~np.isnan(values)
    ranks = average_ranks(values)
    np.testing.assert_array_equal(ranks[known], rankdata(values[known]))
    assert np.isnan(ranks[~known]).all()


def test_large_whole_numbers_are_told_apart() -> None:
    assert average_ranks(np.array([2**60 + 1, 2**60, 2**60])).tolist() == [3, 1.5, 1.5]


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 100)), min_size=1, max_size=30),
    st.booleans(),
)
def test_a_monotone_fit_is_the_nearest_curve(
    pairs: list[tuple[float, float]], rising: bool
) -> None:
    values, weights = np.array(pairs).T
    expected = isotonic_regression(values, weights=weights, increasing=rising).x
    found = monotone_fit(values, weights, rising=rising)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert (np.diff(found) * (1 if rising else -1) >= 0).all()


def test_a_profile_loads_no_library_that_takes_long(tmp_path: Path) -> None:
    rows = np.random.default_rng(0)
    lines = [
        f"{a:.3f},{'' if gap else b},{'xyz'[c]},2024-01-{1 + k % 28:02d},{int(a + b > 1)}"
        for k, (a, b, c, gap) in enumerate(
            zip(rows.normal(size=900), rows.integers(0, 9, 900), rows.integers(0, 3, 900),
                rows.random(900) < 0.1, strict=True)
        )
    ]  # fmt: skip
    (tmp_path / "t.csv").write_text("a,b,c,day,y\n" + "\n".join(lines), encoding="utf-8")
    code = (
        "import sys\nfrom ml_engineer_tools.direct import profile\n"
        "profile('t.csv', target='y', time='day')\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    late = {"scipy.stats", "scipy.optimize", "sklearn", "lightgbm"}
    assert late & set(done.stdout.split()) == set()
