import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


class CrossMean(BaseEstimator, TransformerMixin):
    """Smoothed mean of the target. Training rows get a value from the other folds; later rows from all training rows."""

    def __init__(self, cols, m=30, k=5):
        self.cols, self.m, self.k = cols, m, k

    def _means(self, s, y):
        g = y.groupby(s.values)
        return (g.sum() + self.m * self.prior_) / (g.count() + self.m)

    def fit(self, X, y):
        self.prior_ = y.mean()
        self.maps_ = {c: self._means(X[c], y) for c in self.cols}
        return self

    def transform(self, X):
        return np.column_stack([X[c].map(self.maps_[c]).fillna(self.prior_) for c in self.cols])

    def fit_transform(self, X, y):
        out = np.empty((len(X), len(self.cols)))
        for a, b in StratifiedKFold(self.k, shuffle=True, random_state=0).split(X, y):
            out[b] = self.fit(X.iloc[a], y.iloc[a]).transform(X.iloc[b])
        self.fit(X, y)
        return out


CATS = ["site", "device", "ad_slot", "campaign"]
clicks = pd.read_parquet("clicks.parquet", columns=CATS + ["click", "served_at"])
clicks[CATS] = clicks[CATS].astype(str)
day = clicks.served_at.dt.date.astype(str)

train = clicks[day <= "2024-05-20"]
valid = clicks[(day > "2024-05-20") & (day <= "2024-05-24")]
test = clicks[day > "2024-05-24"]

scores = {}
for m in (5, 30, 200):
    enc = CrossMean(CATS, m)
    lr = LogisticRegression().fit(enc.fit_transform(train[CATS], train.click), train.click)
    scores[m] = roc_auc_score(valid.click, lr.predict_proba(enc.transform(valid[CATS]))[:, 1])
print(scores)

m = max(scores, key=scores.get)
train = pd.concat([train, valid])
enc = CrossMean(CATS, m)
lr = LogisticRegression().fit(enc.fit_transform(train[CATS], train.click), train.click)
print("last days:", roc_auc_score(test.click, lr.predict_proba(enc.transform(test[CATS]))[:, 1]))
# author: author11
