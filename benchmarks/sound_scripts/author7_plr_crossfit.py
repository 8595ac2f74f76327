"""Partially linear model of 401(k) eligibility on wealth, Chernozhukov et al., written out."""
import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

Y, D = "net_tfa", "e401"
Z = ["age", "inc", "educ", "fsize", "marr", "twoearn", "db", "pira", "hown"]


def crossed(make, X, target, folds, proba=False):
    hat = np.full(len(X), np.nan)
    for inside, outside in folds:
        m = make().fit(X[inside], target[inside])
        hat[outside] = m.predict_proba(X[outside])[:, 1] if proba else m.predict(X[outside])
    assert not np.isnan(hat).any()
    return hat


def theta(y, d, l, m):
    u, v = y - l, d - m
    est = (v @ u) / (v @ v)
    psi = (u - est * v) * v
    se = np.sqrt(np.mean(psi**2) / np.mean(v * v) ** 2 / len(y))
    return est, se


def poly(last, grid):
    pipe = Pipeline([("poly", PolynomialFeatures(2, include_bias=False)), ("std", StandardScaler()), ("last", last)])
    return GridSearchCV(pipe, grid, cv=5, n_jobs=-1)


LEARNERS = {
    "lasso": (
        lambda: poly(Lasso(max_iter=20000), {"last__alpha": np.geomspace(10, 5000, 12)}),
        lambda: poly(LogisticRegression(max_iter=5000), {"last__C": np.geomspace(1e-3, 10, 9)}),
    ),
    "forest": (
        lambda: RandomForestRegressor(500, min_samples_leaf=5, n_jobs=-1),
        lambda: RandomForestClassifier(500, min_samples_leaf=5, n_jobs=-1),
    ),
}

df = pd.read_stata("sipp1991.dta")
X, y, d = df[Z].to_numpy(float), df[Y].to_numpy(float), df[D].to_numpy(float)

rows = []
for name, (reg, clf) in LEARNERS.items():
    draws = []
    for rep in range(11):
        folds = list(KFold(5, shuffle=True, random_state=rep).split(X))
        l_hat = crossed(reg, X, y, folds)
        m_hat = np.clip(crossed(clf, X, d, folds, proba=True), 0.01, 0.99)
        draws.append(theta(y, d, l_hat, m_hat))
    est, se = np.array(draws).T
    mid = np.median(est)
    sd = np.sqrt(np.median(se**2 + (est - mid) ** 2))
    rows.append((name, mid, sd, *(mid + norm.ppf([0.025, 0.975]) * sd)))
print(pd.DataFrame(rows, columns=["nuisance", "effect", "se", "lo", "hi"]).round(0))
# author: author7
