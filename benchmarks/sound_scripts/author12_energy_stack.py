import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.base import clone
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import LinearRegression, RidgeCV
from sklearn.model_selection import GroupKFold, train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer


class TwoLayer:
    """Base learners give out-of-fold columns, a non-negative linear model combines them."""

    def __init__(self, bases, k=5):
        self.bases, self.k = bases, k

    def fit(self, X, y, groups):
        Z = np.full((len(y), len(self.bases)), np.nan)
        for tr, te in GroupKFold(self.k).split(X, y, groups):
            for j, b in enumerate(self.bases):
                Z[te, j] = clone(b).fit(X[tr], y[tr]).predict(X[te])
        assert not np.isnan(Z).any()
        self.top = LinearRegression(positive=True).fit(Z, y)
        self.full = [clone(b).fit(X, y) for b in self.bases]
        self.oof_rmse = np.sqrt(((Z - y[:, None]) ** 2).mean(0))
        return self

    def predict(self, X):
        return self.top.predict(np.column_stack([b.predict(X) for b in self.full]))


df = pd.read_excel("ENB2012_data.xlsx").dropna(how="all", axis=1).dropna()
df.columns = ["compact", "surface", "wall", "roof", "height", "orient", "glazing", "glaz_dist", "heat", "cool"]
# all orientations of one building shape go to one side
shape_id = df.groupby(["compact", "glazing", "glaz_dist"]).ngroup().to_numpy()
a, b = train_test_split(np.unique(shape_id), test_size=0.25, random_state=8)
in_train = np.isin(shape_id, a)

X = df.drop(columns=["heat", "cool"]).to_numpy(float)
for target in ("heat", "cool"):
    y = df[target].to_numpy()
    stack = TwoLayer([
        make_pipeline(QuantileTransformer(n_quantiles=100), RidgeCV(np.logspace(-3, 3, 13))),
        make_pipeline(QuantileTransformer(n_quantiles=100), KNeighborsRegressor(7)),
        ExtraTreesRegressor(400, random_state=1),
        LGBMRegressor(n_estimators=300, learning_rate=0.05, verbose=-1),
    ]).fit(X[in_train], y[in_train], shape_id[in_train])
    err = stack.predict(X[~in_train]) - y[~in_train]
    print(target, "oof per base", stack.oof_rmse.round(3), "weights", stack.top.coef_.round(2))
    print(target, "held-out RMSE", np.sqrt((err ** 2).mean()).round(3), "MAE", np.abs(err).mean().round(3))
# author: author12
