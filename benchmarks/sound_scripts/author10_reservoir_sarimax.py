# Monthly inflow into the reservoir. Order by AIC on the years before 2015, then one-step forecasts to 2023.
import itertools
import warnings

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.simplefilter("ignore")

inflow = pd.read_csv("inflow_m3.csv", index_col="month", parse_dates=True)["m3"].asfreq("MS")
y = np.log(inflow)
history, future = y[:"2014-12"], y["2015-01":]

table = []
for p, d, q in itertools.product(range(4), (0, 1), range(3)):
    for P, Q in itertools.product((0, 1), (0, 1)):
        try:
            fit = SARIMAX(history, order=(p, d, q), seasonal_order=(P, 1, Q, 12)).fit(disp=False)
        except np.linalg.LinAlgError:
            continue
        if fit.mle_retvals["converged"]:
            table.append((fit.aic, (p, d, q), (P, 1, Q, 12)))
table.sort()
for row in table[:5]:
    print("%.1f  %s %s" % row)

_, order, seasonal = table[0]
state = SARIMAX(history, order=order, seasonal_order=seasonal).fit(disp=False)

steps = []
for month, value in future.items():
    fc = state.get_forecast(1)
    lo, hi = fc.conf_int(alpha=0.1).iloc[0]
    steps.append({"month": month, "mean": fc.predicted_mean.iloc[0], "lo": lo, "hi": hi, "obs": value})
    # parameters are re-estimated every January only
    state = state.append(future.loc[[month]], refit=month.month == 12)

out = pd.DataFrame(steps).set_index("month")
err = out["obs"] - out["mean"]
naive = future - y.shift(12)[future.index]
print("RMSE log   ", np.sqrt((err**2).mean()))
print("RMSE naive ", np.sqrt((naive**2).mean()))
print("90% covers ", ((out.obs > out.lo) & (out.obs < out.hi)).mean())
out.apply(np.exp).to_csv("one_step.csv")
# author: author10
