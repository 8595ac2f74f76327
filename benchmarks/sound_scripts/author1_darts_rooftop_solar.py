import numpy as np
import pandas as pd
from darts import TimeSeries
from darts.metrics import mae, rmse
from darts.models import LightGBMModel, NaiveSeasonal

SITE = "roof_17"
DAY = 48  # half hours


def read():
    df = pd.read_parquet(f"pv/{SITE}.parquet")
    # nwp_* columns are the numerical weather run of 18:00 on the previous evening
    target = TimeSeries.from_dataframe(df, "ts", "kw", freq="30min").astype(np.float32)
    nwp = TimeSeries.from_dataframe(df, "ts", ["nwp_ghi", "nwp_cloud", "nwp_t2m"], freq="30min").astype(np.float32)
    return target, nwp


def search(train_y, train_x, val_start):
    best = None
    for leaves in (15, 31, 63):
        for depth_lags in (DAY, 2 * DAY):
            m = LightGBMModel(
                lags=depth_lags, lags_future_covariates=(2, 1), output_chunk_length=DAY,
                num_leaves=leaves, n_estimators=300, verbose=-1,
            )
            m.fit(train_y.drop_after(val_start), future_covariates=train_x)
            back = m.historical_forecasts(
                train_y, future_covariates=train_x, start=val_start,
                forecast_horizon=DAY, stride=DAY, retrain=False, last_points_only=False,
            )
            s = float(np.mean([mae(train_y, b) for b in back]))
            if best is None or s < best[0]:
                best = (s, leaves, depth_lags)
    return best


y, x = read()
cut = pd.Timestamp("2023-05-01")
y_dev, x_dev = y.drop_after(cut), x.drop_after(cut)

score, leaves, lags = search(y_dev, x_dev, pd.Timestamp("2023-02-01"))
print("picked", leaves, lags, "val", score)

final = LightGBMModel(lags=lags, lags_future_covariates=(2, 1), output_chunk_length=DAY,
                      num_leaves=leaves, n_estimators=300, verbose=-1)
preds = final.historical_forecasts(
    y, future_covariates=x, start=cut,
    forecast_horizon=DAY, stride=DAY, retrain=28, last_points_only=False,
)

naive = NaiveSeasonal(K=DAY).historical_forecasts(y, start=cut, forecast_horizon=DAY, stride=DAY, last_points_only=False)
for name, fs in (("lgbm", preds), ("yesterday", naive)):
    print(name, "MAE", np.mean([mae(y, f) for f in fs]), "RMSE", np.mean([rmse(y, f) for f in fs]))
# author: author1
