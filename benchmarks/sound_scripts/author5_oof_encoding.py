"""Delivery refusals: courier depot, postcode and product are high-cardinality; encode them out of fold."""
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

HIGH = ["depot", "postcode", "product"]
PLAIN = ["weight", "cod_amount", "items"]


def smooth_means(keys, y, prior, m):
    t = pd.DataFrame({"k": np.asarray(keys), "y": np.asarray(y)}).groupby("k")["y"].agg(["sum", "count"])
    return (t["sum"] + m * prior) / (t["count"] + m)


def encode_self(df, m):
    """Each order gets means of orders of other customers."""
    out = pd.DataFrame(index=df.index, columns=HIGH, dtype=float)
    for keep, hold in GroupKFold(8).split(df, groups=df["customer"]):
        src, dst = df.iloc[keep], df.index[hold]
        prior = src["refused"].mean()
        for c in HIGH:
            out.loc[dst, c] = df.loc[dst, c].map(smooth_means(src[c], src["refused"], prior, m)).fillna(prior)
    return out


def encode_other(src, df, m):
    prior = src["refused"].mean()
    return pd.DataFrame({c: df[c].map(smooth_means(src[c], src["refused"], prior, m)).fillna(prior) for c in HIGH})


def fit_and_score(past, future, m, rounds=None, stop=None):
    Xp = encode_self(past, m).join(past[PLAIN])
    Xf = encode_other(past, future, m).join(future[PLAIN])
    model = lgb.LGBMClassifier(n_estimators=rounds or 2000, learning_rate=0.03, verbose=-1)
    if stop:
        model.fit(Xp, past["refused"], eval_set=[(Xf, future["refused"])], callbacks=[lgb.early_stopping(80, verbose=False)])
    else:
        model.fit(Xp, past["refused"])
    auc = roc_auc_score(future["refused"], model.predict_proba(Xf)[:, 1])
    return auc, model.best_iteration_


orders = pd.read_parquet("orders.parquet").sort_values("placed").reset_index(drop=True)
q1 = orders[orders.placed < "2024-03-25"]
q2 = orders[(orders.placed >= "2024-04-01") & (orders.placed < "2024-06-24")]
q3 = orders[orders.placed >= "2024-07-01"]     # a parcel is settled within a week

tuned = {m: fit_and_score(q1, q2, m, stop=True) for m in (5, 20, 100, 400)}
m_best = max(tuned, key=lambda m: tuned[m][0])
both = pd.concat([q1, q2])
auc, _ = fit_and_score(both, q3, m_best, rounds=tuned[m_best][1])
print({m: round(v[0], 4) for m, v in tuned.items()}, "->", m_best)
print("third quarter AUC", round(auc, 4))
# author: author5
