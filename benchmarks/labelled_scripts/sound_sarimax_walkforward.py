# District heating load, hourly -> daily sums. Walk-forward evaluation.
import warnings
import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.simplefilter("ignore")

y = pd.read_csv("heat_daily.csv", index_col=0, parse_dates=True).squeeze("columns").asfreq("D")
temp_fc = pd.read_csv("temp_forecast_d1.csv", index_col=0, parse_dates=True).squeeze("columns").asfreq("D")
y, temp_fc = y.align(temp_fc, join="inner")
hdd = (17 - temp_fc).clip(lower=0)          # heating degree, from the forecast issued the day before

START = "2022-10-01"
history = y[:START].iloc[:-1]
test = y[START:]

order, seas = (2, 0, 1), (1, 1, 0, 7)       # from last season's notebook, not touched here
predictions = []
params = None
for t, actual in test.items():
    x_hist = hdd.loc[history.index]
    mod = SARIMAX(history, exog=x_hist, order=order, seasonal_order=seas)
    # full refit every Monday, in between only filter with the old parameters
    if params is None or t.dayofweek == 0:
        res = mod.fit(start_params=params, disp=False, maxiter=200)
        params = res.params
    else:
        res = mod.smooth(params)
    predictions.append(res.forecast(1, exog=hdd.loc[[t]].values.reshape(1, 1)).iloc[0])
    history = pd.concat([history, pd.Series([actual], index=[t])]).asfreq("D")

pred = pd.Series(predictions, index=test.index)
err = test - pred
print("MAE   ", err.abs().mean())
print("bias  ", err.mean())
print("naive7", (test - y.shift(7).loc[test.index]).abs().mean())
pred.to_frame("pred").assign(actual=test).to_csv("walkforward.csv")
# author: outsider
