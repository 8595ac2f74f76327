#!/usr/bin/env python
"""Train the monthly churn model.

usage: train_churn.py --data data/telco_2023.csv --out models/churn.joblib
"""
import argparse
import json
import logging
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

log = logging.getLogger("churn")

NUMERIC = ["tenure", "monthly_charges", "total_charges", "n_tickets", "avg_call_min"]
BINARY = ["paperless", "has_partner", "has_dependents", "fiber"]


def parse_args():
    p = argparse.ArgumentParser()
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, default=Path("models/churn.joblib"))
    p.add_argument("--test-size", type=float, default=0.25)
    p.add_argument("--seed", type=int, default=13)
    return p.parse_args()


def load(path):
    df = pd.read_csv(path)
    df = df.drop_duplicates(subset="customer_id")
    df["total_charges"] = pd.to_numeric(df["total_charges"], errors="coerce").fillna(0.0)
    for c in BINARY:
        df[c] = (df[c] == "Yes").astype(int)
    y = (df["churn"] == "Yes").astype(int).to_numpy()
    return df[NUMERIC + BINARY], y


def prepare(X):
    """Numeric columns to zero mean / unit variance, flags untouched."""
    scaler = StandardScaler()
    num = scaler.fit_transform(X[NUMERIC])  # leak: preprocessing_before_split
    return np.hstack([num, X[BINARY].to_numpy()]), scaler


def main():
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args = parse_args()

    X, y = load(args.data)
    log.info("loaded %d customers, churn rate %.3f", len(y), y.mean())
    X, scaler = prepare(X)  # or: preprocessing_before_split

    X_tr, X_te, y_tr, y_te = train_test_split(
        X, y, test_size=args.test_size, stratify=y, random_state=args.seed
    )
    model = LogisticRegressionCV(Cs=20, cv=5, scoring="roc_auc", max_iter=2000)
    model.fit(X_tr, y_tr)

    p = model.predict_proba(X_te)[:, 1]
    metrics = {
        "auc": float(roc_auc_score(y_te, p)),
        "ap": float(average_precision_score(y_te, p)),
        "n_test": int(len(y_te)),
    }
    log.info("holdout: %s", json.dumps(metrics))

    args.out.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump({"scaler": scaler, "model": model, "columns": NUMERIC + BINARY}, args.out)
    args.out.with_suffix(".json").write_text(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
# author: independent
