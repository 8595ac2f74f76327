"""Tests of the phenology features."""
import numpy as np
import pandas as pd
import pytest

from pheno.features import degree_days, lagged_ndvi, build, Scaler


@pytest.fixture
def plot_table():
    g = np.random.default_rng(0)
    days = pd.date_range("2016-01-01", periods=900)
    return pd.concat([pd.DataFrame({"plot": p, "day": days, "t": g.normal(10, 5, 900), "ndvi": g.random(900)})
                      for p in ("A", "B")], ignore_index=True)


def test_degree_days_start_again_each_year(plot_table):
    dd = degree_days(plot_table)
    january = plot_table["day"].dt.dayofyear == 1
    assert (dd[january] <= plot_table.loc[january, "t"].clip(lower=0) + 1e-9).all()


@pytest.mark.parametrize("cut", ["2016-07-01", "2017-03-15", "2018-01-01"])
def test_future_does_not_reach_back(plot_table, cut):
    cut = pd.Timestamp(cut)
    before = build(plot_table)
    changed = plot_table.copy()
    later = changed["day"] >= cut
    changed.loc[later, ["t", "ndvi"]] = 1e6
    after = build(changed)
    keep = plot_table["day"] < cut
    pd.testing.assert_frame_equal(before[keep], after[keep])


def test_plots_do_not_mix(plot_table):
    alone = lagged_ndvi(plot_table[plot_table["plot"] == "B"])
    both = lagged_ndvi(plot_table)
    np.testing.assert_allclose(alone.to_numpy(), both[plot_table["plot"] == "B"].to_numpy())


def test_lag_is_nan_at_the_start(plot_table):
    first = plot_table.groupby("plot").head(1).index
    assert lagged_ndvi(plot_table).loc[first].isna().all().all()


def test_scaler_remembers_fit_rows_only(plot_table):
    F = build(plot_table).dropna()
    old = F[plot_table.loc[F.index, "day"] < "2017-06-01"]
    new = F.drop(old.index)
    s = Scaler().fit(old)
    expected = (new - old.mean()) / old.std()
    pd.testing.assert_frame_equal(s.transform(new), expected)
    s.transform(new * 100)
    pd.testing.assert_frame_equal(s.transform(new), expected)


def test_order_of_rows_is_irrelevant(plot_table):
    shuffled = plot_table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(build(plot_table), build(shuffled).sort_index())
# author: author8
