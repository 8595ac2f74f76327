import numpy as np
import pandas as pd
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

d = pd.read_csv("plots.csv")
X, y, g = d[["ph", "clay", "organic", "slope"]], d["carbon"], d["farm"]
models = {"mean": DummyRegressor(), "ridge": make_pipeline(StandardScaler(), RidgeCV(np.logspace(-3, 3, 13))), "forest": RandomForestRegressor(300)}
rows = []
for name, model in models.items():
    found = cross_validate(model, X, y, groups=g, cv=GroupKFold(6), scoring=("r2", "neg_mean_absolute_error"))
    rows.append({"model": name, "r2": found["test_r2"].mean(), "mae": -found["test_neg_mean_absolute_error"].mean()})
print(pd.DataFrame(rows).round(3).to_string(index=False))
# author: maintainer
