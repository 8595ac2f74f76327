from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler


class Job(ABC):
    def __init__(self, config: dict):
        self.config = config
        self.scaler = StandardScaler()

    def run(self) -> dict:
        train, test = self.split(self.read())
        model = self.fit(self.features(train, fit=True), train[self.config["target"]])
        score = roc_auc_score(
            test[self.config["target"]], model.predict_proba(self.features(test))[:, 1]
        )
        return {"auc": score, "n_train": len(train), "n_test": len(test)}

    def read(self) -> pd.DataFrame:
        return pd.read_csv(self.config["path"])

    def features(self, frame: pd.DataFrame, fit: bool = False):
        x = frame[self.config["columns"]]
        return self.scaler.fit_transform(x) if fit else self.scaler.transform(x)

    @abstractmethod
    def split(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]: ...

    @abstractmethod
    def fit(self, x, y): ...


class YearJob(Job):
    def split(self, frame):
        last = frame["year"].max()
        return frame[frame["year"] < last], frame[frame["year"] == last]

    def fit(self, x, y):
        return LogisticRegression(C=self.config.get("C", 1.0)).fit(x, y)


if __name__ == "__main__":
    print(YearJob(json.loads(Path("job.json").read_text())).run())
# author: maintainer
