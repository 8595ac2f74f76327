#!/usr/bin/env python3
import os
import pickle
import re
import sys
from glob import glob

import numpy as np
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.experimental import enable_halving_search_cv  # noqa
from sklearn.model_selection import GroupKFold, HalvingRandomSearchCV
from sklearn.pipeline import Pipeline
from xgboost import XGBRegressor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from loancols import CATEGORICAL, TARGET, drop_after_origination  # noqa: E402
from enc import CountEncoder  # noqa: E402

root = sys.argv[1]
year = lambda f: int(re.search(r"vintage_(\d{4})", f).group(1))
files = sorted(glob(f"{root}/vintage_*.csv"), key=year)
# recoveries of a vintage are final five years later
learn, last = [f for f in files if year(f) <= 2013], [f for f in files if 2018 <= year(f) <= 2019]


def read(fs):
    d = pd.concat([pd.read_csv(f, low_memory=False).assign(vintage=year(f)) for f in fs], ignore_index=True)
    d = d[d["defaulted"] == 1]
    return drop_after_origination(d), d[TARGET].clip(0, 1), d["borrower"]


X, y, who = read(learn)
model = Pipeline([("enc", CountEncoder(CATEGORICAL)), ("xgb", XGBRegressor(tree_method="hist", n_jobs=4))])
search = HalvingRandomSearchCV(
    model,
    {
        "xgb__learning_rate": loguniform(0.01, 0.3),
        "xgb__max_depth": randint(2, 9),
        "xgb__min_child_weight": loguniform(1, 200),
        "xgb__reg_lambda": loguniform(0.1, 100),
        "xgb__colsample_bytree": [0.4, 0.7, 1.0],
    },
    resource="xgb__n_estimators", max_resources=1200, min_resources=40, factor=3,
    cv=GroupKFold(5), scoring="neg_mean_squared_error", random_state=3, n_jobs=4,
)
search.fit(X, y, groups=who)
print(search.best_params_)

X, y, who2 = read(last)
new = ~who2.isin(set(who)).to_numpy()
hat = np.clip(search.predict(X), 0, 1)
for label, m in (("all", np.ones(len(y), bool)), ("borrowers not met before", new)):
    e = hat[m] - y[m]
    print(f"2018-19, {label}: n={m.sum()} RMSE {np.sqrt((e ** 2).mean()):.4f} bias {e.mean():+.4f}")
pickle.dump(search.best_estimator_, open(f"{root}/recovery.pkl", "wb"))
# author: author5
