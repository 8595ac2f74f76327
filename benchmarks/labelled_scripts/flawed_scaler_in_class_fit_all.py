from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
import pandas as pd


class WeightOfEvidence(BaseEstimator, TransformerMixin):
    def __init__(self, columns):
        self.columns = columns

    def fit(self, X, y):
        self.maps = {c: y.groupby(X[c]).mean() for c in self.columns}
        return self

    def transform(self, X):
        out = X.copy()
        for c in self.columns:
            out[c] = out[c].map(self.maps[c])
        return out


d = pd.read_csv("policy.csv")
y = d["lapsed"]
X = WeightOfEvidence(["region", "agent"]).fit(d, y).transform(d)[["region", "agent", "premium"]]  # leak: target_encoding_before_split
a, b, ya, yb = train_test_split(X, y, test_size=0.3, random_state=2)
m = LogisticRegression(max_iter=1000).fit(a, ya)
print(roc_auc_score(yb, m.predict_proba(b)[:, 1]))
# author: maintainer
