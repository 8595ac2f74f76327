# motor claims frequency model - target encoding done the slow way
import numpy as np
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

HIGH_CARD = ["make_model", "postcode_sector", "occupation"]
NUMS = ["driver_age", "vehicle_age", "annual_mileage", "ncd_years"]


def smoothed(values, target, prior, m=40):
    t = pd.DataFrame({"v": values, "t": target}).groupby("v")["t"].agg(["sum", "count"])
    return (t["sum"] + m * prior) / (t["count"] + m)


def encode_pair(a, b, ya, inner=5, seed=0):
    """encoded copies of a (out of fold) and b (from the whole of a)"""
    a, b = a.copy(), b.copy()
    prior = ya.mean()
    for col in HIGH_CARD:
        enc_a = np.full(len(a), prior, dtype=float)
        for i, j in KFold(inner, shuffle=True, random_state=seed).split(a):
            table = smoothed(a[col].values[i], ya.values[i], ya.values[i].mean())
            enc_a[j] = a[col].iloc[j].map(table).fillna(prior)
        table = smoothed(a[col].values, ya.values, prior)
        b[col] = b[col].map(table).fillna(prior).astype(float)
        a[col] = enc_a
    return a, b


policies = pd.read_parquet("policies_2021.parquet").drop_duplicates("policy_id")
y = policies["n_claims"]
X = policies[HIGH_CARD + NUMS]

devs, nulls = [], []
for k, (i_tr, i_va) in enumerate(KFold(10, shuffle=True, random_state=2021).split(X)):
    Xa, Xb = encode_pair(X.iloc[i_tr], X.iloc[i_va], y.iloc[i_tr], seed=k)
    ss = StandardScaler().fit(Xa)
    model = PoissonRegressor(alpha=1e-3, max_iter=500).fit(ss.transform(Xa), y.iloc[i_tr])
    mu = model.predict(ss.transform(Xb))
    devs.append(mean_poisson_deviance(y.iloc[i_va], mu))
    nulls.append(mean_poisson_deviance(y.iloc[i_va], np.full(len(i_va), y.iloc[i_tr].mean())))
    print(f"fold {k}: {devs[-1]:.5f}  (null {nulls[-1]:.5f})")

print(f"mean deviance {np.mean(devs):.5f} +- {np.std(devs, ddof=1) / np.sqrt(len(devs)):.5f}")
print(f"explained     {1 - np.sum(devs) / np.sum(nulls):.3%}")
# author: outsider
