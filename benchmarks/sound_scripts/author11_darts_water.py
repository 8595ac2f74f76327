import numpy as np
import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae
from darts.models import LightGBMModel, NaiveSeasonal

series = TimeSeries.from_csv("water_use.csv", time_col="day", value_cols="m3", freq="D").astype(np.float32)
train, rest = series.split_before(pd.Timestamp("2020-01-01"))
val, test = rest.split_before(pd.Timestamp("2021-01-01"))

scaler = Scaler()
train_s = scaler.fit_transform(train)
val_s = scaler.transform(val)
test_s = scaler.transform(test)
known = train_s.append(val_s)

HORIZON = 14
ENC = {"cyclic": {"future": ["dayofweek", "month"]}}


def backtest(model, upto, start):
    parts = model.historical_forecasts(
        upto, start=start, forecast_horizon=HORIZON, stride=HORIZON, retrain=False, last_points_only=False)
    return scaler.inverse_transform(parts)


def score(parts, truth):
    return float(np.mean([mae(truth.slice_intersect(p), p) for p in parts if len(truth.slice_intersect(p))]))


grid = [(lags, leaves) for lags in (14, 28, 56) for leaves in (15, 63)]
res = {}
for lags, leaves in grid:
    m = LightGBMModel(lags=lags, lags_future_covariates=[0], output_chunk_length=HORIZON,
                      add_encoders=ENC, num_leaves=leaves, verbose=-1)
    m.fit(train_s)
    res[lags, leaves] = score(backtest(m, known, val_s.start_time()), val)
    print(lags, leaves, res[lags, leaves])

lags, leaves = min(res, key=res.get)
final = LightGBMModel(lags=lags, lags_future_covariates=[0], output_chunk_length=HORIZON,
                      add_encoders=ENC, num_leaves=leaves, verbose=-1)
final.fit(known)
print("2021 MAE", score(backtest(final, known.append(test_s), test_s.start_time()), test))

naive = NaiveSeasonal(K=7)
parts = naive.historical_forecasts(series, start=test.start_time(), forecast_horizon=HORIZON, stride=HORIZON,
                                   retrain=True, last_points_only=False)
print("2021 MAE seasonal naive", score(parts, test))
# author: author11
