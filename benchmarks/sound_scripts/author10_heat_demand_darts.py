import pandas as pd
from darts import TimeSeries
from darts.dataprocessing.transformers import Scaler
from darts.metrics import mae, mape
from darts.models import LightGBMModel, NaiveSeasonal

raw = pd.read_csv("district_heat.csv", parse_dates=["hour"])
load = TimeSeries.from_dataframe(raw, "hour", "mwh", freq="h").astype("float32")
temp = TimeSeries.from_dataframe(raw, "hour", "temp_forecast", freq="h").astype("float32")

TRAIN_END = pd.Timestamp("2022-05-31 23:00")
VAL_END = pd.Timestamp("2022-12-31 23:00")
train, rest = load.split_after(TRAIN_END)
val, test = rest.split_after(VAL_END)

t_scaler = Scaler()
t_scaler.fit(temp.split_after(TRAIN_END)[0])
temp_s = t_scaler.transform(temp)
y_scaler = Scaler()
y_scaler.fit(train)
load_s = y_scaler.transform(load)


def candidate(lags, leaves):
    return LightGBMModel(
        lags=lags, lags_future_covariates=(24, 24), output_chunk_length=24,
        num_leaves=leaves, n_estimators=400, verbose=-1,
        add_encoders={"cyclic": {"future": ["hour", "dayofweek"]}},
    )


results = {}
for lags in (24, 48, 168):
    for leaves in (15, 31, 63):
        m = candidate(lags, leaves)
        m.fit(load_s.split_after(TRAIN_END)[0], future_covariates=temp_s)
        fc = m.historical_forecasts(
            load_s.split_after(VAL_END)[0], future_covariates=temp_s, start=val.start_time(),
            forecast_horizon=24, stride=24, retrain=False, last_points_only=False)
        results[lags, leaves] = sum(mae(load_s, f) for f in fc) / len(fc)
        print(lags, leaves, round(results[lags, leaves], 4))

lags, leaves = min(results, key=results.get)
final = candidate(lags, leaves)
final.fit(load_s.split_after(VAL_END)[0], future_covariates=temp_s)
fc = final.historical_forecasts(
    load_s, future_covariates=temp_s, start=test.start_time(),
    forecast_horizon=24, stride=24, retrain=False, last_points_only=False)
fc = [y_scaler.inverse_transform(f) for f in fc]
print("chosen", lags, leaves)
print("2023 MAE ", sum(mae(load, f) for f in fc) / len(fc))
print("2023 MAPE", sum(mape(load, f) for f in fc) / len(fc))

base = NaiveSeasonal(K=168)
b = base.historical_forecasts(load, start=test.start_time(), forecast_horizon=24, stride=24, last_points_only=False)
print("naive week MAE", sum(mae(load, f) for f in b) / len(b))
# author: author10
