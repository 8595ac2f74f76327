"""Application scorecard for unsecured consumer loans, 12-month default flag."""
import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

NUMERIC = ["income_monthly", "age", "months_at_address", "debt_ratio", "n_inquiries_6m", "oldest_tradeline"]
NOMINAL = ["channel", "housing", "employment_type"]


class WoeBinner:
    def __init__(self, n_bins=8, smooth=0.5):
        self.n_bins = n_bins
        self.smooth = smooth
        self.edges_, self.maps_ = {}, {}

    def _key(self, col, s):
        if col in self.edges_:
            return pd.cut(s, self.edges_[col], labels=False, include_lowest=True).fillna(-1).astype(int)
        return s.fillna("missing")

    def fit(self, X, y):
        for col in NUMERIC:
            q = X[col].quantile(np.linspace(0, 1, self.n_bins + 1)).unique()
            q[0], q[-1] = -np.inf, np.inf
            self.edges_[col] = q
        bad_total, good_total = y.sum(), (1 - y).sum()
        for col in NUMERIC + NOMINAL:
            k = self._key(col, X[col])
            bad = y.groupby(k).sum() + self.smooth
            good = (1 - y).groupby(k).sum() + self.smooth
            self.maps_[col] = np.log((good / good_total) / (bad / bad_total))
        return self

    def transform(self, X):
        return pd.DataFrame({c: self._key(c, X[c]).map(self.maps_[c]).fillna(0.0) for c in self.maps_}, index=X.index)

    def information_value(self, X, y):
        out = {}
        for c, m in self.maps_.items():
            k = self._key(c, X[c])
            d = (1 - y).groupby(k).sum() / (1 - y).sum() - y.groupby(k).sum() / y.sum()
            out[c] = float((d * m).sum())
        return pd.Series(out).sort_values(ascending=False)


def main():
    book = pd.read_csv("data/loan_book.csv.gz", parse_dates=["origination"])
    book = book[book["origination"] <= "2021-06-30"]      # flag needs 12 months to mature

    dev = book[book["origination"] < "2019-01-01"]
    # everything booked in 2019 was still maturing when dev labels closed
    oot = book[book["origination"] >= "2020-01-01"]

    binner = WoeBinner().fit(dev, dev["default_12m"])
    iv = binner.information_value(dev, dev["default_12m"])
    keep = iv[iv > 0.02].index.tolist()
    print(iv.round(3))

    clf = LogisticRegression(C=1e3, max_iter=500)
    clf.fit(binner.transform(dev)[keep], dev["default_12m"])

    for name, part in (("development", dev), ("out of time", oot)):
        p = clf.predict_proba(binner.transform(part)[keep])[:, 1]
        y = part["default_12m"].to_numpy()
        auc = roc_auc_score(y, p)
        ks = ks_2samp(p[y == 1], p[y == 0]).statistic
        print(f"{name:12s} n={len(part):7d} bad={y.mean():.3%} gini={2 * auc - 1:.3f} ks={ks:.3f}")


if __name__ == "__main__":
    main()
# author: author3
