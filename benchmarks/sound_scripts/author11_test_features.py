import numpy as np
import pandas as pd
import pytest

from shop.features import FrequencyEncoder, RollingSpend, add_lags


@pytest.fixture
def toy():
    return pd.DataFrame({
        "day": pd.date_range("2023-01-01", periods=6).repeat(2),
        "card": ["a", "b"] * 6,
        "amount": np.arange(12.0),
    })


def test_lag_is_per_card(toy):
    out = add_lags(toy, key="card", col="amount", lags=[1])
    a = out[out.card == "a"].amount_lag1.to_numpy()
    assert np.isnan(a[0])
    np.testing.assert_array_equal(a[1:], [0, 2, 4, 6, 8])


@pytest.mark.parametrize("cut", range(2, 12, 2))
def test_future_does_not_change_the_past(toy, cut):
    whole = RollingSpend(window=3).transform(toy)
    head = RollingSpend(window=3).transform(toy.iloc[:cut])
    pd.testing.assert_frame_equal(whole.iloc[:cut], head)


def test_frequency_encoder_keeps_training_counts(toy):
    train, other = toy.iloc[:8], toy.iloc[8:].assign(card="c")
    enc = FrequencyEncoder("card").fit(train)
    before = dict(enc.table_)
    got = enc.transform(other)
    assert (got["card_freq"] == 0).all()
    assert enc.table_ == before


def test_fit_transform_equals_fit_then_transform(toy):
    a = FrequencyEncoder("card").fit_transform(toy)
    b = FrequencyEncoder("card").fit(toy).transform(toy)
    pd.testing.assert_frame_equal(a, b)


def test_scaler_roundtrip(toy):
    from sklearn.preprocessing import StandardScaler
    x = toy[["amount"]]
    s = StandardScaler().fit(x)
    np.testing.assert_allclose(s.inverse_transform(s.transform(x)), x)
# author: author11
