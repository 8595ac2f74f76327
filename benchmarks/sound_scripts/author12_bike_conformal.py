"""Split-conformal intervals for trip duration."""
import numpy as np
import polars as pl
from sklearn.ensemble import GradientBoostingRegressor

ALPHA = 0.1

trips = (
    pl.scan_parquet("trips/*.parquet")
    .filter(pl.col("seconds").is_between(60, 3 * 3600))
    .with_columns(
        pl.col("start").dt.hour().alias("hour"),
        pl.col("start").dt.weekday().alias("dow"),
        ((pl.col("lat1") - pl.col("lat0")) * 111.0).alias("dy"),
        ((pl.col("lon1") - pl.col("lon0")) * 71.0).alias("dx"),
        pl.col("member").cast(pl.Int8),
    )
    .with_columns((pl.col("dx") ** 2 + pl.col("dy") ** 2).sqrt().alias("km"))
    .select("bike", "hour", "dow", "dx", "dy", "km", "member", pl.col("seconds").log().alias("y"))
    .collect()
)

FEATS = ["hour", "dow", "dx", "dy", "km", "member"]
shuffled = trips.sample(fraction=1.0, shuffle=True, seed=99)
n = shuffled.height
proper, calib, test = shuffled[: n // 2], shuffled[n // 2 : 3 * n // 4], shuffled[3 * n // 4 :]


def arrays(part):
    return part.select(FEATS).to_numpy(), part["y"].to_numpy()


X, y = arrays(proper)
median = GradientBoostingRegressor(loss="absolute_error", n_estimators=300, max_depth=4).fit(X, y)
spread = GradientBoostingRegressor(n_estimators=150, max_depth=3).fit(X, np.abs(y - median.predict(X)))


def center_and_width(X):
    return median.predict(X), np.maximum(spread.predict(X), 0.02)


Xc, yc = arrays(calib)
c, w = center_and_width(Xc)
score = np.sort(np.abs(yc - c) / w)
k = int(np.ceil((len(score) + 1) * (1 - ALPHA))) - 1
q = score[k]

Xt, yt = arrays(test)
c, w = center_and_width(Xt)
inside = np.abs(yt - c) <= q * w
print(f"q={q:.3f}; coverage {inside.mean():.4f} (wanted {1 - ALPHA}), mean log-width {2 * q * w.mean():.3f}")
for lo, hi in [(0, 1), (1, 3), (3, 50)]:
    m = (Xt[:, 4] >= lo) & (Xt[:, 4] < hi)
    print(f"   {lo}-{hi} km: coverage {inside[m].mean():.3f}  n={m.sum()}")
# author: author12
