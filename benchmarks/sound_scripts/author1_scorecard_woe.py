import json

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


class WoeBinner:
    """Quantile bins + weight of evidence for one numeric column."""

    def __init__(self, n_bins=8, eps=0.5):
        self.n_bins, self.eps = n_bins, eps

    def learn(self, x, bad):
        qs = np.linspace(0, 1, self.n_bins + 1)[1:-1]
        self.edges = np.unique(np.nanquantile(x, qs))
        b = self._bin(x)
        self.table = {}
        goods, bads = (bad == 0).sum(), (bad == 1).sum()
        for k in range(-1, len(self.edges) + 1):
            m = b == k
            g = ((bad == 0) & m).sum() + self.eps
            d = ((bad == 1) & m).sum() + self.eps
            self.table[k] = float(np.log((g / goods) / (d / bads)))
        return self

    def _bin(self, x):
        b = np.digitize(x, self.edges)
        return np.where(np.isnan(x), -1, b)

    def __call__(self, x):
        return np.vectorize(self.table.get)(self._bin(x)).astype(float)


apps = pd.read_csv("applications.csv", parse_dates=["decision_date"])
apps = apps.dropna(subset=["bad_12m"]).sort_values("decision_date")
dev = apps[apps.decision_date < "2021-07-01"]
# performance window is 12 months, so skip a year before the out-of-time sample
oot = apps[apps.decision_date >= "2022-07-01"]

numeric = ["income", "dti", "age_oldest_line", "inquiries_6m", "utilisation", "months_employed"]
binners = {c: WoeBinner().learn(dev[c].to_numpy(float), dev.bad_12m.to_numpy()) for c in numeric}


def woe(frame):
    return np.column_stack([binners[c](frame[c].to_numpy(float)) for c in numeric])


lr = LogisticRegression(C=10.0).fit(woe(dev), dev.bad_12m)
if (lr.coef_ > 0).any():
    print("warning: sign flip in", [c for c, w in zip(numeric, lr.coef_[0]) if w > 0])

for name, part in {"dev (in-sample)": dev, "oot": oot}.items():
    s = lr.predict_proba(woe(part))[:, 1]
    ks = ks_2samp(s[part.bad_12m == 1], s[part.bad_12m == 0]).statistic
    print(f"{name:16s} gini={2 * roc_auc_score(part.bad_12m, s) - 1:.3f} ks={ks:.3f}")

with open("scorecard.json", "w") as fh:
    factor = 20 / np.log(2)
    json.dump({c: {k: round(-factor * w * v, 1) for k, v in binners[c].table.items()}
               for c, w in zip(numeric, lr.coef_[0])}, fh)
# author: author1
