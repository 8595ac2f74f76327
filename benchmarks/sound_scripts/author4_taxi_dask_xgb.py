# Trip duration for the dispatch team; one parquet folder per month.
import dask
import dask.dataframe as dd
import numpy as np
import xgboost as xgb
from dask.distributed import Client, LocalCluster


def month(*ms):
    return dd.read_parquet([f"trips/2019-{m:02d}/*.parquet" for m in ms])


def features(d):
    d = d[(d.seconds > 60) & (d.seconds < 7200)]
    t = d.pickup_at
    return d.assign(
        hour=t.dt.hour, dow=t.dt.dayofweek,
        dx=(d.dropoff_lon - d.pickup_lon) * 84.3,
        dy=(d.dropoff_lat - d.pickup_lat) * 111.2,
        log_s=np.log(d.seconds),
    )


COLS = ["hour", "dow", "dx", "dy", "pickup_lat", "pickup_lon", "passengers", "zone_speed"]


def zone_speed_table(d):
    """typical km/h by pickup zone and hour"""
    km = (d.dx ** 2 + d.dy ** 2) ** 0.5
    d = d.assign(kmh=km / (d.seconds / 3600))
    s = d.groupby(["pickup_zone", "hour"]).kmh.agg(["sum", "count"]).compute()
    return ((s["sum"] + 18 * 50) / (s["count"] + 50)).rename("zone_speed").reset_index()


def attach(d, table):
    return d.merge(table, on=["pickup_zone", "hour"], how="left").fillna({"zone_speed": 18.0})


def main():
    client = Client(LocalCluster(n_workers=6, threads_per_worker=4))
    speeds = zone_speed_table(features(month(1, 2, 3)))

    fit = attach(features(month(4, 5, 6)), speeds).persist()
    stop = attach(features(month(7)), speeds).persist()
    hold = attach(features(month(9)), speeds).persist()

    dfit = xgb.dask.DaskQuantileDMatrix(client, fit[COLS], fit.log_s)
    dstop = xgb.dask.DaskQuantileDMatrix(client, stop[COLS], stop.log_s, ref=dfit)
    res = xgb.dask.train(
        client, {"tree_method": "hist", "max_depth": 9, "eta": 0.08, "objective": "reg:squarederror"},
        dfit, num_boost_round=1500, evals=[(dstop, "july")], early_stopping_rounds=40,
    )
    booster = res["booster"][: res["booster"].best_iteration + 1]
    yhat = xgb.dask.predict(client, booster, hold[COLS])
    err = (hold.log_s.to_dask_array() - yhat) if hasattr(yhat, "chunks") else hold.log_s - yhat
    rmsle, const = dask.compute((err ** 2).mean() ** 0.5, fit.log_s.mean())
    base = ((hold.log_s - const) ** 2).mean().compute() ** 0.5
    print(f"september rmsle {rmsle:.4f} (constant {base:.4f}), trees {booster.num_boosted_rounds()}")


if __name__ == "__main__":
    main()
# author: author4
