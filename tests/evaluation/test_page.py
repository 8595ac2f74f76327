"""The evaluation's page draws what was measured, and loads nothing."""

from __future__ import annotations

import numpy as np
from tests.evaluation.worlds import binary, evaluated

from ml_engineer_tools.evaluation.costs import CostMatrix
from ml_engineer_tools.pages.page import render_page


def test_the_page_draws_calibration_costs_slices_groups_and_the_fall() -> None:
    frame = binary(1500, 3, keep=0.2)
    frame["sex"] = np.random.default_rng(0).choice(["female", "male"], 1500)

    page = render_page(
        evaluated(
            frame,
            binary(1500, 1),
            target="y",
            score=("p",),
            costs=CostMatrix(false_positive=1, false_negative=5),
        )
    )

    for title in ("Evaluation", "Performance", "What a fall comes from", "Calibration",
                  "Cost by threshold", "Slices", "Groups"):  # fmt: skip
        assert title in page
    assert "<script" not in page


def test_the_page_of_an_estimate_draws_the_estimate() -> None:
    page = render_page(evaluated(binary(500).drop(columns="y"), score=("p",)))

    assert "Estimated without outcomes" in page
