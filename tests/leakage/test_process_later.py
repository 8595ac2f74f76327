# ruff: noqa: E501  the code under test is as others write it
"""Values of later rows in features: smoothing and filling that look ahead, however far they are moved down."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("river.csv", parse_dates=["t"], index_col="t").sort_index()
"""
SCORE = """d["y"] = d.level.shift(-6)
d = d.dropna()
cols = [c for c in d.columns if c.startswith("lag") or c == "rain"]
a, b = d.loc[:"2019"], d.loc["2020":]
m = Ridge().fit(a[cols], a.y)
print(mean_absolute_error(b.y, m.predict(b[cols])))"""
LAGS = """for k in (0, 1, 3):
    d[f"lag{k}"] = d.smooth.shift(k)
"""
FLAWED = {
    "smoothing_that_reaches_further_than_the_lags": f"""d["smooth"] = d.level.rolling(13, center=True).mean()  # here
{LAGS}{SCORE}""",
    "gaps_filled_from_both_sides": f"""d["smooth"] = d.level.interpolate(limit_direction="both")  # here
{LAGS}{SCORE}""",
    "gaps_filled_from_what_follows": f"""d["smooth"] = d.level.bfill()  # here
d["lag1"] = d.smooth.shift(1)
{SCORE}""",
}
SOUND = {
    "lags_that_outrun_the_smoothing": f"""d["smooth"] = d.level.rolling(7, center=True).mean()
for k in (3, 6, 12):
    d[f"lag{{k}}"] = d.smooth.shift(k)
{SCORE}""",
    "smoothing_of_what_went_before": f"""d["smooth"] = d.level.rolling(13).mean()
{LAGS}{SCORE}""",
    "gaps_filled_from_what_went_before": f"""d["smooth"] = d.level.ffill(limit=3)
{LAGS}{SCORE}""",
    "a_smooth_curve_for_the_picture": f"""d["shown"] = d.level.rolling(13, center=True).mean()
d.shown.plot()
d["smooth"] = d.level
{LAGS}{SCORE}""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_values_of_later_rows_are_found_where_they_come_in(tmp_path: Path, how: str) -> None:
    text = HEAD + FLAWED[how]
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    assert ("future_in_features", line) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_values_of_earlier_rows_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
