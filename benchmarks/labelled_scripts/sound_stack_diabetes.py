from collections import OrderedDict

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler


def level0(seed):
    imp = SimpleImputer(strategy="median", add_indicator=True)
    return OrderedDict(
        lr=make_pipeline(imp, StandardScaler(), LogisticRegression(max_iter=1000)),
        knn=make_pipeline(imp, QuantileTransformer(n_quantiles=100), KNeighborsClassifier(31)),
        nb=make_pipeline(imp, GaussianNB()),
        rf=make_pipeline(imp, RandomForestClassifier(400, min_samples_leaf=4, random_state=seed, n_jobs=-1)),
        gb=make_pipeline(imp, GradientBoostingClassifier(n_estimators=150, max_depth=2, random_state=seed)),
    )


class Stack:
    def __init__(self, seed=0):
        self.seed = seed
        self.base = level0(seed)
        self.meta = LogisticRegression(C=1.0)

    def fit(self, X, y):
        cv = StratifiedKFold(10, shuffle=True, random_state=self.seed)
        z = np.column_stack([
            cross_val_predict(m, X, y, cv=cv, method="predict_proba")[:, 1] for m in self.base.values()
        ])
        self.meta.fit(self._logit(z), y)
        for m in self.base.values():
            m.fit(X, y)
        return self

    def predict_proba(self, X):
        z = np.column_stack([m.predict_proba(X)[:, 1] for m in self.base.values()])
        return self.meta.predict_proba(self._logit(z))[:, 1]

    @staticmethod
    def _logit(p, eps=1e-4):
        p = np.clip(p, eps, 1 - eps)
        return np.log(p / (1 - p))


if __name__ == "__main__":
    pima = pd.read_csv("pima.csv")
    zero_is_missing = ["glucose", "bp", "skin", "insulin", "bmi"]
    pima[zero_is_missing] = pima[zero_is_missing].replace(0, np.nan)
    y = pima.pop("outcome")

    X_a, X_b, y_a, y_b = train_test_split(pima, y, test_size=0.25, stratify=y, random_state=31)
    stack = Stack(seed=31).fit(X_a, y_a)

    p = stack.predict_proba(X_b)
    print(f"stack  auc {roc_auc_score(y_b, p):.3f} brier {brier_score_loss(y_b, p):.3f}")
    for name, m in stack.base.items():
        q = m.predict_proba(X_b)[:, 1]
        print(f"{name:<6} auc {roc_auc_score(y_b, q):.3f} brier {brier_score_loss(y_b, q):.3f}")
    print("meta weights", dict(zip(stack.base, stack.meta.coef_[0].round(2))))
# author: independent
