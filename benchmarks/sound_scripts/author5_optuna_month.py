import json
import pathlib

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd
from sklearn.metrics import average_precision_score

RUN = pathlib.Path("runs/upsell")
RUN.mkdir(parents=True, exist_ok=True)
base = pd.read_parquet("monthly_base.parquet")            # one row per customer and month end
base["bought_next"] = base["bought_next"].astype(int)     # purchase in the month that follows
names = [c for c in base.columns if c not in ("customer", "month", "bought_next")]
by = {m: d for m, d in base.groupby("month")}
months = sorted(by)
learn, pick, final = months[:-4], months[-4:-2], months[-1]


def cat(ms):
    d = pd.concat([by[m] for m in ms])
    return d[names], d["bought_next"]


ds = lgb.Dataset(*cat(learn), free_raw_data=False)
Xv, yv = cat(pick)
dv = lgb.Dataset(Xv, yv, reference=ds, free_raw_data=False)


def trial_params(t):
    return {
        "objective": "binary", "metric": "average_precision", "verbosity": -1, "feature_pre_filter": False,
        "learning_rate": t.suggest_float("learning_rate", 0.01, 0.15, log=True),
        "num_leaves": t.suggest_int("num_leaves", 8, 256, log=True),
        "min_data_in_leaf": t.suggest_int("min_data_in_leaf", 20, 2000, log=True),
        "lambda_l2": t.suggest_float("lambda_l2", 1e-3, 100, log=True),
        "bagging_fraction": t.suggest_float("bagging_fraction", 0.4, 1.0), "bagging_freq": 1,
    }


def objective(t):
    cb = optuna.integration.LightGBMPruningCallback(t, "average_precision", valid_name="pick")
    b = lgb.train(trial_params(t), ds, 3000, valid_sets=[dv], valid_names=["pick"],
                  callbacks=[cb, lgb.early_stopping(100, verbose=False)])
    t.set_user_attr("rounds", b.best_iteration)
    return b.best_score["pick"]["average_precision"]


study = optuna.create_study(direction="maximize", storage=f"sqlite:///{RUN}/study.db", study_name="upsell",
                            load_if_exists=True, pruner=optuna.pruners.MedianPruner(n_warmup_steps=200))
study.optimize(objective, timeout=3600)

best = study.best_trial
# month -2 is skipped: its purchase month was still running when the last snapshot was taken
booster = lgb.train(trial_params(optuna.trial.FixedTrial(best.params)), lgb.Dataset(*cat(learn + pick)),
                    best.user_attrs["rounds"])
Xt, yt = cat([final])
s = booster.predict(Xt)
top = np.argsort(-s)[: len(s) // 20]
report = {"ap": average_precision_score(yt, s), "lift_top5": float(yt.to_numpy()[top].mean() / yt.mean())}
(RUN / "final.json").write_text(json.dumps(report))
booster.save_model(RUN / "model.txt")
# author: author5
