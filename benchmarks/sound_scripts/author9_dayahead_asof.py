"""Day-ahead power price. What we knew at 10:00 on the day before, nothing later."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

WINDOW = 365


def published(path, value):
    d = pd.read_csv(path, parse_dates=["issued", "delivery"])
    return d.rename(columns={value: "v"})[["issued", "delivery", "v"]].sort_values("issued")


def as_known(calendar, feed, name):
    """Latest issue of the forecast for that delivery hour with issued <= gate."""
    left = calendar.sort_values("gate")
    out = pd.merge_asof(left, feed, left_on="gate", right_on="issued", by="delivery", direction="backward",
                        tolerance=pd.Timedelta("36h"))
    return out.set_index("delivery").v.rename(name)


price = pd.read_csv("prices.csv", parse_dates=["delivery"]).set_index("delivery").eur
cal = pd.DataFrame({"delivery": price.index})
cal["gate"] = cal.delivery.dt.normalize() - pd.Timedelta("14h")

feeds = {"wind": ("fc_wind.csv", "mw"), "solar": ("fc_solar.csv", "mw"), "load": ("fc_load.csv", "mw")}
X = pd.concat([as_known(cal, published(*f), n) for n, f in feeds.items()], axis=1)
# gas close of the evening before the gate
gas = pd.read_csv("gas_close.csv", parse_dates=["closed_at"]).sort_values("closed_at")
X["gas"] = pd.merge_asof(cal.sort_values("gate"), gas, left_on="gate", right_on="closed_at").set_index("delivery").eur_mwh
# at the gate for day D the auction results up to the end of D-1 are out
for lag in (24, 48, 168):
    X[f"p{lag}"] = price.shift(lag, freq="h").reindex(X.index)
X["dow"] = X.index.dayofweek
X = pd.get_dummies(X, columns=["dow"], dtype=float).dropna()
y = price.reindex(X.index)
days = X.index.normalize().unique().sort_values()


def forecast(make, day):
    past = (X.index >= day - pd.Timedelta(days=WINDOW)) & (X.index < day)
    out = {}
    for h in range(24):
        a = past & (X.index.hour == h)
        b = (X.index.normalize() == day) & (X.index.hour == h)
        if b.any():
            out[X.index[b][0]] = make().fit(X[a], y[a]).predict(X[b])[0]
    return pd.Series(out)


models = {
    "ridge": lambda: make_pipeline(StandardScaler(), Ridge(10.0)),
    "lasso": lambda: GridSearchCV(make_pipeline(StandardScaler(), Lasso(max_iter=5000)),
                                  {"lasso__alpha": np.logspace(-2, 1, 7)}, cv=TimeSeriesSplit(5),
                                  scoring="neg_mean_absolute_error"),
}
tail = days[-181:]
res = {n: pd.concat([forecast(m, d) for d in tail]) for n, m in models.items()}
res["week before"] = X.p168
truth = y[y.index.normalize().isin(tail)]
for n, f in res.items():
    e = truth - f.reindex(truth.index)
    print(f"{n:12s} MAE {e.abs().mean():6.2f}  RMSE {np.sqrt((e ** 2).mean()):6.2f}")
# author: author9
