"""Weekly bicycle counter totals, Utrecht ring: SARIMAX against a seasonal naive line."""
import itertools
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm

warnings.simplefilter("ignore")


def load(path):
    raw = pd.read_csv(path, parse_dates=["week"]).set_index("week").asfreq("W-MON")
    y = np.log1p(raw["count"])
    week = y.index.isocalendar().week.astype(float).to_numpy()
    X = pd.DataFrame(
        {f"{f}{k}": getattr(np, f)(2 * np.pi * k * week / 52.18) for k in (1, 2) for f in ("sin", "cos")},
        index=y.index,
    )
    X["school_holiday"] = raw["n_holiday_days"]      # published by the ministry years ahead
    return y, X


def pick_order(y, X):
    best = (np.inf, None)
    for p, d, q in itertools.product(range(3), range(2), range(3)):
        try:
            aicc = sm.tsa.SARIMAX(y, X, order=(p, d, q)).fit(disp=0).aicc
        except np.linalg.LinAlgError:
            continue
        best = min(best, (aicc, (p, d, q)))
    return best[1]


def roll(y, X, order, origins, h):
    res = None
    for t in origins:
        past, fut = y.loc[:t], X.loc[X.index > t].iloc[:h]
        if res is None:
            res = sm.tsa.SARIMAX(past, X.loc[:t], order=order).fit(disp=0)
        else:
            seen = res.model.data.row_labels[-1]
            fresh = past.loc[past.index > seen]
            res = res.append(fresh, exog=X.loc[fresh.index], refit=False)
        fc = res.forecast(h, exog=fut)
        for step, (week, value) in enumerate(fc.items(), 1):
            yield t, step, week, value


if __name__ == "__main__":
    y, X = load("data/counter_nl_utr_07.csv")
    cut = pd.Timestamp("2022-01-03")
    y_hist, X_hist = y[y.index < cut], X[X.index < cut]
    order = pick_order(y_hist, X_hist)
    H = 4
    origins = y.index[(y.index >= y_hist.index[-1])][:-H:H]
    out = pd.DataFrame(roll(y, X, order, origins, H), columns=["origin", "step", "week", "yhat"])
    out["y"] = y.reindex(out["week"]).to_numpy()
    out["naive"] = y.shift(52).reindex(out["week"]).to_numpy()
    err = pd.DataFrame({
        "sarimax": (np.expm1(out.yhat) - np.expm1(out.y)).abs(),
        "naive52": (np.expm1(out.naive) - np.expm1(out.y)).abs(),
    })
    print("order", order)
    print(err.groupby(out["step"]).mean().round(1))
# author: author7
