"""Discrete-time attrition model: employees become person-months after they have been dealt out."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import SplineTransformer, StandardScaler

staff = pd.read_csv("staff.csv")             # one line per employee hired 2015-2018, followed for 36 months
const = ["age_at_hire", "commute_km", "grade", "salary_gap_at_hire"]

order = np.random.default_rng(8).permutation(len(staff))
third = np.array_split(order, [int(0.6 * len(staff)), int(0.8 * len(staff))])
people = {k: staff.iloc[i] for k, i in zip(("learn", "choose", "report"), third)}


def expand(d):
    d = d.loc[d.index.repeat(d["months_observed"])].copy()
    d["t"] = d.groupby("employee").cumcount() + 1
    d["event"] = ((d["t"] == d["months_observed"]) & (d["left"] == 1)).astype(int)
    return d


rows = {k: expand(v) for k, v in people.items()}
spl = SplineTransformer(n_knots=6, degree=3, extrapolation="constant").fit(rows["learn"][["t"]])
std = StandardScaler().fit(people["learn"][const])


def design(d):
    return np.hstack([spl.transform(d[["t"]]), std.transform(d[const])])


def nll(m, d):
    h = np.clip(m.predict_proba(design(d))[:, 1], 1e-9, 1 - 1e-9)
    e = d["event"].to_numpy()
    return -np.mean(e * np.log(h) + (1 - e) * np.log(1 - h))


fits = {c: LogisticRegression(C=c, max_iter=2000).fit(design(rows["learn"]), rows["learn"]["event"])
        for c in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)}
c = min(fits, key=lambda k: nll(fits[k], rows["choose"]))
m = fits[c]

ev = people["report"]
grid = ev.loc[ev.index.repeat(12)].copy()
grid["t"] = np.tile(np.arange(1, 13), len(ev))
surv = np.prod(1 - m.predict_proba(design(grid))[:, 1].reshape(len(ev), 12), axis=1)
left12 = ((ev["left"] == 1) & (ev["months_observed"] <= 12)).to_numpy()
known = left12 | (ev["months_observed"] >= 12).to_numpy()
print("C", c, "person-month nll", nll(m, rows["report"]))
print("leaves within a year: AUC", roc_auc_score(left12[known], 1 - surv[known]),
      "expected", (1 - surv[known]).sum(), "observed", left12[known].sum())
# author: author5
