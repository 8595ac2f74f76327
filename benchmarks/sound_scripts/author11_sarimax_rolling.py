"""Monthly overnight stays: one-step forecasts while the model takes in each new month."""
import itertools
import warnings

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.filterwarnings("ignore")
y = np.log(pd.read_csv("stays.csv", index_col=0, parse_dates=True)["nights"].asfreq("MS"))
history, future = y[:"2014-12"], y["2015-01":"2019-12"]
head, tail = history[:"2012-12"], history["2013-01":]

orders = list(itertools.product(range(3), (0, 1), range(3)))
aic = {}
for p, d, q in orders:
    try:
        aic[p, d, q] = SARIMAX(head, order=(p, d, q), seasonal_order=(0, 1, 1, 12)).fit(disp=False).aicc
    except (ValueError, np.linalg.LinAlgError):
        continue
# information criteria compare only models with the same differencing
per_d = {d: min((k for k in aic if k[1] == d), key=aic.get) for d in (0, 1)}


def roll(order, past, coming):
    res = SARIMAX(past, order=order, seasonal_order=(0, 1, 1, 12)).fit(disp=False)
    out = []
    for when, value in coming.items():
        out.append(res.forecast(1).iloc[0])
        res = res.append(pd.Series([value], index=pd.DatetimeIndex([when], freq="MS")), refit=(when.month == 12))
    return pd.Series(out, index=coming.index)


inner = {o: (np.exp(roll(o, head, tail)) - np.exp(tail)).abs().mean() for o in per_d.values()}
print("2013-14 MAE", inner)
order = min(inner, key=inner.get)

f = roll(order, history, future)
naive = y.shift(12)[future.index]
mae = lambda a: (np.exp(a) - np.exp(future)).abs().mean()
print(order, "2015-19 MAE", mae(f), "same month last year", mae(naive), "MASE", mae(f) / np.exp(history).diff(12).abs().mean())
# author: author11
