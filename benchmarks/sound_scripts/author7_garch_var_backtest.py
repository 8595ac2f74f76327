import numpy as np
import pandas as pd
from arch import arch_model
from scipy import stats

LEVEL, REFIT = 0.01, 21


def qlike(h, r2):
    return np.mean(np.log(h) + r2 / h)


def forecast_path(r, spec, start, stop):
    """One-day-ahead variance for positions start..stop-1; parameters renewed every REFIT days on data before."""
    out, q = np.empty(stop - start), np.empty(stop - start)
    for a in range(start, stop, REFIT):
        b = min(a + REFIT, stop)
        model = arch_model(r[:b], **spec, rescale=False)
        res = model.fit(last_obs=a, disp="off")
        fc = res.forecast(horizon=1, start=a - 1, reindex=False)
        out[a - start : b - start] = fc.variance.to_numpy()[: b - a, 0]
        z = (r[:a] - res.params["mu"]) / res.conditional_volatility[:a]
        q[a - start : b - start] = res.params["mu"] + np.quantile(z, LEVEL) * np.sqrt(out[a - start : b - start])
    return out, q


def kupiec(hits, p):
    n, x = len(hits), hits.sum()
    ll0 = x * np.log(p) + (n - x) * np.log(1 - p)
    ph = np.clip(x / n, 1e-9, 1 - 1e-9)
    ll1 = x * np.log(ph) + (n - x) * np.log(1 - ph)
    return stats.chi2.sf(-2 * (ll0 - ll1), 1)


SPECS = {
    "garch-n": dict(vol="GARCH", p=1, q=1, dist="normal"),
    "garch-t": dict(vol="GARCH", p=1, q=1, dist="t"),
    "gjr-t": dict(vol="GARCH", p=1, o=1, q=1, dist="t"),
    "egarch-t": dict(vol="EGARCH", p=1, o=1, q=1, dist="t"),
}

px = pd.read_csv("stoxx600.csv", index_col="Date", parse_dates=True)["Close"].sort_index()
r = (100 * np.log(px).diff()).dropna().to_numpy()
dates = px.index[1:]
i, j, k = dates.searchsorted(["2012-01-01", "2016-01-01", "2022-01-01"])

table = {name: qlike(forecast_path(r, s, i, j)[0], r[i:j] ** 2) for name, s in SPECS.items()}
pick = min(table, key=table.get)
print("2012-2015 QLIKE", {n: round(v, 4) for n, v in table.items()}, "->", pick)

h, var = forecast_path(r, SPECS[pick], j, k)
hits = r[j:k] < var
ewma = pd.Series(r**2).ewm(alpha=0.06, adjust=False).mean().shift(1).to_numpy()
print(f"2016-2021 QLIKE {qlike(h, r[j:k]**2):.4f}  (EWMA {qlike(ewma[j:k], r[j:k]**2):.4f})")
print(f"VaR {LEVEL:.0%}: {hits.mean():.3%} breaches, Kupiec p {kupiec(hits, LEVEL):.3f}")
# author: author7
