"""What would monthly retraining have bought us over leaving the 2021 model alone?"""
import argparse
import logging

import numpy as np
import pandas as pd
from catboost import CatBoostRegressor

logging.basicConfig(level=logging.INFO, format="%(message)s")
CAT = ["brand", "body", "dealer_region"]
NUM = ["mileage", "age_m", "hp", "list_price", "fuel_index"]


def make():
    return CatBoostRegressor(iterations=700, depth=6, learning_rate=0.05, loss_function="MAE", cat_features=CAT,
                             verbose=0, random_seed=0)


def fit(cars, upto, memory):
    """cars sold before `upto`, at most `memory` months back (None: all)"""
    d = cars[cars.sold < upto]
    if memory:
        d = d[d.sold >= upto - pd.DateOffset(months=memory)]
    w = np.exp(-(upto - d.sold).dt.days / 365)
    return make().fit(d[CAT + NUM], d.price, sample_weight=w)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("csv")
    p.add_argument("--first", default="2022-01-01")
    p.add_argument("--last", default="2023-12-01")
    a = p.parse_args()

    cars = pd.read_csv(a.csv, parse_dates=["sold"])
    cars[CAT] = cars[CAT].fillna("?").astype(str)
    steps = pd.date_range(a.first, a.last, freq="MS")
    frozen = fit(cars, steps[0], None)
    log = []
    for s in steps:
        month = cars[(cars.sold >= s) & (cars.sold < s + pd.DateOffset(months=1))]
        if month.empty:
            continue
        for kind, m in (("frozen", frozen), ("all history", fit(cars, s, None)), ("two years", fit(cars, s, 24))):
            e = (m.predict(month[CAT + NUM]) - month.price).abs() / month.price
            log.append({"month": s, "kind": kind, "mdape": e.median(), "n": len(month)})
        logging.info("%s %s", s.date(), {r["kind"]: round(r["mdape"], 4) for r in log[-3:]})

    t = pd.DataFrame(log).pivot(index="month", columns="kind", values="mdape")
    t["won"] = t["frozen"] - t["all history"]
    ci = [t["won"].sample(len(t), replace=True, random_state=i).mean() for i in range(1000)]
    logging.info("\n%s\ngain of retraining %.4f [%.4f, %.4f]", t.mean(), t["won"].mean(), *np.percentile(ci, [2.5, 97.5]))


if __name__ == "__main__":
    main()
# author: author5
