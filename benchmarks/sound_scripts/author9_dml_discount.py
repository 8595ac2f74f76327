"""Effect of a 10% voucher on basket value, partialling out with cross-fitting (no prediction score is claimed)."""
import numpy as np
import pandas as pd
from scipy import stats
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

SEEDS = range(5)
d = pd.read_feather("voucher_mailing.feather")        # one row a customer
assert not d.customer.duplicated().any()
W = d[["spend_prev_12m", "orders_prev_12m", "days_since_last", "app_user", "age_band", "region_code"]].to_numpy(float)
t = d.voucher.to_numpy()
y = d.spend_next_4w.to_numpy()
n = len(d)


def fold_ids(seed, k=5):
    rng = np.random.default_rng(seed)
    ids = np.arange(n) % k
    rng.shuffle(ids)
    return ids


def nuisance(seed):
    ids = fold_ids(seed)
    e, m0, m1 = np.empty(n), np.empty(n), np.empty(n)
    for f in np.unique(ids):
        out, here = ids != f, ids == f
        e[here] = RandomForestClassifier(400, min_samples_leaf=50, n_jobs=-1, random_state=seed).fit(W[out], t[out]).predict_proba(W[here])[:, 1]
        for arm, m in ((0, m0), (1, m1)):
            rows = out & (t == arm)
            m[here] = RandomForestRegressor(400, min_samples_leaf=20, n_jobs=-1, random_state=seed).fit(W[rows], y[rows]).predict(W[here])
    return np.clip(e, 0.02, 0.98), m0, m1


def aipw(e, m0, m1):
    psi = m1 - m0 + t * (y - m1) / e - (1 - t) * (y - m0) / (1 - e)
    return psi.mean(), psi.std(ddof=1) / np.sqrt(n), psi


runs = [aipw(*nuisance(s)) for s in SEEDS]
ate = np.median([r[0] for r in runs])
se = np.sqrt(np.median([r[1] ** 2 + (r[0] - ate) ** 2 for r in runs]))
z = stats.norm.ppf(0.975)
print(f"ATE {ate:.2f} EUR  [{ate - z * se:.2f}, {ate + z * se:.2f}]   raw difference {y[t == 1].mean() - y[t == 0].mean():.2f}")

psi = np.mean([r[2] for r in runs], axis=0)
for name, g in d.groupby("app_user").indices.items():
    print(f"  app_user={name}: {psi[g].mean():.2f} +- {z * psi[g].std(ddof=1) / np.sqrt(len(g)):.2f}")

# overlap
e = nuisance(0)[0]
print("propensity deciles", np.round(np.quantile(e, np.linspace(0, 1, 11)), 2))
# author: author9
