import argparse
import time
from contextlib import contextmanager

import dask
import dask.dataframe as dd
import numpy as np
from dask.distributed import Client
from dask_ml.linear_model import LinearRegression
from dask_ml.metrics import mean_absolute_error, mean_squared_error

FEATURES = ["km", "km_log", "rush", "airport", "rain", "passenger_count"]


@contextmanager
def timed(label):
    t0 = time.time()
    yield
    print(f"[{label}: {time.time() - t0:.1f}s]")


def features(df):
    hr = df["pickup"].dt.hour
    df = df[(df["seconds"] > 60) & (df["seconds"] < 7200)]
    rad = np.pi / 180
    dx = (df["drop_lon"] - df["pick_lon"]) * np.cos(40.75 * rad) * 111.32
    dy = (df["drop_lat"] - df["pick_lat"]) * 110.57
    df = df.assign(km=(dx**2 + dy**2) ** 0.5)
    df = df.assign(
        km_log=np.log1p(df["km"]),
        rush=(hr.isin([7, 8, 9, 16, 17, 18])).astype("f8"),
        airport=((df["drop_lon"] + 73.78).abs() < 0.02).astype("f8"),
        rain=df["rain_mm"].clip(0, 10),
        y=np.log(df["seconds"]),
    )
    return df[["pickup", "y"] + FEATURES]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("glob")
    ap.add_argument("--workers", type=int, default=4)
    ns = ap.parse_args()

    with Client(n_workers=ns.workers):
        rides = features(dd.read_parquet(ns.glob))
        jan_to_sep = rides[rides["pickup"] < "2015-10-01"]
        oct_nov = rides[(rides["pickup"] >= "2015-10-01") & (rides["pickup"] < "2015-12-01")]

        with timed("moments"):
            mu, sd = dask.compute(jan_to_sep[FEATURES].mean(), jan_to_sep[FEATURES].std())

        def design(part):
            z = (part[FEATURES] - mu) / sd
            return z.to_dask_array(lengths=True), part["y"].to_dask_array(lengths=True)

        X, y = design(jan_to_sep)
        with timed("fit"):
            lin = LinearRegression(solver="lbfgs", C=1e6).fit(X, y)
        Xh, yh = design(oct_nov)
        pred = lin.predict(Xh)
        print("rows", len(y), len(yh))
        print("RMSE log seconds", float(mean_squared_error(yh, pred)) ** 0.5)
        print("MAE log seconds ", float(mean_absolute_error(yh, pred)))
        base = y.mean().compute()
        print("MAE of constant ", float(np.abs(yh - base).mean().compute()))
        print(dict(zip(FEATURES, np.round(lin.coef_, 3))))


if __name__ == "__main__":
    main()
# author: author10
