#!/usr/bin/env python
"""Nightly scoring job. Runs in the batch cluster, image ml-score:1.14."""
import argparse
import logging
import os
import sys
from datetime import datetime, timezone

import joblib
import mlflow
import pandas as pd

LOG = logging.getLogger("score")
SCHEMA = {"customer_id": "int64", "tenure": "float64", "plan": "object", "data_gb": "float64", "calls": "float64"}


def check(df):
    missing = set(SCHEMA) - set(df.columns)
    if missing:
        raise SystemExit(f"missing columns: {sorted(missing)}")
    for c, t in SCHEMA.items():
        if str(df[c].dtype) != t:
            LOG.warning("%s is %s, expected %s", c, df[c].dtype, t)
    share = df.isna().mean()
    for c in share[share > 0.3].index:
        LOG.warning("%s: %.0f%% missing", c, 100 * share[c])
    return df


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--input", required=True)
    ap.add_argument("--output", required=True)
    ap.add_argument("--model-uri", default=os.environ.get("MODEL_URI"))
    ap.add_argument("--threshold", type=float, default=0.37)
    args = ap.parse_args()
    logging.basicConfig(stream=sys.stdout, level=logging.INFO)

    local = mlflow.artifacts.download_artifacts(args.model_uri)
    bundle = joblib.load(os.path.join(local, "bundle.joblib"))
    scaler, model, cols = bundle["scaler"], bundle["model"], bundle["columns"]

    test = check(pd.read_parquet(args.input))
    X = pd.get_dummies(test[list(SCHEMA)].drop(columns="customer_id")).reindex(columns=cols, fill_value=0)
    test["score"] = model.predict_proba(scaler.transform(X))[:, 1]
    test["flag"] = test["score"] >= args.threshold
    test["scored_at"] = datetime.now(timezone.utc)
    LOG.info("rows %d, flagged %.2f%%", len(test), 100 * test["flag"].mean())
    test[["customer_id", "score", "flag", "scored_at"]].to_parquet(args.output, index=False)


if __name__ == "__main__":
    main()
# author: outsider
