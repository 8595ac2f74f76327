import argparse
import json
import logging

import numpy as np
import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score

log = logging.getLogger("conversion")
DROP = ["session_id", "converted", "day"]


def by_days(df, n_val=7, n_test=7):
    days = np.sort(df["day"].unique())
    test_days, val_days = days[-n_test:], days[-n_test - n_val:-n_test]
    test = df[df["day"].isin(test_days)]
    val = df[df["day"].isin(val_days)]
    train = df[df["day"] < val_days[0]]
    return train, val, test


def dmat(df):
    X = df.drop(columns=DROP)
    for c in X.select_dtypes("object"):
        X[c] = pd.util.hash_array(X[c].fillna("").to_numpy()) % 997
    return xgb.DMatrix(X, df["converted"])


def objective(trial, dtrain, dval):
    params = {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "tree_method": "hist",
        "eta": trial.suggest_float("eta", 0.01, 0.2, log=True),
        "max_depth": trial.suggest_int("max_depth", 3, 10),
        "min_child_weight": trial.suggest_float("min_child_weight", 1, 100, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.4, 1.0),
        "lambda": trial.suggest_float("lambda", 1e-2, 50, log=True),
    }
    bst = xgb.train(params, dtrain, 3000, evals=[(dval, "val")], early_stopping_rounds=60, verbose_eval=False)
    trial.set_user_attr("params", params)
    trial.set_user_attr("rounds", bst.best_iteration + 1)
    return bst.best_score


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("sessions")
    ap.add_argument("--trials", type=int, default=80)
    ap.add_argument("--report", default="report.json")
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO)

    train, val, test = by_days(pd.read_parquet(a.sessions))
    log.info("rows: %d / %d / %d", len(train), len(val), len(test))
    dtrain, dval = dmat(train), dmat(val)

    study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=4))
    study.optimize(lambda t: objective(t, dtrain, dval), n_trials=a.trials)
    best = study.best_trial.user_attrs

    bst = xgb.train(best["params"], dmat(pd.concat([train, val])), best["rounds"])
    p = bst.predict(dmat(test))
    out = {"val_logloss": study.best_value,
           "test_logloss": log_loss(test["converted"], p),
           "test_auc": roc_auc_score(test["converted"], p),
           "test_lift_top10": test["converted"].to_numpy()[np.argsort(-p)[: len(p) // 10]].mean() / test["converted"].mean()}
    json.dump(out, open(a.report, "w"), indent=1)
    log.info(out)


if __name__ == "__main__":
    main()
# author: author10
