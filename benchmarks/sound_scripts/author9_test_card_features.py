"""Unit tests of fraudlib.features (run by pytest in CI)."""
import numpy as np
import pandas as pd
import pytest

from fraudlib.features import CategoryRates, past_counts, past_mean


@pytest.fixture
def tx():
    return pd.DataFrame({
        "card": list("aabab"),
        "ts": pd.to_datetime(["2024-01-01 10:00", "2024-01-01 12:00", "2024-01-01 12:30", "2024-01-03 09:00", "2024-01-03 09:00"]),
        "amount": [10.0, 30.0, 5.0, 50.0, 7.0],
        "mcc": [5411, 5812, 5411, 5812, 9999],
        "is_fraud": [0, 1, 0, 0, 1],
    })


def test_first_transaction_has_no_past(tx):
    out = past_mean(tx, "card", "amount")
    assert np.isnan(out.iloc[0]) and np.isnan(out.iloc[2])


def test_mean_excludes_own_row(tx):
    out = past_mean(tx, "card", "amount")
    assert out.iloc[1] == 10.0
    assert out.iloc[3] == pytest.approx(20.0)


@pytest.mark.parametrize("window, expected", [("3h", [0, 1, 0, 0, 0]), ("7D", [0, 1, 0, 2, 1])])
def test_counts_are_left_closed(tx, window, expected):
    assert past_counts(tx, "card", window).tolist() == expected


def test_appending_later_rows_changes_nothing(tx):
    head = past_counts(tx.iloc[:3], "card", "7D")
    full = past_counts(tx, "card", "7D")
    pd.testing.assert_series_equal(head, full.iloc[:3])


def test_row_order_is_irrelevant(tx):
    shuffled = tx.sample(frac=1, random_state=4)
    a = past_counts(tx, "card", "7D")
    b = past_counts(shuffled, "card", "7D").reindex(a.index)
    pd.testing.assert_series_equal(a, b)


class TestCategoryRates:
    def test_unseen_category_gets_prior(self, tx):
        train, test = tx.iloc[:4], tx.iloc[4:]
        enc = CategoryRates(strength=0).fit(train["mcc"], train["is_fraud"])
        assert enc.transform(test["mcc"]).item() == pytest.approx(train["is_fraud"].mean())

    def test_transform_needs_no_target(self, tx):
        enc = CategoryRates(strength=5).fit(tx.mcc, tx.is_fraud)
        np.testing.assert_allclose(enc.transform(tx.mcc), enc.transform(tx.drop(columns="is_fraud").mcc))

    def test_shrinkage_moves_towards_prior(self, tx):
        raw = CategoryRates(strength=0).fit(tx.mcc, tx.is_fraud).transform(tx.mcc)
        shrunk = CategoryRates(strength=50).fit(tx.mcc, tx.is_fraud).transform(tx.mcc)
        prior = tx.is_fraud.mean()
        assert (np.abs(shrunk - prior) <= np.abs(raw - prior)).all()
# author: author9
