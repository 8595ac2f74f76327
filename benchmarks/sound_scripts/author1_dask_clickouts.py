import dask.dataframe as dd
import numpy as np
import xgboost as xgb
from dask.distributed import Client, LocalCluster
from sklearn.metrics import log_loss, roc_auc_score

COLUMNS = ["session", "day", "position", "price", "stars", "rating", "n_images", "city", "clicked"]
FEATURES = ["position", "price_rel", "stars", "rating", "n_images", "city_rate"]


def price_within_result_page(pdf):
    # one partition holds whole sessions; compare to what the visitor saw at the same moment
    pdf = pdf.copy()
    pdf["price_rel"] = pdf.price / pdf.groupby("session").price.transform("median")
    return pdf


def prepare(lo, hi):
    d = dd.read_parquet("hdfs:///impressions", columns=COLUMNS, filters=[("day", ">=", lo), ("day", "<", hi)])
    return d.map_partitions(price_within_result_page)


def add_city(d, rates, default):
    r = d.city.map(rates, meta=("city_rate", "f8")).fillna(default)
    return d.assign(city_rate=r)


def dmat(client, d):
    return xgb.dask.DaskDMatrix(client, d[FEATURES], d.clicked)


if __name__ == "__main__":
    with Client(LocalCluster(n_workers=8, threads_per_worker=2)) as client:
        history = prepare("2022-05-01", "2022-06-01")
        train = prepare("2022-06-01", "2022-07-15")
        valid = prepare("2022-07-15", "2022-08-01")
        test = prepare("2022-08-01", "2022-08-15")

        # click rate per city from May only; June onwards never touches this table
        agg = history.groupby("city").clicked.agg(["sum", "count"]).compute()
        prior = agg["sum"].sum() / agg["count"].sum()
        rates = ((agg["sum"] + 200 * prior) / (agg["count"] + 200)).to_dict()
        train, valid, test = (add_city(d, rates, prior).persist() for d in (train, valid, test))

        out = xgb.dask.train(
            client,
            {"objective": "binary:logistic", "tree_method": "hist", "eta": 0.1, "max_depth": 8, "eval_metric": "logloss"},
            dmat(client, train),
            num_boost_round=2000,
            evals=[(dmat(client, valid), "valid")],
            early_stopping_rounds=30,
        )
        booster = out["booster"]
        booster = booster[: booster.best_iteration + 1]

        p = xgb.dask.predict(client, booster, test[FEATURES]).compute()
        y = test.clicked.compute()
        print("rounds", booster.num_boosted_rounds())
        print("test logloss", log_loss(y, p), "auc", roc_auc_score(y, p))
        print("constant    ", log_loss(y, np.full(len(y), prior)))
# author: author1
