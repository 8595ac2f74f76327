import optuna
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold, train_test_split

homes = pd.read_csv("homes.csv")
dev, final = train_test_split(homes, test_size=0.15, random_state=42)
FEATURES = ["area", "rooms", "age", "lat", "lon"]


def objective(trial):
    params = {
        "max_depth": trial.suggest_int("max_depth", 2, 9),
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
    }
    errors = []
    for step, (a, b) in enumerate(KFold(4, shuffle=True, random_state=0).split(dev)):
        model = xgb.XGBRegressor(n_estimators=2000, early_stopping_rounds=50, **params)
        model.fit(dev.iloc[a][FEATURES], dev.iloc[a]["price"], eval_set=[(dev.iloc[b][FEATURES], dev.iloc[b]["price"])], verbose=False)
        errors.append(mean_absolute_error(dev.iloc[b]["price"], model.predict(dev.iloc[b][FEATURES])))
        trial.report(sum(errors) / len(errors), step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    trial.set_user_attr("rounds", model.best_iteration)
    return sum(errors) / len(errors)


study = optuna.create_study(direction="minimize", pruner=optuna.pruners.MedianPruner())
study.optimize(objective, n_trials=60)
print("best of the search", study.best_value, study.best_params)
model = xgb.XGBRegressor(n_estimators=study.best_trial.user_attrs["rounds"], **study.best_params)
model.fit(dev[FEATURES], dev["price"])
print("final", mean_absolute_error(final["price"], model.predict(final[FEATURES])))
# author: maintainer
