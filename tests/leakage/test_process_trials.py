# ruff: noqa: E501  the code under test is as others write it
"""The best score of many tries on the test rows, told as the result; beside sound tuning."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np, pandas as pd, optuna, xgboost as xgb, lightgbm as lgb
from hyperopt import fmin, tpe, hp, Trials, STATUS_OK
from skopt import gp_minimize
from sklearn.metrics import mean_absolute_error, roc_auc_score, f1_score
from sklearn.model_selection import train_test_split, cross_val_score, ParameterGrid
from sklearn.ensemble import RandomForestClassifier, GradientBoostingRegressor
d = pd.read_csv("d.csv")
X, y = d.drop(columns="y"), d["y"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
"""

FLAWED = {
    "optuna_best_trial_value": (
        "chosen_on_test",
        "return mean_absolute_error(y_te, m.predict(X_te))",
        """\
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    return mean_absolute_error(y_te, m.predict(X_te))
study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=100)
best = study.best_trial
print("test MAE", best.value)
""",
    ),
    "optuna_best_value": (
        "chosen_on_test",
        "return mean_absolute_error(y_te, m.predict(X_te))",
        """\
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    return mean_absolute_error(y_te, m.predict(X_te))
study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=100)
print(f"test MAE {study.best_value:.3f}")
""",
    ),
    "optuna_best_trial_direct": (
        "chosen_on_test",
        "return mean_absolute_error(y_te, m.predict(X_te))",
        """\
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    return mean_absolute_error(y_te, m.predict(X_te))
study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=100)
print("test MAE", study.best_trial.value, study.best_trial.params)
""",
    ),
    "optuna_user_attr": (
        "chosen_on_test",
        "return np.sqrt(np.mean((y_te - p) ** 2))",
        """\
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    p = m.predict(X_te)
    trial.set_user_attr("mae", mean_absolute_error(y_te, p))
    return np.sqrt(np.mean((y_te - p) ** 2))
study = optuna.create_study()
study.optimize(objective, n_trials=100)
t = study.best_trial
print("MAE on test", t.user_attrs["mae"])
""",
    ),
    "optuna_best_trials_multi": (
        "chosen_on_test",
        "return roc_auc_score(y_te, p), f1_score(y_te, p > 0.5)",
        """\
def objective(trial):
    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    p = m.predict_proba(X_te)[:, 1]
    return roc_auc_score(y_te, p), f1_score(y_te, p > 0.5)
study = optuna.create_study(directions=["maximize", "maximize"])
study.optimize(objective, n_trials=100)
for t in study.best_trials:
    print(t.number, t.values)
""",
    ),
    "optuna_df_min": (
        "chosen_on_test",
        'print("lowest test error", df["value"].min())',
        """\
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    return mean_absolute_error(y_te, m.predict(X_te))
study = optuna.create_study()
study.optimize(objective, n_trials=100)
df = study.trials_dataframe()
print("lowest test error", df["value"].min())
""",
    ),
    "optuna_class_objective": (
        "chosen_on_test",
        "return mean_absolute_error(self.b[1], m.predict(self.b[0]))",
        """\
class Objective:
    def __init__(self, a, b):
        self.a, self.b = a, b
    def __call__(self, trial):
        m = lgb.train({"num_leaves": trial.suggest_int("n", 4, 64)}, lgb.Dataset(*self.a))
        return mean_absolute_error(self.b[1], m.predict(self.b[0]))
study = optuna.create_study()
study.optimize(Objective((X_tr, y_tr), (X_te, y_te)), n_trials=50)
print("MAE", study.best_trial.value)
""",
    ),
    "hyperopt_trials": (
        "chosen_on_test",
        'return {"loss": -roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]), "status": STATUS_OK}',
        """\
def f(p):
    m = RandomForestClassifier(max_depth=int(p["d"])).fit(X_tr, y_tr)
    return {"loss": -roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]), "status": STATUS_OK}
trials = Trials()
best = fmin(f, {"d": hp.quniform("d", 2, 12, 1)}, algo=tpe.suggest, max_evals=60, trials=trials)
print("best AUC on test:", -trials.best_trial["result"]["loss"], best)
""",
    ),
    "hyperopt_min_losses": (
        "chosen_on_test",
        'print("test AUC", 1 - min(trials.losses()))',
        """\
def f(p):
    m = RandomForestClassifier(max_depth=int(p["d"])).fit(X_tr, y_tr)
    return 1 - roc_auc_score(y_te, m.predict_proba(X_te)[:, 1])
trials = Trials()
best = fmin(f, {"d": hp.quniform("d", 2, 12, 1)}, algo=tpe.suggest, max_evals=60, trials=trials)
print("test AUC", 1 - min(trials.losses()))
""",
    ),
    "skopt": (
        "chosen_on_test",
        "return -f1_score(y_te, m.predict(X_te))",
        """\
def f(p):
    m = RandomForestClassifier(max_depth=p[0]).fit(X_tr, y_tr)
    return -f1_score(y_te, m.predict(X_te))
res = gp_minimize(f, [(2, 12)], n_calls=40, random_state=0)
print("F1", -res.fun, "at", res.x)
""",
    ),
    "grid_by_hand_min": (
        "chosen_on_test",
        'print("lowest error", min(maes))',
        """\
maes = []
for p in ParameterGrid({"max_depth": [2, 3, 4], "learning_rate": [0.01, 0.1]}):
    m = GradientBoostingRegressor(**p).fit(X_tr, y_tr)
    maes.append(mean_absolute_error(y_te, m.predict(X_te)))
print("lowest error", min(maes))
""",
    ),
    "grid_by_hand_dict": (
        "chosen_on_test",
        "best = min(maes, key=maes.get)",
        """\
maes = {}
for depth in (2, 3, 4, 5, 6):
    m = GradientBoostingRegressor(max_depth=depth).fit(X_tr, y_tr)
    maes[depth] = mean_absolute_error(y_te, m.predict(X_te))
best = min(maes, key=maes.get)
print("depth", best, "error", maes[best])
""",
    ),
    "ray": (
        "chosen_on_test",
        'return {"auc": roc_auc_score(y_te, m.predict_proba(X_te)[:, 1])}',
        """\
from ray import tune
def trainable(config):
    m = RandomForestClassifier(max_depth=config["d"]).fit(X_tr, y_tr)
    return {"auc": roc_auc_score(y_te, m.predict_proba(X_te)[:, 1])}
tuner = tune.Tuner(trainable, param_space={"d": tune.randint(2, 12)}, tune_config=tune.TuneConfig(num_samples=40, metric="auc", mode="max"))
res = tuner.fit()
print("AUC", res.get_best_result().metrics["auc"])
""",
    ),
    "ray_run": (
        "chosen_on_test",
        'an = tune.run(trainable, config={"d": tune.randint(2, 12)}, num_samples=40, metric="auc", mode="max")',
        """\
from ray import tune
def trainable(config):
    m = RandomForestClassifier(max_depth=config["d"]).fit(X_tr, y_tr)
    tune.report(auc=roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]))
an = tune.run(trainable, config={"d": tune.randint(2, 12)}, num_samples=40, metric="auc", mode="max")
print("AUC", an.best_result["auc"])
""",
    ),
}
SOUND = {
    "optuna_valid": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_f, y_f)
    p = m.predict(X_v)
    trial.set_user_attr("mae", mean_absolute_error(y_v, p))
    return np.sqrt(np.mean((y_v - p) ** 2))
study = optuna.create_study()
study.optimize(objective, n_trials=100)
best = study.best_trial
print("validation", best.value, best.user_attrs["mae"])
final = GradientBoostingRegressor(**best.params).fit(X_tr, y_tr)
print("test", mean_absolute_error(y_te, final.predict(X_te)))
""",
    "optuna_cv": """\
def objective(trial):
    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 2, 9))
    return cross_val_score(m, X_tr, y_tr, cv=5, scoring="roc_auc").mean()
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)
print("CV AUC", study.best_trial.value)
final = RandomForestClassifier(**study.best_trial.params).fit(X_tr, y_tr)
print("test AUC", roc_auc_score(y_te, final.predict_proba(X_te)[:, 1]))
""",
    "optuna_no_value": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
def objective(trial):
    m = GradientBoostingRegressor(max_depth=trial.suggest_int("d", 2, 9)).fit(X_f, y_f)
    return mean_absolute_error(y_v, m.predict(X_v))
study = optuna.create_study()
study.optimize(objective, n_trials=100)
print(study.best_trial.number, study.best_trial.params, len(study.trials))
for t in study.trials:
    print(t.number, t.value)
final = GradientBoostingRegressor(**study.best_params).fit(X_tr, y_tr)
print("test", mean_absolute_error(y_te, final.predict(X_te)))
""",
    "hyperopt": """\
def f(p):
    m = RandomForestClassifier(max_depth=int(p["d"]))
    return {"loss": -cross_val_score(m, X_tr, y_tr).mean(), "status": STATUS_OK}
trials = Trials()
best = fmin(f, {"d": hp.quniform("d", 2, 12, 1)}, algo=tpe.suggest, max_evals=60, trials=trials)
print("CV:", -trials.best_trial["result"]["loss"], min(trials.losses()))
m = RandomForestClassifier(max_depth=int(best["d"])).fit(X_tr, y_tr)
print("test", m.score(X_te, y_te))
""",
    "skopt": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
def f(p):
    m = RandomForestClassifier(max_depth=p[0]).fit(X_f, y_f)
    return -f1_score(y_v, m.predict(X_v))
res = gp_minimize(f, [(2, 12)], n_calls=40, random_state=0)
print("validation", -res.fun)
m = RandomForestClassifier(max_depth=res.x[0]).fit(X_tr, y_tr)
print("F1", f1_score(y_te, m.predict(X_te)))
""",
    "sensitivity": """\
maes = []
for seed in range(10):
    m = GradientBoostingRegressor(random_state=seed).fit(X_tr, y_tr)
    maes.append(mean_absolute_error(y_te, m.predict(X_te)))
print("error", np.mean(maes), "+/-", np.std(maes), "from", min(maes), "to", max(maes))
""",
    "study_simulation": """\
def objective(trial):
    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 2, 9)).fit(X_tr, y_tr)
    trial.set_user_attr("test_auc", roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]))
    return cross_val_score(m, X_tr, y_tr, cv=5, scoring="roc_auc").mean()
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)
print("CV AUC", study.best_trial.value, "test AUC of it", study.best_trial.user_attrs["test_auc"])
""",
    "hyperopt_valid_key": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
def f(p):
    m = RandomForestClassifier(max_depth=int(p["d"])).fit(X_f, y_f)
    return {"loss": -m.score(X_v, y_v), "test": m.score(X_te, y_te), "status": STATUS_OK}
trials = Trials()
best = fmin(f, {"d": hp.quniform("d", 2, 12, 1)}, algo=tpe.suggest, max_evals=60, trials=trials)
print("test of the one that is best on validation:", trials.best_trial["result"]["test"])
""",
}


@pytest.mark.parametrize("name", FLAWED)
def test_a_leak_is_found_at_its_line(tmp_path: Path, name: str) -> None:
    kind, line, text = FLAWED[name]
    lines = [told.strip() for told in (HEAD + text).split("\n")]
    found = findings(tmp_path, HEAD + text)
    assert (kind, line) in [(told, lines[at - 1]) for told, at in found]


@pytest.mark.parametrize("name", SOUND)
def test_sound_code_that_looks_like_it_draws_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name]) == []
