import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from lightgbm import LGBMRegressor
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import PoissonRegressor, RidgeCV
from sklearn.metrics import mean_poisson_deviance
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# kaggle-ish: train.csv has the claims, holdout.csv too (shared by the actuary after the first report)
train = pd.read_csv("motor_train.csv")
hold = pd.read_csv("motor_holdout.csv")
y, w = (train.claims / train.exposure).to_numpy(), train.exposure.to_numpy()
cols = ["driver_age", "car_age", "power", "bonus_malus", "density", "mileage_class"]
X, X_hold = train[cols].to_numpy(), hold[cols].to_numpy()

BASE = {
    "glm": lambda: make_pipeline(StandardScaler(), PoissonRegressor(alpha=1e-3, max_iter=500)),
    "nys": lambda: make_pipeline(StandardScaler(), Nystroem(n_components=200, random_state=0), PoissonRegressor(alpha=1e-2)),
    "lgb": lambda: LGBMRegressor(objective="poisson", n_estimators=250, learning_rate=0.05, num_leaves=24, verbose=-1),
    "cat": lambda: CatBoostRegressor(loss_function="Poisson", iterations=400, depth=5, verbose=0),
}


def weighted_fit(model, A, b, sw):
    if hasattr(model, "steps"):
        return model.fit(A, b, **{f"{model.steps[-1][0]}__sample_weight": sw})
    return model.fit(A, b, sample_weight=sw)


folds = list(StratifiedKFold(5, shuffle=True, random_state=3).split(X, train.claims.clip(upper=2)))
oof = np.zeros((len(X), len(BASE)))
hold_level1 = np.zeros((len(X_hold), len(BASE)))
for j, (name, new) in enumerate(BASE.items()):
    for tr, te in folds:
        oof[te, j] = weighted_fit(new(), X[tr], y[tr], w[tr]).predict(X[te])
    hold_level1[:, j] = weighted_fit(new(), X, y, w).predict(X_hold)
    print(f"{name} oof deviance {mean_poisson_deviance(y, oof[:, j], sample_weight=w):.4f}")

tiny = 1e-4
meta = RidgeCV(alphas=np.logspace(-3, 3, 13)).fit(oof, y, sample_weight=w)
blend = np.maximum(meta.predict(hold_level1), tiny)

y_hold, w_hold = hold.claims / hold.exposure, hold.exposure
print("meta weights", dict(zip(BASE, meta.coef_.round(3))))
print(f"holdout stack {mean_poisson_deviance(y_hold, blend, sample_weight=w_hold):.4f}")
for j, name in enumerate(BASE):
    print(f"holdout {name:5s} {mean_poisson_deviance(y_hold, np.maximum(hold_level1[:, j], tiny), sample_weight=w_hold):.4f}")
# author: author4
