"""pytest suite of the feature code; the random frames below are toys."""
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from demand.features import LagBuilder, HolidayFlags, StandardPerStore


@pytest.fixture
def panel():
    rng = np.random.default_rng(12)
    days = pd.date_range("2020-01-01", periods=120)
    return pd.concat(
        [pd.DataFrame({"store": s, "date": days, "qty": rng.poisson(20 + 5 * s, len(days))}) for s in range(4)],
        ignore_index=True,
    )


@pytest.mark.parametrize("horizon", [1, 7, 28])
def test_future_does_not_move_features(panel, horizon):
    builder = LagBuilder(horizon=horizon, lags=(0, 7), windows=(7,))
    cut = pd.Timestamp("2020-03-15")
    whole = builder.transform(panel)
    disturbed = panel.copy()
    disturbed.loc[disturbed.date > cut - pd.Timedelta(days=horizon), "qty"] = 10_000
    again = builder.transform(disturbed)
    a = whole[whole.date <= cut].filter(regex="lag|roll")
    b = again[again.date <= cut].filter(regex="lag|roll")
    pd.testing.assert_frame_equal(a, b)


def test_row_order_is_irrelevant(panel):
    builder = LagBuilder(horizon=7, lags=(0,), windows=(14,))
    a = builder.transform(panel).sort_values(["store", "date"]).reset_index(drop=True)
    b = builder.transform(panel.sample(frac=1, random_state=0)).sort_values(["store", "date"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(a, b)


def test_scaler_keeps_what_it_saw(panel):
    early, late = panel[panel.date < "2020-03-01"], panel[panel.date >= "2020-03-01"]
    sc = StandardPerStore("qty").fit(early)
    before = sc.stats_.copy()
    z = sc.transform(late)
    pd.testing.assert_frame_equal(before, sc.stats_)
    mu = early.groupby("store").qty.mean()
    sd = early.groupby("store").qty.std()
    want = (late.qty - late.store.map(mu)) / late.store.map(sd)
    np.testing.assert_allclose(z["qty"], want)


def test_unknown_store_gets_global_values(panel):
    sc = StandardPerStore("qty").fit(panel[panel.store != 3])
    z = sc.transform(panel[panel.store == 3])
    assert z["qty"].notna().all()


def test_holidays_are_calendar_only():
    f = HolidayFlags("NL").transform(pd.DataFrame({"date": pd.to_datetime(["2021-04-27", "2021-04-28"])}))
    assert f["holiday"].tolist() == [1, 0]


def test_lag_recovers_known_coefficient(panel):
    g = panel.sort_values(["store", "date"]).groupby("store")["qty"]
    X = LagBuilder(horizon=1, lags=(0,), windows=()).transform(panel).dropna().filter(regex="lag")
    y = 3.0 * g.shift(1).loc[X.index]
    model = Ridge(alpha=1e-8).fit(X, y)
    assert model.coef_[0] == pytest.approx(3.0, abs=1e-4)
    assert model.score(X, y) > 0.9999
# author: author7
