"""Rental demand. Written by somebody who comes from dplyr."""
import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector as sel, make_column_transformer
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

bikes = (
    pd.read_csv("hour.csv", parse_dates=["dteday"])
    .rename(columns=str.lower)
    .query("hum > 0")
    .assign(
        is_weekend=lambda d: d["weekday"].isin([0, 6]).astype(int),
        rush=lambda d: d["hr"].between(7, 9) | d["hr"].between(16, 18),
        log_cnt=lambda d: np.log1p(d["cnt"]),
    )
    .drop(columns=["casual", "registered", "instant"])
)

(
    bikes.groupby(["season", "hr"], as_index=False)
    .agg(mean_cnt=("cnt", "mean"), n=("cnt", "size"))
    .pipe(lambda d: d.sort_values("mean_cnt", ascending=False))
    .head(10)
    .pipe(print)
)

cutoff = pd.Timestamp("2012-10-01")
past, future = bikes.loc[lambda d: d["dteday"] < cutoff], bikes.loc[lambda d: d["dteday"] >= cutoff]
gone = ["cnt", "log_cnt", "dteday"]

model = make_pipeline(
    make_column_transformer(
        (StandardScaler(), ["temp", "atemp", "hum", "windspeed"]),
        (OneHotEncoder(handle_unknown="ignore"), ["season", "hr", "weathersit", "weekday"]),
        remainder="passthrough",
    ),
    RidgeCV(alphas=np.logspace(-3, 3, 13)),
)
model.fit(past.drop(columns=gone), past["log_cnt"])
said = np.expm1(model.predict(future.drop(columns=gone)))
print("MAE", mean_absolute_error(future["cnt"], said))
print("same hour mean", mean_absolute_error(
    future["cnt"], future["hr"].map(past.groupby("hr")["cnt"].mean())))
# author: maintainer
