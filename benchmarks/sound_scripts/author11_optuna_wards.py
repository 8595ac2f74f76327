import argparse

import numpy as np
import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold


def load(path, wards):
    df = pd.read_parquet(path)
    held = df.ward.isin(wards)
    return df[~held], df[held]


def split_xy(df):
    return df.drop(columns=["sepsis", "ward", "patient"]), df["sepsis"]


def objective(df):
    X, y = split_xy(df)
    folds = list(GroupKFold(5).split(X, y, groups=df.ward))

    def run(trial):
        par = dict(
            n_estimators=trial.suggest_int("n_estimators", 100, 900, step=100),
            max_depth=trial.suggest_int("max_depth", 2, 8),
            learning_rate=trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
            subsample=trial.suggest_float("subsample", 0.5, 1),
            min_child_weight=trial.suggest_float("min_child_weight", 1, 50, log=True),
        )
        vals = []
        for i, (a, b) in enumerate(folds):
            clf = xgb.XGBClassifier(**par, tree_method="hist").fit(X.iloc[a], y.iloc[a])
            vals.append(roc_auc_score(y.iloc[b], clf.predict_proba(X.iloc[b])[:, 1]))
            trial.report(np.mean(vals), i)
            if trial.should_prune():
                raise optuna.TrialPruned()
        return np.mean(vals)

    return run


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="stays.parquet")      # first stay of every patient
    ap.add_argument("--held-wards", nargs="+", default=["W3", "W9", "ICU2"])
    ap.add_argument("--trials", type=int, default=60)
    a = ap.parse_args()

    dev, held = load(a.data, a.held_wards)
    assert not set(dev.patient) & set(held.patient)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=8),
                                pruner=optuna.pruners.MedianPruner(n_warmup_steps=1))
    study.optimize(objective(dev), n_trials=a.trials)
    print("inner AUC (used to choose):", study.best_value)

    X, y = split_xy(dev)
    final = xgb.XGBClassifier(**study.best_params, tree_method="hist").fit(X, y)
    X, y = split_xy(held)
    print("AUC on wards never seen:", roc_auc_score(y, final.predict_proba(X)[:, 1]))
# author: author11
