"""District heating, day-ahead total: three base learners, non-negative blend from out-of-time predictions."""
import numpy as np
import pandas as pd
from scipy.optimize import nnls
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, SplineTransformer

BASES = {
    "spline": lambda: make_pipeline(SplineTransformer(6, extrapolation="linear"), Ridge(10.0)),
    "trees": lambda: ExtraTreesRegressor(600, min_samples_leaf=3, n_jobs=-1, random_state=0),
    "knn": lambda: make_pipeline(StandardScaler(), KNeighborsRegressor(12, weights="distance")),
}


def table(path):
    d = pd.read_csv(path, index_col="day", parse_dates=True).asfreq("D")
    X = pd.DataFrame({
        "t_fc": d["temp_forecast"], "wind_fc": d["wind_forecast"], "sun_fc": d["sun_forecast"],
        "heat_2": d["heat"].shift(2), "heat_7": d["heat"].shift(7),
        "t_mean_obs": d["temp_observed"].shift(2).rolling(3).mean(),
        "weekend": (d.index.dayofweek >= 5).astype(int),
    })
    keep = X.notna().all(axis=1) & d["heat"].notna()
    return X[keep], d.loc[keep, "heat"]


def out_of_time(X, y, splits):
    Z = pd.DataFrame(np.nan, index=X.index, columns=list(BASES))
    for a, b in TimeSeriesSplit(splits, gap=2).split(X):
        for name, make in BASES.items():
            Z.iloc[b, Z.columns.get_loc(name)] = make().fit(X.iloc[a], y.iloc[a]).predict(X.iloc[b])
    return Z.dropna()


X, y = table("heat.csv")
past, late = X.index < "2022-09-29", X.index >= "2022-10-01"
Z = out_of_time(X[past], y[past], 8)
w, _ = nnls(Z.to_numpy(), y.loc[Z.index].to_numpy())
print("weights", dict(zip(BASES, w.round(3))))

Z = pd.DataFrame({n: f().fit(X[past], y[past]).predict(X[late]) for n, f in BASES.items()}, index=X.index[late])
blend = Z.to_numpy() @ w
ist = y[late]
print("winter 22/23 MAPE  blend %.2f%%" % (100 * np.mean(np.abs(blend / ist - 1))))
for n in Z:
    print("                   %s %.2f%%" % (n, 100 * np.mean(np.abs(Z[n] / ist - 1))))
# author: author7
