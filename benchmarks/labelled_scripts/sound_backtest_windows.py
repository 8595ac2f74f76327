import pandas as pd
import numpy as np
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_pinball_loss

power = pd.read_parquet("wind.parquet").set_index("time").sort_index()
power["lag24"] = power["mw"].shift(24)
power["lag48"] = power["mw"].shift(48)
power = power.dropna()
features = ["lag24", "lag48", "speed_forecast", "direction_forecast"]
starts = pd.date_range("2023-01-01", "2023-12-01", freq="MS")
found = []
for start in starts:
    end = start + pd.offsets.MonthBegin(1)
    train = power.loc[start - pd.Timedelta(days=365): start - pd.Timedelta(hours=1)]
    test = power.loc[start: end - pd.Timedelta(hours=1)]
    for q in (0.1, 0.5, 0.9):
        model = LGBMRegressor(objective="quantile", alpha=q, n_estimators=300).fit(train[features], train["mw"])
        found.append((start, q, mean_pinball_loss(test["mw"], model.predict(test[features]), alpha=q)))
print(pd.DataFrame(found, columns=["month", "q", "loss"]).pivot(index="month", columns="q", values="loss"))
# author: maintainer
