from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler


@dataclass
class Experiment:
    path: str
    target: str
    seed: int = 0
    n_components: int = 20
    results: dict = field(default_factory=dict)

    def load(self):
        self.frame = pd.read_csv(self.path)
        return self

    def preprocess(self):
        self.y = self.frame[self.target].values
        values = self.frame.drop(columns=[self.target]).values
        values = RobustScaler().fit_transform(values)  # leak: preprocessing_before_split
        self.X = PCA(self.n_components, random_state=self.seed).fit_transform(values)  # leak: preprocessing_before_split
        return self

    def split(self):
        self.parts = train_test_split(self.X, self.y, test_size=0.2, random_state=self.seed)
        return self

    def train(self):
        X_train, _, y_train, _ = self.parts
        self.model = AdaBoostClassifier(random_state=self.seed).fit(X_train, y_train)
        return self

    def evaluate(self):
        _, X_test, _, y_test = self.parts
        self.results["bacc"] = balanced_accuracy_score(y_test, self.model.predict(X_test))
        return self


if __name__ == "__main__":
    experiment = Experiment("gas_sensors.csv", "gas").load().preprocess().split().train().evaluate()
    print(experiment.results)
# author: maintainer
