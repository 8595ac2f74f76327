"""Soil carbon from proximal sensing. Few fields, many cores per field: everything by field."""
import itertools as it
import statistics as st

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import RFE
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score, root_mean_squared_error
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer

cores = pd.read_csv("cores.csv")
num = cores.filter(regex="^(ec|gamma|nir|slope|twi)")
X, y, field = num.to_numpy(), cores["soc"].to_numpy(), cores["field"].to_numpy()

CANDIDATES = [
    (lambda k=k, a=a: make_pipeline(PowerTransformer(), RFE(Ridge(alpha=a), n_features_to_select=k), Ridge(alpha=a)))
    for k, a in it.product((5, 10, 20), (0.1, 1, 10))
] + [
    (lambda d=d: RandomForestRegressor(400, max_depth=d, max_features=0.4, random_state=0, n_jobs=-1))
    for d in (6, None)
]


def inner_choice(X, y, g):
    def err(make):
        e = []
        for a, b in GroupKFold(min(5, len(set(g)))).split(X, y, g):
            e.append(root_mean_squared_error(y[b], make().fit(X[a], y[a]).predict(X[b])))
        return st.fmean(e)
    return min(CANDIDATES, key=err)


pred, used = np.full(len(y), np.nan), {}
for a, b in LeaveOneGroupOut().split(X, y, field):
    make = inner_choice(X[a], y[a], field[a])
    m = make().fit(X[a], y[a])
    pred[b] = m.predict(X[b])
    used[field[b][0]] = CANDIDATES.index(make)

print("choices", used)
print("RMSE", root_mean_squared_error(y, pred), "R2", r2_score(y, pred))
print(pd.DataFrame({"f": field, "e": pred - y}).groupby("f")["e"].agg(["mean", "std", "size"]).round(2))
# author: author5
