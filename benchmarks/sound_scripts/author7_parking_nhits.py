# occupancy of 41 car parks, 15-minute grid
from functools import partial

import pandas as pd
from neuralforecast import NeuralForecast
from neuralforecast.losses.pytorch import MAE, MQLoss
from neuralforecast.models import NHITS, TSMixer
from utilsforecast.evaluation import evaluate
from utilsforecast.losses import mae, mase

H = 96
DAY = 96


def read(folder):
    df = pd.read_parquet(folder)
    df = df.rename(columns={"garage": "unique_id", "ts": "ds", "occupied": "y"})[["unique_id", "ds", "y"]]
    df["ds"] = pd.to_datetime(df["ds"])
    return df.sort_values(["unique_id", "ds"], ignore_index=True)


def main():
    df = read("warehouse/parking/")
    common = dict(h=H, input_size=7 * DAY, max_steps=3000, val_check_steps=100, early_stop_patience_steps=5,
                  scaler_type="robust", random_seed=11)
    nf = NeuralForecast(
        models=[
            NHITS(loss=MAE(), n_freq_downsample=[24, 12, 1], alias="nhits", **common),
            TSMixer(loss=MAE(), n_series=df["unique_id"].nunique(), alias="mixer", **common),
        ],
        freq="15min",
    )
    cv = nf.cross_validation(df, val_size=28 * DAY, test_size=28 * DAY, step_size=H, n_windows=None)
    first = cv["cutoff"].min()
    history = df[df["ds"] <= first]

    table = evaluate(
        cv.drop(columns="cutoff"),
        metrics=[mae, partial(mase, seasonality=DAY)],
        models=["nhits", "mixer"],
        train_df=history,
    )
    print(table.groupby("metric")[["nhits", "mixer"]].mean())

    cv["hour"] = cv["ds"].dt.hour
    cv["abs_nhits"] = (cv["y"] - cv["nhits"]).abs()
    ax = cv.groupby("hour")["abs_nhits"].mean().plot.bar(title="error by hour, last four weeks")
    ax.figure.savefig("nhits_hour.png")


if __name__ == "__main__":
    main()
# author: author7
