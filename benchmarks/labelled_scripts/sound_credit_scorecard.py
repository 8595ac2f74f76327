"""Application scorecard, v3.

Usage: python credit_scorecard.py --data applications.parquet --out models/
"""
import argparse
import json
import logging
from pathlib import Path

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

log = logging.getLogger("scorecard")

NUM = ["age", "income", "months_at_address", "existing_debt", "n_cards"]
CAT = ["employment", "housing", "region", "channel"]
TARGET = "bad_12m"


def build_pipeline():
    numeric = Pipeline([
        ("impute", SimpleImputer(strategy="median", add_indicator=True)),
        ("scale", StandardScaler()),
    ])
    categorical = Pipeline([
        ("impute", SimpleImputer(strategy="constant", fill_value="missing")),
        ("onehot", OneHotEncoder(handle_unknown="ignore", min_frequency=50)),
    ])
    prep = ColumnTransformer([("num", numeric, NUM), ("cat", categorical, CAT)])
    return Pipeline([("prep", prep), ("clf", LogisticRegression(max_iter=2000))])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--out", type=Path, default=Path("models"))
    ap.add_argument("--seed", type=int, default=20)
    args = ap.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")

    # one row per applicant (deduplicated upstream by the warehouse job)
    df = pd.read_parquet(args.data)
    df = df.drop_duplicates(subset="applicant_id")
    X, y = df[NUM + CAT], df[TARGET]
    X_tr, X_te, y_tr, y_te = train_test_split(
        X, y, test_size=0.2, stratify=y, random_state=args.seed
    )
    log.info("train %s, test %s, bad rate %.3f", X_tr.shape, X_te.shape, y_tr.mean())

    search = GridSearchCV(
        build_pipeline(),
        {"clf__C": [0.01, 0.03, 0.1, 0.3, 1.0], "clf__class_weight": [None, "balanced"]},
        scoring="roc_auc",
        cv=StratifiedKFold(5, shuffle=True, random_state=args.seed),
        n_jobs=-1,
    )
    search.fit(X_tr, y_tr)
    log.info("best %s, cv auc %.4f", search.best_params_, search.best_score_)

    p = search.predict_proba(X_te)[:, 1]
    report = {"auc": roc_auc_score(y_te, p), "brier": brier_score_loss(y_te, p)}
    log.info("test %s", report)

    args.out.mkdir(parents=True, exist_ok=True)
    joblib.dump(search.best_estimator_, args.out / "scorecard.joblib")
    (args.out / "report.json").write_text(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
# author: outsider
