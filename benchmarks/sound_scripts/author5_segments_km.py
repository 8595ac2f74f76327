"""Customer segments as inputs of the cross-sell model. `Segments` is fitted once and carried along."""
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.preprocessing import StandardScaler


class Segments:
    def __init__(self, k, cols):
        self.k, self.cols = k, cols

    def _log(self, d):
        return np.log1p(d[self.cols].clip(lower=0).to_numpy(float))

    def fit(self, d):
        L = self._log(d)
        self.mu, self.sd = L.mean(0), L.std(0) + 1e-9
        self.km = KMeans(self.k, n_init=20, random_state=0).fit((L - self.mu) / self.sd)
        return self

    def __call__(self, d):
        dist = self.km.transform((self._log(d) - self.mu) / self.sd)
        return np.exp(-dist ** 2 / (2 * np.median(self.km.inertia_ / len(self.km.labels_))))


snap = {y: pd.read_parquet(f"snapshots/{y}.parquet") for y in (2021, 2022, 2023)}   # 1 Jan state, label: that year
rfm = ["recency", "orders", "revenue", "returns", "visits"]
other = ["age", "tenure", "newsletter", "store_distance"]

train, valid, test = (snap[y] for y in (2021, 2022, 2023))
tally = {}
for k in range(3, 15):
    seg = Segments(k, rfm).fit(train)
    sc = StandardScaler().fit(train[other])

    def inputs(d, seg=seg, sc=sc):
        return np.hstack([seg(d), sc.transform(d[other])])

    lr = LogisticRegression(C=1.0, max_iter=1000).fit(inputs(train), train.bought)
    tally[k] = (log_loss(valid.bought, lr.predict_proba(inputs(valid))[:, 1]), inputs, lr)

k = min(tally, key=lambda k: tally[k][0])
_, inputs, lr = tally[k]
print(pd.Series({k: v[0] for k, v in tally.items()}).round(5).to_string())
s = lr.predict_proba(inputs(test))[:, 1]
print("segments", k, "| 2023 log loss", log_loss(test.bought, s), "AUC", roc_auc_score(test.bought, s))
# author: author5
