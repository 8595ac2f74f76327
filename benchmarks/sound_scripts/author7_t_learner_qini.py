"""Uplift of the spring voucher (randomised, one row a household); households go to parts by a hash of their id."""
import hashlib

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, Pool

FEATS = ["tenure_m", "visits_90d", "spend_90d", "basket_avg", "has_app", "region", "segment"]
CATS = ["region", "segment"]


def bucket(hid, salt="spring24"):
    return int(hashlib.md5(f"{salt}{hid}".encode()).hexdigest(), 16) % 100


def qini(uplift, treated, outcome):
    o = np.argsort(-uplift, kind="stable")
    t, y = treated[o], outcome[o]
    nt, nc = np.cumsum(t), np.cumsum(1 - t)
    gain = np.cumsum(y * t) - np.cumsum(y * (1 - t)) * nt / np.maximum(nc, 1)
    line = np.linspace(0, gain[-1], len(gain))
    return (gain - line).sum() / len(gain) / max(nt[-1], 1)


def arm(part, stop_part, a, depth):
    tr, es = part[part.voucher == a], stop_part[stop_part.voucher == a]
    m = CatBoostClassifier(iterations=2000, depth=depth, learning_rate=0.03, verbose=0, random_seed=a)
    return m.fit(Pool(tr[FEATS], tr.bought, CATS), eval_set=Pool(es[FEATS], es.bought, CATS), early_stopping_rounds=80)


def effect(models, part):
    return models[1].predict_proba(part[FEATS])[:, 1] - models[0].predict_proba(part[FEATS])[:, 1]


df = pd.read_csv("voucher_rct.csv", dtype={c: str for c in CATS})
df[CATS] = df[CATS].fillna("none")
b = df.household.map(bucket)
part = {"a": df[b < 50], "b": df[b.between(50, 64)], "c": df[b.between(65, 79)], "d": df[b >= 80]}

choice = {}
for depth in (3, 4, 6):
    ms = {a: arm(part["a"], part["b"], a, depth) for a in (0, 1)}
    choice[depth] = (qini(effect(ms, part["c"]), part["c"].voucher.to_numpy(), part["c"].bought.to_numpy()), ms)
depth = max(choice, key=lambda d: choice[d][0])
models = choice[depth][1]

d = part["d"]
u, t, y = effect(models, d), d.voucher.to_numpy(), d.bought.to_numpy()
rng = np.random.default_rng(1)
draws = []
for _ in range(500):
    i = rng.integers(0, len(d), len(d))
    draws.append(qini(u[i], t[i], y[i]))
print(f"depth {depth}; Qini {qini(u, t, y):.4f} [{np.percentile(draws, 2.5):.4f}; {np.percentile(draws, 97.5):.4f}]")
for lo, hi in zip(np.linspace(0, 0.8, 5), np.linspace(0.2, 1, 5)):
    q = pd.Series(u).rank(pct=True, ascending=False).between(lo, hi).to_numpy()
    print(f"top {lo:.0%}-{hi:.0%}: observed uplift {y[q & (t == 1)].mean() - y[q & (t == 0)].mean():+.4f}")
# author: author7
