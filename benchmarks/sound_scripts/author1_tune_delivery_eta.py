"""python tune_delivery_eta.py --trials 80"""
import argparse
from dataclasses import dataclass

import numpy as np
import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error


@dataclass
class Split:
    X: pd.DataFrame
    y: pd.Series


def read_weeks(lo, hi):
    parts = [pd.read_parquet(f"eta/week={w:02d}.parquet") for w in range(lo, hi)]
    df = pd.concat(parts, ignore_index=True)
    X = pd.DataFrame({
        "dist_km": np.hypot(df.dx_m, df.dy_m) / 1000,
        "hour": df.placed_at.dt.hour,
        "dow": df.placed_at.dt.dayofweek,
        "n_items": df.n_items,
        "couriers_free": df.couriers_free_at_order,
        "queue": df.kitchen_queue_at_order,
        "rain_mm": df.rain_last_hour,
    })
    return Split(X, df.minutes_to_door)


def objective_factory(fit: Split, dev: Split):
    d_fit = xgb.DMatrix(fit.X, fit.y)
    d_dev = xgb.DMatrix(dev.X, dev.y)

    def objective(trial):
        params = dict(
            objective="reg:absoluteerror",
            tree_method="hist",
            eta=trial.suggest_float("eta", 0.01, 0.2, log=True),
            max_depth=trial.suggest_int("max_depth", 3, 10),
            subsample=trial.suggest_float("subsample", 0.5, 1.0),
            colsample_bytree=trial.suggest_float("colsample_bytree", 0.4, 1.0),
            min_child_weight=trial.suggest_float("min_child_weight", 1, 50, log=True),
        )
        booster = xgb.train(params, d_fit, 4000, evals=[(d_dev, "dev")], early_stopping_rounds=50, verbose_eval=False)
        trial.set_user_attr("rounds", booster.best_iteration + 1)
        return mean_absolute_error(dev.y, booster.predict(d_dev, iteration_range=(0, booster.best_iteration + 1)))

    return objective


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--trials", type=int, default=80)
    a = ap.parse_args()

    fit, dev = read_weeks(1, 31), read_weeks(31, 37)
    study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=5))
    study.optimize(objective_factory(fit, dev), n_trials=a.trials)
    print("best dev MAE", study.best_value, study.best_params)

    both = Split(pd.concat([fit.X, dev.X]), pd.concat([fit.y, dev.y]))
    winner = xgb.train(
        {"objective": "reg:absoluteerror", "tree_method": "hist", **study.best_params},
        xgb.DMatrix(both.X, both.y),
        study.best_trial.user_attrs["rounds"],
    )
    test = read_weeks(37, 41)
    pred = winner.predict(xgb.DMatrix(test.X))
    err = (pred - test.y).abs()
    print("test MAE", err.mean(), "p90", err.quantile(0.9), "bias", (pred - test.y).mean())
    winner.save_model("eta.json")
# author: author1
