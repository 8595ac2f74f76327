"""Predict whether a telecom fault ticket will need a field visit."""
import logging

import numpy as np
import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold

optuna.logging.set_verbosity(optuna.logging.WARNING)
logging.basicConfig(level=logging.INFO)
log = logging.getLogger(__name__)

SEED = 99
LABEL = "needs_visit"
DROP = [LABEL, "ticket_id", "line_id"]


def load():
    t = pd.read_csv("tickets.csv", parse_dates=["opened_at"])
    t["hour"] = t.opened_at.dt.hour
    t["dow"] = t.opened_at.dt.dayofweek
    t["tech"] = t.tech.map({"adsl": 0, "vdsl": 1, "ftth": 2, "cable": 3}).fillna(-1)
    return t.drop(columns="opened_at")


def cv_score(params, X, y, groups, rounds):
    scores = []
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=SEED)
    for a, b in folds.split(X, y, groups):
        m = xgb.XGBClassifier(n_estimators=rounds, tree_method="hist", random_state=SEED, **params)
        m.fit(X.iloc[a], y.iloc[a])
        scores.append(average_precision_score(y.iloc[b], m.predict_proba(X.iloc[b])[:, 1]))
    return float(np.mean(scores))


def main():
    t = load()
    outer = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=SEED)
    dev_idx, sealed_idx = next(outer.split(t, groups=t.line_id))
    dev, sealed = t.iloc[dev_idx], t.iloc[sealed_idx]

    X, y, g = dev.drop(columns=DROP), dev[LABEL], dev["line_id"]

    def objective(trial):
        p = {
            "max_depth": trial.suggest_int("max_depth", 3, 9),
            "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
            "subsample": trial.suggest_float("subsample", 0.5, 1.0),
            "colsample_bytree": trial.suggest_float("colsample_bytree", 0.4, 1.0),
            "reg_lambda": trial.suggest_float("reg_lambda", 1e-2, 30, log=True),
        }
        rounds = trial.suggest_int("rounds", 100, 900, step=100)
        return cv_score(p, X, y, g, rounds)

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
    study.optimize(objective, n_trials=80)
    best = dict(study.best_params)
    rounds = best.pop("rounds")
    log.info("study best (selection score, not the estimate): %.4f", study.best_value)

    final = xgb.XGBClassifier(n_estimators=rounds, tree_method="hist", random_state=SEED, **best)
    final.fit(X, y)
    ap = average_precision_score(sealed[LABEL], final.predict_proba(sealed.drop(columns=DROP))[:, 1])
    log.info("sealed average precision: %.4f (prevalence %.4f)", ap, sealed[LABEL].mean())
    final.save_model("visit.json")


if __name__ == "__main__":
    main()
# author: outsider
