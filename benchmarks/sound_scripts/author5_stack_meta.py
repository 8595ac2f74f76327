from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from lightgbm import LGBMClassifier
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.impute import SimpleImputer
from xgboost import XGBClassifier


@dataclass
class Stack:
    bases: dict
    meta: object = field(default_factory=lambda: LogisticRegression(C=1.0))

    def fit(self, X, y, household):
        houses = np.random.default_rng(3).permutation(np.unique(household))
        fold_of = {h: i % 5 for i, h in enumerate(houses)}
        fold = np.array([fold_of[h] for h in household])
        Z = np.zeros((len(X), len(self.bases)))
        for f in range(5):
            inside, outside = fold != f, fold == f
            for j, est in enumerate(self.bases.values()):
                Z[outside, j] = clone(est).fit(X[inside], y[inside]).predict_proba(X[outside])[:, 1]
        self.meta.fit(self._logit(Z), y)
        self.full_ = [clone(est).fit(X, y) for est in self.bases.values()]
        return self

    @staticmethod
    def _logit(Z):
        Z = np.clip(Z, 1e-5, 1 - 1e-5)
        return np.log(Z / (1 - Z))

    def predict_proba(self, X):
        Z = np.column_stack([m.predict_proba(X)[:, 1] for m in self.full_])
        return self.meta.predict_proba(self._logit(Z))


train = pd.read_csv("home_insurance_train.csv")
holdout = pd.read_csv("home_insurance_holdout.csv")      # other households, next year's renewals
xs = [c for c in train.columns if c.startswith("f_")]
assert set(train.household).isdisjoint(holdout.household)

bases = {
    "lgb": LGBMClassifier(n_estimators=350, learning_rate=0.03, num_leaves=15, verbose=-1),
    "xgb": XGBClassifier(n_estimators=350, learning_rate=0.03, max_depth=4),
    "cat": CatBoostClassifier(iterations=350, depth=5, verbose=0),
    "lin": make_pipeline(SimpleImputer(add_indicator=True), StandardScaler(), LogisticRegression(max_iter=1000)),
}
stack = Stack(bases).fit(train[xs].to_numpy(), train.lapsed.to_numpy(), train.household.to_numpy())

X, y = holdout[xs].to_numpy(), holdout.lapsed.to_numpy()
print("stack", log_loss(y, stack.predict_proba(X)[:, 1]))
for name, m in zip(bases, stack.full_):
    print(name, log_loss(y, m.predict_proba(X)[:, 1]))
# author: author5
