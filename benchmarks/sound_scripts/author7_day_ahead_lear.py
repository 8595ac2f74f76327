"""Day-ahead prices, 24 sparse regressions recalibrated every morning on the last `window` days."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LassoLarsIC
from tqdm import tqdm

rng = np.random.default_rng(0)


def cube(series):
    s = series.copy()
    s.index = pd.MultiIndex.from_arrays([s.index.normalize(), s.index.hour])
    return s.groupby(level=[0, 1]).mean().unstack().ffill(axis=1)


class MedianArcsinh:
    def __init__(self, A):
        self.m = np.median(A, axis=0)
        self.s = 1.4826 * np.median(np.abs(A - self.m), axis=0) + 1e-9

    def go(self, A):
        return np.arcsinh((A - self.m) / self.s)

    def back(self, Z, col):
        return np.sinh(Z) * self.s[col] + self.m[col]


def design(P, L, W, d):
    """Row for delivery day d: prices of earlier days, TSO forecasts for d published the day before."""
    dow = np.eye(7)[P.index[d].dayofweek]
    return np.r_[P.values[d - 1], P.values[d - 2], P.values[d - 7], L.values[d], L.values[d - 7], W.values[d]], dow


def forecast_day(P, L, W, d, window):
    rows = [design(P, L, W, k) for k in range(d - window, d)]
    A, D = np.stack([r[0] for r in rows]), np.stack([r[1] for r in rows])
    Y = P.values[d - window : d]
    sx, sy = MedianArcsinh(A), MedianArcsinh(Y)
    Z, T = np.hstack([sx.go(A), D]), sy.go(Y)
    a, dow = design(P, L, W, d)
    z = np.hstack([sx.go(a[None]), dow[None]])
    return np.array([sy.back(LassoLarsIC("aic").fit(Z, T[:, h]).predict(z)[0], h) for h in range(24)])


df = pd.read_csv("epex_de.csv", index_col=0, parse_dates=True)
P, L, W = (cube(df[c]) for c in ("price", "load_fc", "wind_solar_fc"))
days = P.index
test_days = np.flatnonzero((days >= "2020-01-01") & (days < "2022-01-01"))

pred = {w: [] for w in (84, 364, 1092)}
for d in tqdm(test_days):
    for w in pred:
        pred[w].append(forecast_day(P, L, W, d, w))

ens = np.mean([np.stack(v) for v in pred.values()], axis=0)
truth = P.values[test_days]
naive = np.where(
    np.isin(days[test_days].dayofweek, [0, 5, 6])[:, None], P.values[test_days - 7], P.values[test_days - 1]
)
rmae = np.abs(truth - ens).mean() / np.abs(truth - naive).mean()
daily = np.abs(truth - ens).mean(1) - np.abs(truth - naive).mean(1)
blocks = daily[: len(daily) // 7 * 7].reshape(-1, 7).mean(1)
boot = rng.choice(blocks, (5000, len(blocks))).mean(1)
print(f"ensemble rMAE {rmae:.3f}; MAE gap {daily.mean():.2f} [{np.quantile(boot, .025):.2f}, {np.quantile(boot, .975):.2f}]")
# author: author7
