from itertools import product

import numpy as np
import pandas as pd
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.stattools import adfuller

N_TEST = 60


def main():
    y = load("unemployment.csv")
    hist, future = y.iloc[:-N_TEST], y.iloc[-N_TEST:]

    d = integration_order(hist)
    order = best_order(hist, d)
    print("order", order)

    f = one_step(hist, future, order)
    rw = y.shift(1).reindex(future.index)
    tab = pd.DataFrame({"actual": future, "arima": f, "rw": rw})
    print(tab.tail(12).round(2))
    for c in ("arima", "rw"):
        e = tab[c] - tab["actual"]
        print(f"{c:<6} RMSE {np.sqrt((e ** 2).mean()):.3f}  MAE {e.abs().mean():.3f}")

    latest = ARIMA(y, order=order).fit()
    print(latest.get_forecast(6).summary_frame(alpha=0.1).round(2))


def load(fn):
    s = pd.read_csv(fn, index_col=0, parse_dates=True).squeeze("columns")
    return s.asfreq("MS").loc["1985":"2019"]


def integration_order(s, max_d=2):
    for d in range(max_d + 1):
        x = np.diff(s, d) if d else s
        if adfuller(x)[1] < 0.05:
            return d
    return max_d


def best_order(s, d):
    """Smallest BIC."""
    table = {}
    for p, q in product(range(5), range(5)):
        try:
            table[(p, d, q)] = ARIMA(s, order=(p, d, q)).fit().bic
        except (ValueError, np.linalg.LinAlgError):
            pass
    return min(table, key=table.get)


def one_step(hist, future, order):
    res = ARIMA(hist, order=order).fit()
    preds = []
    for i in range(len(future)):
        preds.append(res.forecast(1).iloc[0])
        # parameters re-estimated once a year
        res = res.append(future.iloc[i : i + 1], refit=(i % 12 == 11))
    return pd.Series(preds, index=future.index)


if __name__ == "__main__":
    main()
# author: independent
