from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.linear_model import HuberRegressor
from sklearn.metrics import make_scorer, median_absolute_error
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline


class Winsor(BaseEstimator, TransformerMixin):
    def __init__(self, q=0.01):
        self.q = q

    def fit(self, X, y=None):
        X = pd.DataFrame(X)
        self.lo_, self.hi_ = X.quantile(self.q), X.quantile(1 - self.q)
        self.med_ = X.median()
        return self

    def transform(self, X):
        return X.clip(self.lo_, self.hi_, axis=1).fillna(self.med_)


class MeanByLevel(BaseEstimator, TransformerMixin):
    """replace a categorical with the shrunken mean of y"""

    def __init__(self, cols=("model",), weight=15.0):
        self.cols = cols
        self.weight = weight

    def fit(self, X, y):
        self.mu_ = float(np.mean(y))
        self.maps_ = {}
        for c in self.cols:
            g = pd.Series(np.asarray(y), index=X.index).groupby(X[c]).agg(["sum", "size"])
            self.maps_[c] = (g["sum"] + self.weight * self.mu_) / (g["size"] + self.weight)
        return self

    def fit_transform(self, X, y):
        # training rows get the mean of the other four fifths
        parts = []
        for a, b in KFold(5, shuffle=True, random_state=9).split(X):
            part = clone(self).fit(X.iloc[a], y.iloc[a])
            parts.append(part.transform(X.iloc[b]))
        self.fit(X, y)
        return pd.concat(parts).loc[X.index]

    def transform(self, X):
        X = X.copy()
        for c in self.cols:
            X[c] = X[c].map(self.maps_[c]).fillna(self.mu_)
        return X


class Standard(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.m_, self.s_ = X.mean(), X.std().replace(0, 1)
        return self

    def transform(self, X):
        return (X - self.m_) / self.s_


def main():
    tractors = pd.read_csv("used_tractors.csv").drop_duplicates("serial_no")
    y = np.log(tractors.pop("price_eur"))
    X = tractors[["model", "hours", "year", "power_kw", "front_loader"]]
    X_a, X_b, y_a, y_b = train_test_split(X, y, test_size=0.2, random_state=77)

    mae = make_scorer(median_absolute_error, greater_is_better=False)
    best = (-np.inf, None)
    for w in (5, 15, 50):
        pipe = Pipeline([("te", MeanByLevel(weight=w)), ("win", Winsor()), ("std", Standard()), ("reg", HuberRegressor(max_iter=500))])
        s = cross_val_score(pipe, X_a, y_a, scoring=mae, cv=KFold(5, shuffle=True, random_state=0)).mean()
        print(w, round(s, 4))
        best = max(best, (s, w))
    pipe.set_params(te__weight=best[1]).fit(X_a, y_a)
    print("held out", round(median_absolute_error(y_b, pipe.predict(X_b)), 4))


if __name__ == "__main__":
    main()
# author: outsider
