from dataclasses import asdict, dataclass

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd


@dataclass(frozen=True)
class Fold:
    name: str
    fit_until: str
    score_from: str
    score_until: str

    def __call__(self, X, y):
        i = X.index
        a = i < self.fit_until
        b = (i >= self.score_from) & (i < self.score_until)
        return (X[a], y[a]), (X[b], y[b])


INNER = [
    Fold("spring", "2021-02-26", "2021-03-01", "2021-06-01"),
    Fold("summer", "2021-05-29", "2021-06-01", "2021-09-01"),
    Fold("autumn", "2021-08-29", "2021-09-01", "2021-12-01"),
]
OUTER = Fold("2022", "2021-12-29", "2022-01-01", "2023-01-01")


def load():
    d = pd.read_parquet("pv_site.parquet").sort_index()
    clear = d["clearsky_ghi"]                                   # astronomy only
    X = d[["nwp_ghi", "nwp_cloud", "nwp_t2m", "nwp_age_h"]].copy()
    X["clear"] = clear
    X["kt_nwp"] = (d["nwp_ghi"] / clear.where(clear > 20)).clip(0, 1.5)
    X["pv_48h"] = d["pv_kw"].shift(48)
    X["pv_max_week"] = d["pv_kw"].shift(48).rolling(7 * 24).max()
    keep = (clear > 5) & d["pv_kw"].notna() & X["pv_max_week"].notna()
    return X[keep], d.loc[keep, "pv_kw"]


def mae(m, part):
    return float(np.abs(np.clip(m.predict(part[0]), 0, None) - part[1]).mean())


def make(p):
    return lgb.LGBMRegressor(objective="l1", verbose=-1, n_jobs=8, random_state=0, **p)


def objective(trial, X, y):
    p = dict(
        n_estimators=trial.suggest_int("n_estimators", 100, 1500, log=True),
        learning_rate=trial.suggest_float("learning_rate", 0.01, 0.2, log=True),
        num_leaves=trial.suggest_int("num_leaves", 7, 127, log=True),
        min_child_samples=trial.suggest_int("min_child_samples", 10, 300, log=True),
        colsample_bytree=trial.suggest_float("colsample_bytree", 0.4, 1.0),
    )
    total = 0.0
    for n, fold in enumerate(INNER, 1):
        fit, score = fold(X, y)
        total += mae(make(p).fit(*fit), score)
        trial.report(total / n, n)
        if trial.should_prune():
            raise optuna.TrialPruned
    return total / len(INNER)


X, y = load()
dev = X.index < OUTER.score_from
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1), pruner=optuna.pruners.MedianPruner(10))
study.optimize(lambda t: objective(t, X[dev], y[dev]), n_trials=80)

fit, score = OUTER(X, y)
model = make(study.best_params).fit(*fit)
print(asdict(OUTER), study.best_params)
print(f"inner {study.best_value:.2f} kW   2022 {mae(model, score):.2f} kW   lag 48 h {np.abs(score[0]['pv_48h'] - score[1]).mean():.2f} kW")

make(study.best_params).fit(X, y).booster_.save_model("pv_site_production.txt")
# author: author7
