from __future__ import annotations

import numpy as np
import optuna
import polars as pl
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score

optuna.logging.set_verbosity(optuna.logging.WARNING)
VITALS = ["hr", "map", "spo2", "rr", "temp", "gcs"]
LABS = ["lactate", "creat", "bili", "plt", "wbc", "ph"]

# first 24 h only; outcome is death in hospital
hourly = pl.scan_parquet("icu/hourly/*.parquet").filter(pl.col("hour") < 24)
stays = pl.scan_parquet("icu/stays.parquet").select("stay_id", "patient_id", "age", "unit", "died")

wide = (
    hourly.group_by("stay_id")
    .agg(
        *[f(pl.col(c)).alias(f"{c}_{n}") for c in VITALS
          for n, f in (("mean", pl.Expr.mean), ("min", pl.Expr.min), ("max", pl.Expr.max))],
        *[pl.col(c).drop_nulls().last().alias(f"{c}_last") for c in LABS],
        *[pl.col(c).is_not_null().sum().alias(f"{c}_n") for c in LABS],
    )
    .join(stays, on="stay_id")
    .with_columns((pl.col("patient_id").hash(seed=77) % 20).alias("h"))
    .with_columns(
        pl.when(pl.col("h") < 4).then(pl.lit("test"))
        .when(pl.col("h") < 7).then(pl.lit("val"))
        .otherwise(pl.lit("train")).alias("part"))
    .collect()
)

num = [c for c in wide.columns if c.endswith(("_mean", "_min", "_max", "_last", "_n"))] + ["age"]
med = wide.filter(pl.col("part") == "train").select(pl.col(num).median())
wide = wide.with_columns([pl.col(c).is_null().cast(pl.Int8).alias(c + "_na") for c in num if not c.endswith("_n")])
wide = wide.with_columns([pl.col(c).fill_null(med[c][0]) for c in num])
feats = num + [c for c in wide.columns if c.endswith("_na")]


def dm(part):
    d = wide.filter(pl.col("part") == part)
    return xgb.DMatrix(d.select(feats).to_numpy().astype("f4"), label=d["died"].to_numpy(), feature_names=feats)


D = {p: dm(p) for p in ("train", "val", "test")}


def objective(trial: optuna.Trial) -> float:
    params = {
        "objective": "binary:logistic", "eval_metric": "aucpr", "tree_method": "hist",
        "eta": trial.suggest_float("eta", 0.01, 0.2, log=True),
        "max_depth": trial.suggest_int("max_depth", 2, 8),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.3, 1.0),
        "lambda": trial.suggest_float("lambda", 1e-2, 30, log=True),
    }
    b = xgb.train(params, D["train"], 2000, evals=[(D["val"], "val")], early_stopping_rounds=60, verbose_eval=False)
    trial.set_user_attr("booster", b)
    return b.best_score


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=60)
b = study.best_trial.user_attrs["booster"]
p = b.predict(D["test"], iteration_range=(0, b.best_iteration + 1))
y = D["test"].get_label()
print(study.best_params)
print("val AUPRC ", round(study.best_value, 4))
print("test AUPRC", round(average_precision_score(y, p), 4), "AUROC", round(roc_auc_score(y, p), 4))
# author: author2
