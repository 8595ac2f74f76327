"""Soil organic carbon from spectra; samples of a farm stay together on every level."""
import warnings
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.metrics import r2_score, root_mean_squared_error
from sklearn.model_selection import GridSearchCV, GroupKFold, LeaveOneGroupOut
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

warnings.simplefilter("ignore", category=UserWarning)

tab = pd.read_parquet("soil_spectra.parquet")
farm = tab.pop("farm").to_numpy()
soc = tab.pop("soc_g_kg").to_numpy()
X = tab.to_numpy(np.float64)

pipe = Pipeline([
    ("scale", StandardScaler()),
    ("reduce", "passthrough"),
    ("reg", PLSRegression()),
])
grid = [
    {"reg": [PLSRegression()], "reg__n_components": [4, 8, 12, 16]},
    {"reduce": [SelectKBest(f_regression)], "reduce__k": [30, 100], "reg": [SVR()], "reg__C": [1, 10, 100]},
    {"reduce": [PCA()], "reduce__n_components": [10, 20], "reg": [SVR()], "reg__C": [1, 10, 100]},
]

pred = np.full(len(soc), np.nan)
picks = Counter()
for a, b in LeaveOneGroupOut().split(X, soc, farm):
    gs = GridSearchCV(pipe, grid, cv=GroupKFold(5), scoring="neg_root_mean_squared_error", n_jobs=-1)
    gs.fit(X[a], soc[a], groups=farm[a])
    pred[b] = np.ravel(gs.predict(X[b]))
    picks[str({k: v for k, v in gs.best_params_.items() if k.startswith("re")})] += 1

print("farms", len(np.unique(farm)))
print("RMSEP %.2f g/kg   R2 %.3f" % (root_mean_squared_error(soc, pred), r2_score(soc, pred)))
for p, n in picks.most_common():
    print(n, p)

by_farm = pd.DataFrame({"farm": farm, "e": pred - soc}).groupby("farm").e
print(by_farm.agg(["mean", "std", "size"]).round(2))
# author: author1
