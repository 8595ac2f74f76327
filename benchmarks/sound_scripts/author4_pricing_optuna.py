import optuna
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_percentage_error as mape
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder, TargetEncoder

import numpy as np

cars = pd.read_csv("used_cars.csv").drop_duplicates("vin")
y = cars.pop("price")
cars = cars.drop(columns=["vin", "listing_url"])

X_dev, X_hold, y_dev, y_hold = train_test_split(cars, y, test_size=0.2, random_state=99)

many = ["model", "trim"]
few = ["make", "fuel", "gearbox", "body"]
numeric = ["year", "mileage", "power_kw", "doors", "owners"]


def build(trial_or_params):
    g = trial_or_params
    prep = ColumnTransformer([
        ("many", TargetEncoder(smooth=g["smooth"], random_state=0), many),
        ("few", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), few),
        ("num", SimpleImputer(strategy="median", add_indicator=True), numeric),
    ])
    lgbm = LGBMRegressor(
        n_estimators=g["trees"], learning_rate=g["lr"], num_leaves=g["leaves"],
        min_child_samples=g["min_child"], colsample_bytree=g["colsample"], verbose=-1)
    return TransformedTargetRegressor(Pipeline([("prep", prep), ("lgbm", lgbm)]), func=np.log1p, inverse_func=np.expm1)


def objective(trial):
    g = {
        "smooth": trial.suggest_float("smooth", 1, 200, log=True),
        "trees": trial.suggest_int("trees", 200, 1500, step=100),
        "lr": trial.suggest_float("lr", 0.01, 0.2, log=True),
        "leaves": trial.suggest_int("leaves", 15, 255, log=True),
        "min_child": trial.suggest_int("min_child", 5, 100),
        "colsample": trial.suggest_float("colsample", 0.4, 1.0),
    }
    folds = KFold(4, shuffle=True, random_state=trial.number % 3)
    return -cross_val_score(build(g), X_dev, y_dev, cv=folds, scoring="neg_mean_absolute_percentage_error").mean()


study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=1),
                            storage="sqlite:///cars.db", study_name="cars-v3", load_if_exists=True)
study.optimize(objective, n_trials=120, timeout=3 * 3600)

final = build(study.best_params).fit(X_dev, y_dev)
print("cv   MAPE", round(study.best_value, 4))
print("hold MAPE", round(mape(y_hold, final.predict(X_hold)), 4))
# author: author4
