"""Nightly scoring job: yesterday's applications in, scores out. No training here."""
import json
import os
import sys
from datetime import date, timedelta

import joblib
import pandas as pd
import sqlalchemy as sa


def load_bundle(folder):
    with open(os.path.join(folder, "meta.json")) as f:
        meta = json.load(f)
    return joblib.load(os.path.join(folder, "scaler.joblib")), joblib.load(os.path.join(folder, "model.joblib")), meta


def fetch(engine, day):
    q = sa.text("select * from applications where date(created_at) = :d")
    return pd.read_sql(q, engine, params={"d": day})


def prepare(df, meta):
    X = df.reindex(columns=meta["columns"])
    for col, value in meta["train_medians"].items():
        X[col] = X[col].fillna(value)
    for col, (lo, hi) in meta["train_clip"].items():
        X[col] = X[col].clip(lo, hi)
    return X


def main():
    day = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date.today() - timedelta(days=1)
    engine = sa.create_engine(os.environ["APP_DB"])
    scaler, model, meta = load_bundle(os.environ.get("BUNDLE", "bundle"))
    df = fetch(engine, day)
    if df.empty:
        print("nothing to do for", day)
        return
    X = pd.DataFrame(scaler.transform(prepare(df, meta)), columns=meta["columns"])
    out = pd.DataFrame({
        "application_id": df["id"],
        "score": model.predict_proba(X)[:, 1],
        "version": meta["version"],
        "scored_on": date.today(),
    })
    out["refer"] = out.score >= meta["threshold"]
    out.to_sql("scores", engine, if_exists="append", index=False)
    print(f"{day}: {len(out)} rows, mean {out.score.mean():.4f}, referred {out.refer.mean():.2%}")


if __name__ == "__main__":
    main()
# author: author11
