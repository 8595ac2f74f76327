# Effect of a reminder letter on dental check-ups, partialling out with cross-fitting.
import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor


def person_folds(household, k, rng):
    ids = rng.permutation(household.unique())
    nr = pd.Series(np.arange(len(ids)) % k, index=ids)
    return household.map(nr).to_numpy()


def residuals(W, t, y, fold):
    rt, ry = np.zeros(len(y)), np.zeros(len(y))
    for f in np.unique(fold):
        out = fold == f
        mt = RandomForestClassifier(500, min_samples_leaf=20, n_jobs=-1, random_state=f).fit(W[~out], t[~out])
        my = RandomForestRegressor(500, min_samples_leaf=20, n_jobs=-1, random_state=f).fit(W[~out], y[~out])
        rt[out] = t[out] - np.clip(mt.predict_proba(W[out])[:, 1], 0.02, 0.98)
        ry[out] = y[out] - my.predict(W[out])
    return rt, ry


def effect(rt, ry, cluster):
    theta = (rt @ ry) / (rt @ rt)
    psi = pd.Series(rt * (ry - theta * rt)).groupby(cluster).sum().to_numpy()
    se = np.sqrt((psi ** 2).sum()) / (rt @ rt)
    return theta, se


d = pd.read_csv("dental.csv")
W = d[["age", "sex", "distance_km", "visits_prev_3y", "income_decile", "kids"]].to_numpy(float)
t, y = d["letter"].to_numpy(), d["visited_within_6m"].to_numpy(float)

runs = []
for rep in range(10):
    fold = person_folds(d.household, 5, np.random.default_rng(rep))
    rt, ry = residuals(W, t, y, fold)
    runs.append(effect(rt, ry, d.household.to_numpy()))
theta, se = np.array(runs).T
est = np.median(theta)
err = np.sqrt(np.median(se ** 2 + (theta - est) ** 2))
lo, hi = est + err * norm.ppf([0.025, 0.975])
print(f"effect {est:.4f} [{lo:.4f}, {hi:.4f}], raw difference {y[t == 1].mean() - y[t == 0].mean():.4f}")
# author: author11
