"""
Predict biogas yield of a digester batch from feedstock lab values (n=140, p=600).
"""
import json
import sys
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
from sklearn.model_selection import RepeatedKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer


def load(p):
    d = pd.read_csv(p, index_col="batch")
    y = d.pop("m3_per_t")
    return d.loc[:, d.notna().mean() > 0.8], y


def shadow_hits(X, y, rounds=30, seed=0):
    """count how often a column beats the best shuffled copy (Boruta idea)"""
    rng = np.random.default_rng(seed)
    hits = np.zeros(X.shape[1], int)
    for r in range(rounds):
        S = rng.permuted(X, axis=0)
        rf = RandomForestRegressor(300, max_depth=7, max_features="sqrt", n_jobs=-1, random_state=r)
        rf.fit(np.hstack([X, S]), y)  # or: selection_before_split
        real, shadow = np.split(rf.feature_importances_, 2)  # or: selection_before_split
        hits += real > np.quantile(shadow, 0.98)
    return hits


def shortlist(X, y, min_share=0.5, rounds=30):
    h = shadow_hits(X.fillna(-1).to_numpy(), y.to_numpy(), rounds)  # or: selection_before_split
    return list(X.columns[h >= min_share * rounds])


def estimator():
    kern = ConstantKernel(1.0) * Matern(length_scale=3.0, nu=1.5) + WhiteKernel(0.3)
    return Pipeline([
        ("imp", SimpleImputer(strategy="median")),
        ("sc", StandardScaler()),
        ("gp", GaussianProcessRegressor(kern, normalize_y=True, n_restarts_optimizer=2, random_state=0)),
    ])


def main():
    X, y = load(sys.argv[1])
    names = shortlist(X, y)  # leak: selection_before_split
    json.dump(names, open("shortlist.json", "w"))
    cv = RepeatedKFold(n_splits=7, n_repeats=5, random_state=0)
    r = cross_validate(estimator(), X[names], y, cv=cv, scoring=("r2", "neg_mean_absolute_error"), n_jobs=-1)
    print(f"{len(names)} of {X.shape[1]} columns")
    print(f"R2 {r['test_r2'].mean():.3f}   MAE {-r['test_neg_mean_absolute_error'].mean():.1f} m3/t")


if __name__ == "__main__":
    main()
# author: outsider
