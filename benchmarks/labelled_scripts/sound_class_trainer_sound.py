import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline


class Clipper(BaseEstimator, TransformerMixin):
    def __init__(self, q=0.01):
        self.q = q

    def fit(self, X, y=None):
        self.low_ = np.quantile(X, self.q, axis=0)
        self.high_ = np.quantile(X, 1 - self.q, axis=0)
        return self

    def transform(self, X):
        return np.clip(X, self.low_, self.high_)


class Trainer:
    def __init__(self, frame, target):
        self.X = frame.drop(columns=[target])
        self.y = frame[target]

    def split(self):
        return train_test_split(self.X, self.y, test_size=0.2, random_state=0)

    def run(self):
        X_train, X_test, y_train, y_test = self.split()
        self.model = make_pipeline(Clipper(), RandomForestClassifier())
        self.model.fit(X_train, y_train)
        return f1_score(y_test, self.model.predict(X_test))


print(Trainer(pd.read_csv("quality.csv"), "defect").run())
