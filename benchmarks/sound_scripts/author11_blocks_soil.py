import geopandas as gpd
import numpy as np
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import RFECV
from sklearn.metrics import r2_score
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

CELL = 50_000      # metres, well above the variogram range of 12 km
BUFFER = 12_000
soil = gpd.read_file("carbon.gpkg").to_crs(3035)
xy = np.c_[soil.geometry.x, soil.geometry.y]
block = (xy // CELL).astype(int) @ np.array([10_000, 1])
region = block % 5

covars = [c for c in soil.columns if c.startswith(("s2_", "dem_", "clim_"))]
X, y = soil[covars].to_numpy(), soil["soc"].to_numpy()


def far_from(train, test):
    """Drop training samples closer than BUFFER to any test sample."""
    keep = np.ones(len(train), bool)
    for chunk in np.array_split(test, max(1, len(test) // 500)):
        d = np.hypot(xy[train, None, 0] - xy[None, chunk, 0], xy[train, None, 1] - xy[None, chunk, 1])
        keep &= d.min(1) > BUFFER
    return train[keep]


def buffered(rows, k):
    """Folds relative to `rows`."""
    for a, b in GroupKFold(k).split(rows, groups=block[rows]):
        pos = {r: i for i, r in enumerate(rows)}
        a = far_from(rows[a], rows[b])
        yield np.array([pos[r] for r in a]), b


pred = np.zeros(len(y))
used = []
for a, b in LeaveOneGroupOut().split(X, y, groups=region):
    a = far_from(a, b)
    sel = RFECV(RandomForestRegressor(200, n_jobs=-1, random_state=0), step=2, cv=list(buffered(a, 4)),
                scoring="neg_mean_squared_error").fit(X[a], y[a])
    pred[b] = sel.predict(X[b])
    used.append({covars[i] for i in np.flatnonzero(sel.support_)})
    print(f"{len(a)} -> {len(b)}: R2 {r2_score(y[b], pred[b]):.3f} with {sel.n_features_} covariates")

print("pooled R2", r2_score(y, pred), "RMSE", np.sqrt(np.mean((y - pred) ** 2)))
print("in every fold:", sorted(set.intersection(*used)))
# author: author11
