"""Prediction intervals for rents by split conformal (CQR). Three disjoint thirds of the ads."""
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.preprocessing import OneHotEncoder

ALPHA = 0.1
rng = np.random.default_rng(20)

ads = pd.read_feather("flats.feather").drop_duplicates(["address", "floor", "area"])
buildings = ads["building_id"].unique()
rng.shuffle(buildings)
proper, calib, check = (ads[ads.building_id.isin(b)] for b in np.array_split(buildings, [int(.6 * len(buildings)), int(.8 * len(buildings))]))

enc = OneHotEncoder(min_frequency=30, handle_unknown="infrequent_if_exist", sparse_output=False)
enc.fit(proper[["district", "heating"]])
fill = proper[["area", "rooms", "floor", "year_built"]].median()


def design(frame):
    nums = frame[fill.index].fillna(fill)
    return np.hstack([nums.to_numpy(), enc.transform(frame[["district", "heating"]])])


def quantile_model(q):
    return GradientBoostingRegressor(loss="quantile", alpha=q, n_estimators=400, max_depth=4,
                                     learning_rate=0.05, subsample=0.7, random_state=0)


Xp, yp = design(proper), proper.rent.to_numpy()
lo = quantile_model(ALPHA / 2).fit(Xp, yp)
hi = quantile_model(1 - ALPHA / 2).fit(Xp, yp)

# conformity scores on ads neither model has seen
Xc, yc = design(calib), calib.rent.to_numpy()
score = np.maximum(lo.predict(Xc) - yc, yc - hi.predict(Xc))
level = np.ceil((1 - ALPHA) * (len(yc) + 1)) / len(yc)
q = np.quantile(score, min(level, 1.0), method="higher")

Xt, yt = design(check), check.rent.to_numpy()
raw = np.c_[lo.predict(Xt), hi.predict(Xt)]
conf = raw + np.array([-q, q])
for name, band in (("quantile only", raw), ("conformal", conf)):
    inside = (band[:, 0] <= yt) & (yt <= band[:, 1])
    print(f"{name:14s} coverage {inside.mean():.3f}  mean width {np.ptp(band, axis=1).mean():.0f} EUR")
    print(pd.Series(inside).groupby(check.district.to_numpy()).mean().describe()[["min", "max"]].round(3).to_dict())
# author: author4
