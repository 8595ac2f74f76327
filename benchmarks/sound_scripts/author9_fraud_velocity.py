"""Card-not-present fraud. Train, pick the alert threshold, write one report.

    python fraud_velocity.py --tx data/tx.parquet --out reports/
"""
from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, precision_score, recall_score

CHARGEBACK_LAG = pd.Timedelta(days=45)   # a dispute is known at the latest after 45 days

@dataclass
class Job:
    train_to: pd.Timestamp = pd.Timestamp("2023-03-01")
    valid_to: pd.Timestamp = pd.Timestamp("2023-06-01")
    min_precision: float = 0.6
    params: dict = field(default_factory=lambda: dict(
        objective="binary", learning_rate=0.05, num_leaves=63, feature_fraction=0.8, verbosity=-1))

def velocity(tx: pd.DataFrame) -> pd.DataFrame:
    tx = tx.sort_values(["card", "ts"]).reset_index(drop=True)
    by_card = tx.set_index("ts").groupby("card")["amount"]
    for w in ("1h", "24h", "7D"):
        r = by_card.rolling(w, closed="left")
        tx[f"n_{w}"] = r.count().to_numpy()
        tx[f"sum_{w}"] = r.sum().to_numpy()
    tx["since_last"] = tx.groupby("card")["ts"].diff().dt.total_seconds()
    tx["hour"] = tx.ts.dt.hour
    return tx.sort_values("ts").reset_index(drop=True)

def add_mcc_ratio(part: pd.DataFrame, typical: pd.Series, fallback: float) -> pd.DataFrame:
    return part.assign(mcc_ratio=part.amount / part.mcc.map(typical).fillna(fallback))

def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--tx", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    a = ap.parse_args()
    job = Job()

    tx = velocity(pd.read_parquet(a.tx))
    parts = {
        "train": tx[tx.ts < job.train_to],
        "valid": tx[(tx.ts >= job.train_to + CHARGEBACK_LAG) & (tx.ts < job.valid_to)],
        "test": tx[tx.ts >= job.valid_to + CHARGEBACK_LAG],
    }
    typical = parts["train"].groupby("mcc").amount.median()
    fallback = parts["train"].amount.median()
    parts = {k: add_mcc_ratio(v, typical, fallback) for k, v in parts.items()}

    cols = [c for c in parts["train"] if c.startswith(("n_", "sum_"))] + ["since_last", "hour", "amount", "mcc_ratio"]
    sets = {k: lgb.Dataset(v[cols], v.is_fraud) for k, v in parts.items() if k != "test"}
    booster = lgb.train(job.params, sets["train"], 3000, valid_sets=[sets["valid"]],
                        callbacks=[lgb.early_stopping(100)])

    p = booster.predict(parts["valid"][cols])
    grid = np.quantile(p, np.linspace(0.9, 0.9999, 200))
    ok = [t for t in grid if precision_score(parts["valid"].is_fraud, p >= t, zero_division=0) >= job.min_precision]
    cut = min(ok) if ok else float(grid[-1])

    y, p = parts["test"].is_fraud, booster.predict(parts["test"][cols])
    report = {"ap": average_precision_score(y, p), "precision": precision_score(y, p >= cut),
              "recall": recall_score(y, p >= cut), "threshold": float(cut), "rounds": booster.best_iteration}
    a.out.mkdir(parents=True, exist_ok=True)
    booster.save_model(str(a.out / "fraud.txt"))
    (a.out / "report.json").write_text(json.dumps(report, indent=2))

if __name__ == "__main__":
    main()
# author: author9
