"""Day-ahead gas load, one-step rolling origin over the last heating season."""
import itertools
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm

warnings.simplefilter("ignore")

raw = pd.read_csv("gas_load.csv", index_col=0, parse_dates=True).asfreq("D")
y = np.log(raw["load_mwh"])
hdd = (18 - raw["temp_forecast_d1"]).clip(lower=0).to_frame("hdd")

season_start = pd.Timestamp("2022-10-01")
hist = y.index < season_start


def spec(endog, exog, order, seasonal):
    return sm.tsa.SARIMAX(endog, exog=exog, order=order, seasonal_order=seasonal + (7,),
                          enforce_stationarity=False, enforce_invertibility=False)


best = (np.inf, None, None)
for order in itertools.product((1, 2), (0, 1), (0, 1, 2)):
    for seasonal in ((0, 1, 1), (1, 0, 1)):
        res = spec(y[hist], hdd[hist], order, seasonal).fit(disp=False)
        if res.aic < best[0]:
            best = (res.aic, order, seasonal)
aic, order, seasonal = best
print("AIC choice", order, seasonal, round(aic, 1))

fitted = spec(y[hist], hdd[hist], order, seasonal).fit(disp=False)
errors, month = [], None
state = fitted
for day in y.index[~hist]:
    # parameters re-estimated on the first of each month, with what is known that morning
    if day.month != month and month is not None:
        known = y.index < day
        state = spec(y[known], hdd[known], order, seasonal).fit(disp=False, start_params=state.params)
    month = day.month
    fc = state.get_forecast(1, exog=hdd.loc[[day]])
    errors.append((day, np.exp(fc.predicted_mean.iloc[0]), np.exp(y[day]), np.exp(y[day - pd.Timedelta(days=7)])))
    state = state.append(y.loc[[day]], exog=hdd.loc[[day]], refit=False)

out = pd.DataFrame(errors, columns=["day", "pred", "true", "week_ago"]).set_index("day")
mape = ((out.pred - out.true).abs() / out.true).mean()
naive = ((out.week_ago - out.true).abs() / out.true).mean()
print(f"MAPE {mape:.2%}   same day last week {naive:.2%}")
out.to_csv("rolling_forecasts.csv")
# author: author4
