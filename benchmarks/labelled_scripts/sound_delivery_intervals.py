"""Parcel delivery minutes with prediction intervals (split conformal, CQR variant)."""
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor


class CQR:
    def __init__(self, alpha=0.1, **kw):
        self.alpha = alpha
        self.lo = GradientBoostingRegressor(loss="quantile", alpha=alpha / 2, **kw)
        self.hi = GradientBoostingRegressor(loss="quantile", alpha=1 - alpha / 2, **kw)
        self.q = None

    def fit(self, X, y):
        self.lo.fit(X, y)
        self.hi.fit(X, y)
        return self

    def calibrate(self, X, y):
        e = np.maximum(self.lo.predict(X) - y, y - self.hi.predict(X))
        n = len(y)
        level = min(np.ceil((n + 1) * (1 - self.alpha)) / n, 1.0)
        self.q = np.quantile(e, level, method="higher")
        return self

    def interval(self, X):
        if self.q is None:
            raise RuntimeError("calibrate first")
        return self.lo.predict(X) - self.q, self.hi.predict(X) + self.q


def load(path="deliveries.csv"):
    d = pd.read_csv(path, parse_dates=["left_depot"]).sort_values("left_depot")
    d["hour"] = d.left_depot.dt.hour
    d["wd"] = d.left_depot.dt.weekday
    cols = ["hour", "wd", "stops_before", "km_route", "is_rural", "parcel_kg", "van_type"]
    return d, cols


if __name__ == "__main__":
    d, cols = load()
    day = d.left_depot.dt.normalize()
    fit = d[day < "2023-03-01"]
    cal = d[(day >= "2023-03-01") & (day < "2023-04-01")]
    test = d[day >= "2023-04-01"]
    m = CQR(0.1, n_estimators=300, max_depth=4, learning_rate=0.05, subsample=0.7)
    m.fit(fit[cols], fit.minutes).calibrate(cal[cols], cal.minutes.to_numpy())
    lo, hi = m.interval(test[cols])
    inside = (test.minutes >= lo) & (test.minutes <= hi)
    print(f"coverage {inside.mean():.3f} (wanted 0.900), mean width {np.mean(hi - lo):.1f} min")
    print(inside.groupby(test.is_rural).mean().round(3))
# author: outsider
