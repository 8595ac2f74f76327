"""District heating load of 40 substations with one global darts model."""
import numpy as np
import pandas as pd
from darts import TimeSeries, concatenate
from darts.dataprocessing.transformers import MissingValuesFiller, Scaler
from darts.metrics import mae
from darts.models import LightGBMModel, NaiveSeasonal
from darts.utils.timeseries_generation import datetime_attribute_timeseries as attr

TRAIN_END = pd.Timestamp("2021-06-30 23:00")
TUNE_END = pd.Timestamp("2022-06-30 23:00")
DAY = 24


def read():
    wide = pd.read_parquet("substations.parquet").astype("float32")
    # measured outdoor temperature of the past only; no forecast available in the archive
    air = TimeSeries.from_series(wide.pop("t_out").ffill())
    fill = MissingValuesFiller(fill=0.0)
    return [fill.transform(TimeSeries.from_series(wide[c])) for c in wide], air


def calendar(ts):
    return concatenate([attr(ts, a, cyclic=True, dtype=np.float32) for a in ("hour", "dayofweek", "month")], axis=1)


def make(lags, leaves):
    return LightGBMModel(
        lags=lags, lags_past_covariates=48, lags_future_covariates=[0], output_chunk_length=DAY,
        num_leaves=leaves, n_estimators=300, learning_rate=0.05, verbose=-1, random_state=0,
    )


def rolling_mae(model, raw, scaled, scaler, air, cal, begin, end):
    out = []
    for k, (r, s) in enumerate(zip(raw, scaled)):
        upto = s.drop_after(end + pd.Timedelta("1h"))
        fc = model.historical_forecasts(
            upto, past_covariates=air, future_covariates=cal, start=begin + pd.Timedelta("1h"),
            forecast_horizon=DAY, stride=DAY, retrain=False, last_points_only=False,
        )
        fc = concatenate(scaler[k].inverse_transform(fc), axis=0)
        out.append(mae(r, fc))
    return np.array(out)


def prepare(raw, air, end):
    cutter = lambda t: t.drop_after(end + pd.Timedelta("1h"))
    scalers = [Scaler().fit(cutter(t)) for t in raw]
    air_scaler = Scaler().fit(cutter(air))
    return scalers, [s.transform(t) for s, t in zip(scalers, raw)], air_scaler.transform(air), cutter


raw, air = read()
cal = calendar(raw[0])

sc, scaled, air_s, cutter = prepare(raw, air, TRAIN_END)
n = len(raw)
result = {}
for lags in (48, 168):
    for leaves in (31, 127):
        m = make(lags, leaves)
        m.fit([cutter(t) for t in scaled], past_covariates=[air_s] * n, future_covariates=[cal] * n)
        result[lags, leaves] = rolling_mae(m, raw, scaled, sc, air_s, cal, TRAIN_END, TUNE_END).mean()
        print(lags, leaves, result[lags, leaves])
lags, leaves = min(result, key=result.get)

sc, scaled, air_s, cutter = prepare(raw, air, TUNE_END)
m = make(lags, leaves)
m.fit([cutter(t) for t in scaled], past_covariates=[air_s] * n, future_covariates=[cal] * n)
last = raw[0].end_time()
e = rolling_mae(m, raw, scaled, sc, air_s, cal, TUNE_END, last)
print(f"heating year 2022/23: MAE {e.mean():.2f} kW, worst substation {e.max():.2f} kW")
base = [mae(r, concatenate(NaiveSeasonal(168).historical_forecasts(r, start=TUNE_END + pd.Timedelta('1h'), forecast_horizon=DAY,
        stride=DAY, retrain=True, last_points_only=False), axis=0)) for r in raw]
print("last week's profile:", np.mean(base).round(2), "kW")
# author: author12
