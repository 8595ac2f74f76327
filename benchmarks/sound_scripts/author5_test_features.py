"""pytest -q test_features.py"""
import numpy as np
import pandas as pd
import pytest

from pipeline.features import TargetMean, add_history, split_by_day


@pytest.fixture
def visits():
    rng = np.random.default_rng(0)
    return pd.DataFrame({
        "shop": rng.choice(list("abc"), 300),
        "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 90, 300)), unit="D"),
        "spend": rng.gamma(2.0, 15.0, 300),
        "bought": rng.integers(0, 2, 300),
    })


def test_history_ignores_current_and_later_rows(visits):
    whole = add_history(visits)
    k = 120
    changed = visits.copy()
    changed.loc[k:, "spend"] = 1e6
    again = add_history(changed)
    first_day = visits.day.iloc[k]
    before = visits.day < first_day
    pd.testing.assert_frame_equal(whole[before], again[before])
    assert np.allclose(whole.loc[k, "mean_spend_before"], again.loc[k, "mean_spend_before"])


def test_split_is_in_order(visits):
    train, valid, test = split_by_day(visits, "2024-02-15", "2024-03-10")
    assert train.day.max() < valid.day.min() <= valid.day.max() < test.day.min()
    assert len(train) + len(valid) + len(test) == len(visits)


def test_encoder_keeps_its_numbers(visits):
    train, valid, test = split_by_day(visits, "2024-02-15", "2024-03-10")
    enc = TargetMean("shop", smoothing=10).fit(train, train.bought)
    stored = dict(enc.table_)
    for part in (valid, test, visits):
        enc.transform(part)
        assert enc.table_ == stored


def test_encoder_unknown_level(visits):
    train, _, _ = split_by_day(visits, "2024-02-15", "2024-03-10")
    enc = TargetMean("shop", smoothing=10).fit(train, train.bought)
    new = enc.transform(pd.DataFrame({"shop": ["zzz"]}))
    assert new.iloc[0] == pytest.approx(train.bought.mean())


@pytest.mark.parametrize("smoothing", [0, 1, 50])
def test_out_of_fold_differs_from_plain(visits, smoothing):
    enc = TargetMean("shop", smoothing=smoothing)
    oof = enc.fit_transform_oof(visits, visits.bought, groups=visits.day)
    for d in visits.day.unique()[:5]:
        inside = visits.day == d
        other = TargetMean("shop", smoothing=smoothing).fit(visits[~inside], visits.bought[~inside])
        assert oof[inside].notna().all() and other.transform(visits[inside]).between(0, 1).all()
# author: author5
