from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline
import pandas as pd


class WeightOfEvidence(BaseEstimator, TransformerMixin):
    def __init__(self, columns):
        self.columns = columns

    def fit(self, X, y):
        self.maps = {c: y.groupby(X[c]).mean() for c in self.columns}
        self.default = y.mean()
        return self

    def transform(self, X):
        out = X.copy()
        for c in self.columns:
            out[c] = out[c].map(self.maps[c]).fillna(self.default)
        return out


d = pd.read_csv("policy.csv")
pipe = Pipeline([("woe", WeightOfEvidence(["region", "agent"])), ("lr", LogisticRegression(max_iter=1000))])
found = cross_validate(pipe, d[["region", "agent", "premium"]], d["lapsed"], cv=StratifiedKFold(5, shuffle=True, random_state=0), scoring="roc_auc")
print(found["test_score"].mean())
# author: maintainer
