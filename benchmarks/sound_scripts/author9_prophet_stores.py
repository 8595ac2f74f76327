"""4-week sales forecasts for 40 stores. Settings from four early origins, report over eight later ones."""
import itertools
from joblib import Parallel, delayed
import numpy as np
import pandas as pd
from prophet import Prophet

H = 28
sales = pd.read_csv("store_daily.csv", parse_dates=["ds"])            # store, ds, y, promo (promo plan is fixed a quarter ahead)
END = sales.ds.max()
ORIGINS = [END - pd.Timedelta(days=H * k) for k in range(12, 0, -1)]
EARLY, LATE = ORIGINS[:4], ORIGINS[4:]
SETTINGS = [dict(changepoint_prior_scale=c, seasonality_mode=m, seasonality_prior_scale=s)
            for c, m, s in itertools.product((0.01, 0.05, 0.3), ("additive", "multiplicative"), (1.0, 10.0))]


def one(store, origin, setting):
    s = sales[sales.store == store]
    past = s[s.ds <= origin]
    ahead = s[(s.ds > origin) & (s.ds <= origin + pd.Timedelta(days=H))]
    m = Prophet(weekly_seasonality=True, yearly_seasonality=10, **setting)
    m.add_country_holidays("NL")
    m.add_regressor("promo")
    m.fit(past[["ds", "y", "promo"]])
    f = m.predict(ahead[["ds", "promo"]])
    snaive = past.set_index("ds").y.reindex(ahead.ds - pd.Timedelta(days=H)).to_numpy()
    scale = past.y.diff(7).abs().mean()
    return {"store": store, "origin": origin,
            "mase": np.abs(ahead.y.to_numpy() - f.yhat.to_numpy()).mean() / scale,
            "mase_naive": np.nanmean(np.abs(ahead.y.to_numpy() - snaive)) / scale,
            "cover80": ((ahead.y.to_numpy() >= f.yhat_lower.to_numpy()) & (ahead.y.to_numpy() <= f.yhat_upper.to_numpy())).mean()}


def sweep(origins, setting):
    jobs = itertools.product(sales.store.unique(), origins)
    return pd.DataFrame(Parallel(n_jobs=-1)(delayed(one)(s, o, setting) for s, o in jobs))


means = [sweep(EARLY, s).mase.mean() for s in SETTINGS]
for v, s in sorted(zip(means, SETTINGS), key=lambda t: t[0])[:5]:
    print(round(v, 3), s)
chosen = SETTINGS[int(np.argmin(means))]

out = sweep(LATE, chosen)
print(out[["mase", "mase_naive", "cover80"]].mean().round(3))
print(out.groupby("origin")[["mase", "mase_naive"]].mean().round(3))
out.to_csv("late_origins.csv", index=False)
# author: author9
