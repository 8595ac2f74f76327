"""Will a visit end in a purchase, and for how much: second stage is fed with first-stage probabilities."""
import duckdb
import numpy as np
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.model_selection import GroupKFold

sql = """
select visitor, week, landing, device, pages_first_minute, prior_visits, prior_spend, cart_before, spend
from visits where week {}
order by visitor, week
"""
con = duckdb.connect("shop.duckdb", read_only=True)
get = lambda cond: con.sql(sql.format(cond)).df()
past, future = get("between 1 and 30"), get("between 32 and 36")

words = {c: {v: i for i, v in enumerate(past[c].value_counts().index[:40])} for c in ("landing", "device")}


def num(d):
    d = d.drop(columns=["visitor", "week", "spend"])
    for c, w in words.items():
        d[c] = d[c].map(w).fillna(len(w))
    return d.to_numpy(float)


stage1 = dict(n_estimators=300, num_leaves=31, learning_rate=0.04, verbose=-1)
stage2 = dict(n_estimators=300, num_leaves=15, learning_rate=0.04, verbose=-1)
X, s, v = num(past), past["spend"].to_numpy(), past["visitor"].to_numpy()
buy = (s > 0).astype(int)

p = np.zeros(len(X))
for a, b in GroupKFold(10).split(X, buy, v):
    p[b] = LGBMClassifier(**stage1).fit(X[a], buy[a]).predict_proba(X[b])[:, 1]

m1 = LGBMClassifier(**stage1).fit(X, buy)
pos = buy == 1
m2 = LGBMRegressor(**stage2).fit(np.column_stack([X, p])[pos], np.log(s[pos]))
# smearing factor for the way back from logs, out of fold as well
r = np.zeros(pos.sum())
Z, ls, vp = np.column_stack([X, p])[pos], np.log(s[pos]), v[pos]
for a, b in GroupKFold(10).split(Z, groups=vp):
    r[b] = ls[b] - LGBMRegressor(**stage2).fit(Z[a], ls[a]).predict(Z[b])
smear = np.exp(r).mean()

X, s = num(future), future["spend"].to_numpy()
p = m1.predict_proba(X)[:, 1]
e = p * np.exp(m2.predict(np.column_stack([X, p]))) * smear
direct = LGBMRegressor(objective="tweedie", **stage1).fit(num(past), past["spend"]).predict(X)
for name, hat in (("two stages", e), ("tweedie", direct), ("mean", np.full(len(s), past["spend"].mean()))):
    o = np.argsort(-hat)
    gini = 2 * np.mean(np.cumsum(s[o]) / s.sum()) - 1
    print(f"{name:11s} total {hat.sum() / s.sum():.3f} of actual, RMSE {np.sqrt(np.mean((hat - s) ** 2)):.2f}, Gini {gini:.3f}")
# author: author5
