"""Weekly staffing forecast. Settings are compared on 2021-2022 origins; 2023 is for the report."""
import itertools
import logging

import holidays
import numpy as np
import pandas as pd
from prophet import Prophet

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
HORIZON = 28

calls = pd.read_csv("calls_daily.csv", parse_dates=["ds"]).sort_values("ds")[["ds", "y"]]
se = holidays.Sweden(years=range(2017, 2025))
hol = pd.DataFrame([{"ds": pd.Timestamp(d), "holiday": n} for d, n in se.items() if "Söndag" not in n])


def forecast(history, cps, sps, mode):
    m = Prophet(
        changepoint_prior_scale=cps,
        seasonality_prior_scale=sps,
        seasonality_mode=mode,
        holidays=hol,
        weekly_seasonality=True,
        daily_seasonality=False,
    )
    m.fit(history)
    fut = m.make_future_dataframe(HORIZON, include_history=False)
    return m.predict(fut)[["ds", "yhat", "yhat_lower", "yhat_upper"]]


def backtest(origins, **kw):
    parts = []
    for o in origins:
        fc = forecast(calls[calls.ds <= o], **kw)
        parts.append(fc.merge(calls, on="ds").assign(origin=o))
    return pd.concat(parts)


def wape(b):
    return (b.y - b.yhat).abs().sum() / b.y.sum()


choose_on = pd.date_range("2021-01-31", "2022-11-30", freq="2ME")
report_on = pd.date_range("2022-12-31", "2023-11-30", freq="ME")

table = []
for cps, sps, mode in itertools.product([0.01, 0.05, 0.2], [1, 10], ["additive", "multiplicative"]):
    b = backtest(choose_on, cps=cps, sps=sps, mode=mode)
    table.append(dict(cps=cps, sps=sps, mode=mode, wape=wape(b)))
table = pd.DataFrame(table).sort_values("wape")
print(table.to_string(index=False))

pick = table.iloc[0][["cps", "sps", "mode"]].to_dict()
b23 = backtest(report_on, **pick)
week_ago = calls.assign(ds=calls.ds + pd.Timedelta(days=28)).rename(columns={"y": "naive"})
b23 = b23.merge(week_ago, on="ds")
print("2023 WAPE", round(wape(b23), 4))
print("2023 naive (four weeks before)", round((b23.y - b23.naive).abs().sum() / b23.y.sum(), 4))
print("80% band coverage", np.mean((b23.y >= b23.yhat_lower) & (b23.y <= b23.yhat_upper)).round(3))
# author: author12
