from typing import Iterator, NamedTuple

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score


class Window(NamedTuple):
    fit: np.ndarray
    stop: np.ndarray
    judge: np.ndarray
    label: str


def windows(month: pd.Series, purge: int = 3) -> Iterator[Window]:
    """24 months to fit, 3 to stop, 3 to judge; `purge` months dropped because the label looks 3 ahead."""
    m = (month.dt.year * 12 + month.dt.month).to_numpy()
    start = m.min()
    while start + 24 + purge + 3 + purge + 3 <= m.max() - purge + 1:
        a = start + 24
        b = a + purge
        c = b + 3 + purge
        yield Window(np.flatnonzero((m >= start) & (m < a)),
                     np.flatnonzero((m >= b) & (m < b + 3)),
                     np.flatnonzero((m >= c) & (m < c + 3)),
                     f"{(c - 1) // 12}-{(c - 1) % 12 + 1:02d}")
        start += 3


class Standard:
    def __call__(self, x, learn=False):
        if learn:
            self.m, self.s = np.nanmean(x, 0), np.nanstd(x, 0) + 1e-9
        return (x - self.m) / self.s


panel = pd.read_parquet("loan_months.parquet")
panel = panel.sort_values(["month", "loan"]).reset_index(drop=True)
panel["spread"] = panel["rate"] - panel["market_rate"]
panel["spread_chg"] = panel.groupby("loan")["spread"].diff(3)
panel["missed_so_far"] = panel.groupby("loan")["missed"].cumsum()
cols = ["spread", "spread_chg", "missed_so_far", "balance", "age_months", "ltv"]
X, y = panel[cols].to_numpy(float), panel["prepaid_next3"].to_numpy()

scores = {}
for w in windows(panel["month"]):
    z = Standard()
    clf = xgb.XGBClassifier(n_estimators=1500, learning_rate=0.04, max_depth=4, early_stopping_rounds=50,
                            eval_metric="logloss")
    clf.fit(z(X[w.fit], learn=True), y[w.fit], eval_set=[(z(X[w.stop]), y[w.stop])], verbose=False)
    scores[w.label] = roc_auc_score(y[w.judge], clf.predict_proba(z(X[w.judge]))[:, 1])
    print(w.label, clf.best_iteration, round(scores[w.label], 4))

s = pd.Series(scores)
print("mean", s.mean(), "worst", s.min(), "n", len(s))
# author: author5
