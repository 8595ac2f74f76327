"""Champion against challenger on the held-back quarter. Both files were frozen on 30 June (see MODEL_CARD.md)."""
import argparse
import joblib
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

ap = argparse.ArgumentParser()
ap.add_argument("--champion", default="artefacts/champion_2023-06-30.joblib")
ap.add_argument("--challenger", default="artefacts/challenger_2023-06-30.joblib")
ap.add_argument("--quarter", default="data/q3_2023_labelled.parquet")
ap.add_argument("-B", type=int, default=2000)
o = ap.parse_args()

q3 = pd.read_parquet(o.quarter)
assert q3.booked_at.min() >= pd.Timestamp("2023-07-01")
y = q3.is_fraud.to_numpy()
P = {}
for who in ("champion", "challenger"):
    bundle = joblib.load(getattr(o, who))
    P[who] = bundle["model"].predict_proba(q3[bundle["columns"]])[:, 1]


def money_caught(p, rows, budget=0.002):
    k = max(1, int(budget * len(rows)))
    top = rows[np.argsort(-p[rows], kind="stable")[:k]]
    return q3.amount.to_numpy()[top][y[top] == 1].sum()


def gap(rows):
    return (roc_auc_score(y[rows], P["challenger"][rows]) - roc_auc_score(y[rows], P["champion"][rows]),
            money_caught(P["challenger"], rows) - money_caught(P["champion"], rows))


# accounts, not transactions, are drawn with replacement
members = list(q3.reset_index(drop=True).groupby("account").indices.values())
rng = np.random.default_rng(20231002)
draws = []
for _ in range(o.B):
    pick = rng.integers(0, len(members), len(members))
    draws.append(gap(np.concatenate([members[i] for i in pick])))
draws = np.array(draws)

point = gap(np.arange(len(y)))
for name, v, col in zip(("auc", "money at 0.2% alerts"), point, draws.T):
    lo, hi = np.quantile(col, [0.025, 0.975])
    print(f"challenger - champion, {name}: {v:.4f}  [{lo:.4f}, {hi:.4f}]")
# author: author9
