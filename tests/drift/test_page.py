"""The page of a drift measurement draws distances, before and after, and windows; nothing runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.drift.worlds import world

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.pages.page import render_page

ENGINE = open_engine()


def test_before_and_after_are_drawn_and_hostile_names_are_escaped() -> None:
    before, after = world(1500, 1), world(1500, 2)
    after["normal"] += 1
    after["colour"] = after["colour"].replace({"a": "<script>alert(1)</script>", "b": "c"})
    for frame in (before, after):
        frame["<b>x</b>"] = np.random.default_rng(len(frame)).normal(size=1500)
    ENGINE.register("before", before)
    ENGINE.register("after", after)
    page = render_page(
        measure_drift(DriftRequest(reference="before", current="after"), Context(ENGINE))
    )
    for title in ("How far each column lies", "Before and after", "Missing values",
                  "Told apart by a model"):  # fmt: skip
        assert f"<h2>{title}</h2>" in page
    assert 'class="before"' in page
    assert 'class="after"' in page
    assert "<script" not in page
    assert "<b>x</b>" not in page


def test_windows_are_drawn_by_column() -> None:
    table = world(3000, 1)
    table["when"] = pd.date_range("2024-01-01", periods=3000, freq="h")
    table.loc[2000:, "normal"] += 1
    ENGINE.register("table", table)
    request = DriftRequest(reference="table", time="when", windows="week")
    page = render_page(measure_drift(request, Context(ENGINE)))
    assert "<h2>Drift by window</h2>" in page
    assert "normal: KS distance" in page
    assert "2024-W15: " in page
