import argparse
import pickle
from functools import partial

import numpy as np
import pandas as pd
import xgboost as xgb
from hyperopt import STATUS_OK, Trials, fmin, hp, tpe
from hyperopt.pyll.base import scope
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

SPACE = {
    "max_depth": scope.int(hp.quniform("max_depth", 2, 9, 1)),
    "eta": hp.loguniform("eta", np.log(0.01), np.log(0.3)),
    "subsample": hp.uniform("subsample", 0.5, 1),
    "colsample_bytree": hp.uniform("colsample_bytree", 0.3, 1),
    "lambda": hp.loguniform("lambda", -3, 4),
    "min_child_weight": hp.loguniform("min_child_weight", 0, 4),
}
FIXED = {"objective": "binary:logistic", "eval_metric": "logloss", "tree_method": "hist", "seed": 4}


def loss(hps, data):
    hist = xgb.cv(
        {**FIXED, **hps}, data, num_boost_round=2000, nfold=5, stratified=True,
        early_stopping_rounds=50, seed=4,
    )
    best = hist["test-logloss-mean"].min()
    return {"loss": best, "status": STATUS_OK, "rounds": int(hist["test-logloss-mean"].idxmin()) + 1}


def final_report(bst, d_test):
    y, p = d_test.get_label(), bst.predict(d_test)
    print(f"[test] logloss {log_loss(y, p):.4f} auc {roc_auc_score(y, p):.4f}")


def read(fn):
    df = pd.read_csv(fn)
    y = df.pop("subscribed").eq("yes").astype(int)
    # call duration is only known after the call
    df = df.drop(columns=["duration", "client_id"])
    for c in df.select_dtypes("object"):
        df[c] = df[c].astype("category")
    return df, y


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("--evals", type=int, default=100)
    args = ap.parse_args()

    X, y = read(args.csv)
    X1, X2, y1, y2 = train_test_split(X, y, test_size=0.2, stratify=y, random_state=4)
    d_fit = xgb.DMatrix(X1, y1, enable_categorical=True)
    d_test = xgb.DMatrix(X2, y2, enable_categorical=True)

    trials = Trials()
    fmin(partial(loss, data=d_fit), SPACE, algo=tpe.suggest, max_evals=args.evals,
         trials=trials, rstate=np.random.default_rng(4))
    top = trials.best_trial
    hps = {k: v[0] for k, v in top["misc"]["vals"].items()}
    hps["max_depth"] = int(hps["max_depth"])
    print("cv logloss", top["result"]["loss"], hps)

    bst = xgb.train({**FIXED, **hps}, d_fit, num_boost_round=top["result"]["rounds"])
    final_report(bst, d_test)
    with open("trials.pkl", "wb") as fh:
        pickle.dump(trials, fh)
    bst.save_model("bank.ubj")


if __name__ == "__main__":
    main()
# author: independent
