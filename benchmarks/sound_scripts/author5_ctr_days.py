from pathlib import Path

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import log_loss, roc_auc_score

days = sorted(Path("logs").glob("2024-*.csv.gz"))
cats = ["placement", "device", "advertiser", "country", "hour"]
nums = ["bid_floor", "viewability", "seconds_since_last"]


def load(files):
    part = pd.concat(map(pd.read_csv, files), ignore_index=True)
    part[cats] = part[cats].astype(str)
    return part


def pool(part, keep):
    x = part[cats + nums].copy()
    for c in cats:
        x[c] = x[c].where(x[c].isin(keep[c]), "rare")
    return Pool(x, part["click"], cat_features=cats)


data = load(days[:-4])
keep = {c: set(data[c].value_counts().loc[lambda v: v >= 500].index) for c in cats}
base_rate = data["click"].mean()
fit_pool = pool(data, keep)

data = load(days[-4:-2])
stop_pool = pool(data, keep)

model = CatBoostClassifier(iterations=5000, learning_rate=0.06, depth=7, od_type="Iter", od_wait=100,
                           eval_metric="Logloss", has_time=True, verbose=250)
model.fit(fit_pool, eval_set=stop_pool, use_best_model=True)

data = load(days[-2:])
p = model.predict_proba(pool(data, keep))[:, 1]
ll = log_loss(data["click"], p)
ll0 = log_loss(data["click"], np.full(len(data), base_rate))
print(f"last two days: logloss {ll:.5f}  RIG {1 - ll / ll0:.4f}  AUC {roc_auc_score(data['click'], p):.4f}")
for d, g in data.assign(p=p).groupby("device"):
    print(f"  {d:<12} n={len(g):>8} ctr={g.click.mean():.4f} predicted={g.p.mean():.4f}")
model.save_model("ctr.cbm")
# author: author5
