import dask
import dask.dataframe as dd
import numpy as np
import xgboost as xgb
from dask.distributed import Client, LocalCluster
from sklearn.metrics import mean_absolute_error

COLS = ["pu", "do", "hour", "dow", "dist_km", "rush", "pair_median"]
MONTHS = {"train": [f"2019-{m:02d}" for m in range(1, 9)], "valid": ["2019-09"], "test": ["2019-10"]}


def read(kind):
    d = dd.read_parquet([f"s3://trips/yellow/{m}.parquet" for m in MONTHS[kind]])
    d["minutes"] = (d["dropoff"] - d["pickup"]).dt.total_seconds() / 60
    d = d[d["minutes"] > 0]
    if kind == "train":
        d = d[(d["minutes"] > 1) & (d["minutes"] < 180)]
    d["hour"], d["dow"] = d["pickup"].dt.hour, d["pickup"].dt.dayofweek
    d["rush"] = d["hour"].isin([7, 8, 9, 16, 17, 18]).astype("i1")
    d["pair"] = d["pu"] * 1000 + d["do"]
    return d


def attach(d, table, default):
    return d.assign(pair_median=d["pair"].map(table, meta=("pair_median", "f8")).fillna(default))


def matrix(client, d):
    return xgb.dask.DaskDMatrix(client, d[COLS], np.log(d["minutes"]))


def main():
    client = Client(LocalCluster(n_workers=4, threads_per_worker=4))
    parts = {k: read(k) for k in MONTHS}
    zone_km = dd.read_csv("zones_km.csv").compute().set_index("pair")["km"]
    for k, d in parts.items():
        parts[k] = d.assign(dist_km=d["pair"].map(zone_km, meta=("dist_km", "f8")))

    early = dd.read_parquet([f"s3://trips/yellow/2018-{m:02d}.parquet" for m in range(7, 13)])
    early["minutes"] = (early["dropoff"] - early["pickup"]).dt.total_seconds() / 60
    early["pair"] = early["pu"] * 1000 + early["do"]
    q = early.groupby("pair")["minutes"].apply(np.median, meta=("minutes", "f8")).compute()
    middle = float(q.median())
    parts = {k: attach(d, q, middle).persist() for k, d in parts.items()}

    out = xgb.dask.train(
        client,
        dict(objective="reg:squarederror", tree_method="hist", max_depth=8, eta=0.1, subsample=0.7),
        matrix(client, parts["train"]),
        num_boost_round=1500,
        evals=[(matrix(client, parts["valid"]), "september")],
        early_stopping_rounds=30,
    )
    booster = out["booster"]
    booster = booster[: booster.best_iteration + 1]

    d = parts["test"]
    p = xgb.dask.predict(client, booster, d[COLS])
    p, y, base = dask.compute(p, d["minutes"], d["pair_median"])
    print("rounds", booster.num_boosted_rounds())
    print("October MAE", mean_absolute_error(y, np.exp(p)), "pair median", mean_absolute_error(y, base))


if __name__ == "__main__":
    main()
# author: author7
