"""Application scorecard, unsecured personal loans. Owner: credit risk modelling."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

NUM = ["age", "income", "debt_ratio", "months_employed", "n_inquiries_6m"]
CAT = ["housing", "channel", "purpose"]


class WoeTable:
    """One weight-of-evidence lookup per variable."""

    def __init__(self, n_bins=8, smooth=0.5):
        self.n_bins, self.smooth = n_bins, smooth
        self.edges, self.maps = {}, {}

    def _bucket(self, frame, col):
        if col in self.edges:
            return pd.Series(np.digitize(frame[col].fillna(-1), self.edges[col]), index=frame.index)
        return frame[col].fillna("?")

    def learn(self, frame, bad):
        for col in NUM:
            qs = np.linspace(0, 1, self.n_bins + 1)[1:-1]
            self.edges[col] = np.unique(frame[col].fillna(-1).quantile(qs).to_numpy())
        n_bad, n_good = bad.sum(), (1 - bad).sum()
        for col in NUM + CAT:
            g = bad.groupby(self._bucket(frame, col)).agg(["sum", "count"])
            b = (g["sum"] + self.smooth) / n_bad
            ok = (g["count"] - g["sum"] + self.smooth) / n_good
            self.maps[col] = np.log(ok / b).to_dict()
        return self

    def apply(self, frame):
        return np.column_stack(
            [self._bucket(frame, c).map(self.maps[c]).fillna(0.0).to_numpy() for c in NUM + CAT]
        )


def gini(y, p):
    return 2 * roc_auc_score(y, p) - 1


apps = pd.read_parquet("data/applications_2016_2021.parquet")
apps = apps[apps.decision == "approved"]

# the flag needs twelve months to mature, so the samples are a year apart
dev = apps[apps.app_date < "2018-07-01"]
val = apps[apps.app_date.between("2019-07-01", "2019-12-31")]
oot = apps[apps.app_date >= "2021-01-01"]

woe = WoeTable().learn(dev, dev.bad_12m)
Xd, Xv, Xo = (woe.apply(part) for part in (dev, val, oot))

trials = []
for c in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
    lr = LogisticRegression(C=c, max_iter=2000).fit(Xd, dev.bad_12m)
    trials.append((gini(val.bad_12m, lr.predict_proba(Xv)[:, 1]), c, lr))
    print(f"C={c:<6} gini(val)={trials[-1][0]:.4f}")

_, c_best, card = max(trials, key=lambda t: t[0])
if (card.coef_ > 0).any():
    print("sign check failed for:", np.array(NUM + CAT)[card.coef_[0] > 0])

pd_oot = card.predict_proba(Xo)[:, 1]
print(f"chosen C={c_best}   gini(oot)={gini(oot.bad_12m, pd_oot):.4f}")
print("bad rate per decile, oot:")
print(oot.bad_12m.groupby(pd.qcut(pd_oot, 10, labels=False)).mean().round(4).to_string())
# author: author4
