"""Average of five boosters, one per fold of drivers; judged on the drivers recruited for the second field trial."""
import glob
import os

import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from lightgbm import LGBMRegressor, early_stopping, log_evaluation

SEED = 7


def trips(folder):
    got = []
    for f in sorted(glob.glob(os.path.join(folder, "driver_*.csv"))):
        d = pd.read_csv(f)
        d["driver"] = os.path.basename(f)[7:-4]
        ref = d["speed"].rolling(300, min_periods=30).mean()
        d["speed_rel"] = d["speed"] / ref
        d["brake_rate"] = (d["decel"] > 2.5).rolling(60, min_periods=1).mean()
        d["accel_sd"] = d["accel"].rolling(60, min_periods=10).std()
        got.append(d.iloc[::30])
    return pd.concat(got, ignore_index=True)


first, second = trips("trial_1"), trips("trial_2")
cols = ["speed", "speed_rel", "brake_rate", "accel_sd", "grade", "payload", "ambient"]
drivers = np.array(sorted(first["driver"].unique()))
np.random.default_rng(SEED).shuffle(drivers)

members = []
for stop_drivers in np.array_split(drivers, 5):
    aside = first["driver"].isin(stop_drivers)
    tr, va = first[~aside], first[aside]
    lgbm = LGBMRegressor(n_estimators=5000, learning_rate=0.03, num_leaves=40, objective="l1", random_state=SEED)
    lgbm.fit(tr[cols], tr["litres_h"], eval_set=[(va[cols], va["litres_h"])],
             callbacks=[early_stopping(100, verbose=False), log_evaluation(0)])
    cb = CatBoostRegressor(iterations=5000, learning_rate=0.05, depth=7, loss_function="MAE", random_seed=SEED, verbose=0)
    cb.fit(tr[cols], tr["litres_h"], eval_set=(va[cols], va["litres_h"]), early_stopping_rounds=100)
    members += [lgbm, cb]
    print("rounds", lgbm.best_iteration_, cb.get_best_iteration())

known = set(first["driver"])
second = second[~second["driver"].isin(known)]
second["hat"] = np.mean([m.predict(second[cols]) for m in members], axis=0)
per = (second.assign(e=(second["hat"] - second["litres_h"]).abs())
       .groupby("driver").agg(mae=("e", "mean"), level=("litres_h", "mean"), n=("e", "size")))
boot = [per["mae"].sample(len(per), replace=True, random_state=i).mean() for i in range(2000)]
print(per.round(2).to_string())
print("mean over drivers", per["mae"].mean().round(3), "95%", np.percentile(boot, [2.5, 97.5]).round(3))
# author: author5
