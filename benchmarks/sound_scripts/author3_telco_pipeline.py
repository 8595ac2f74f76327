from __future__ import annotations

import time
from functools import wraps
from typing import NamedTuple

import joblib
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.compose import ColumnTransformer, make_column_selector as sel
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder


class Parts(NamedTuple):
    X_work: pd.DataFrame
    X_hold: pd.DataFrame
    y_work: pd.Series
    y_hold: pd.Series


def stage(f):
    @wraps(f)
    def inner(*a, **k):
        t = time.perf_counter()
        r = f(*a, **k)
        print(f"[{f.__name__}] {time.perf_counter() - t:.1f}s")
        return r
    return inner


@stage
def load(path="lines_2024-01.csv") -> tuple[pd.DataFrame, pd.Series]:
    """One row per household account as of 1 January; label: closed in Q1."""
    d = pd.read_csv(path).drop_duplicates("account")
    y = d.pop("closed_q1").eq("Y").astype(int)
    return d.drop(columns=["account"]), y


@stage
def split(X, y) -> Parts:
    return Parts(*train_test_split(X, y, test_size=0.2, stratify=y, random_state=2024))


def blueprint() -> Pipeline:
    enc = ColumnTransformer(
        [("cat", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2), sel(dtype_include=object))],
        remainder="passthrough",
    )
    return Pipeline([("enc", enc), ("hgb", HistGradientBoostingClassifier(early_stopping=False, random_state=0))])


@stage
def search(p: Parts) -> RandomizedSearchCV:
    space = {
        "hgb__learning_rate": loguniform(0.01, 0.2),
        "hgb__max_iter": randint(100, 600),
        "hgb__max_leaf_nodes": randint(8, 64),
        "hgb__l2_regularization": loguniform(1e-3, 10),
    }
    return RandomizedSearchCV(blueprint(), space, n_iter=40, scoring="roc_auc", n_jobs=-1, random_state=1,
                              cv=StratifiedKFold(5, shuffle=True, random_state=1)).fit(p.X_work, p.y_work)


@stage
def judge(model, p: Parts) -> float:
    s = model.predict_proba(p.X_hold)[:, 1]
    print(classification_report(p.y_hold, s > 0.5, digits=3))
    for k in (0.01, 0.05, 0.10):
        top = pd.Series(s, p.y_hold.index).nlargest(int(k * len(s))).index
        print(f"lift top {k:.0%}: {p.y_hold[top].mean() / p.y_hold.mean():.2f}")
    return roc_auc_score(p.y_hold, s)


@stage
def ship(params: dict, X, y, auc: float):
    final = blueprint().set_params(**params).fit(X, y)
    joblib.dump({"model": final, "holdout_auc": auc, "params": params}, "churn_q2.joblib", compress=3)


if __name__ == "__main__":
    X, y = load()
    parts = split(X, y)
    rs = search(parts)
    print("cv auc", round(rs.best_score_, 4), rs.best_params_)
    auc = judge(rs.best_estimator_, parts)
    print("hold-out auc", round(auc, 4))
    ship(rs.best_params_, X, y, auc)
# author: author3
