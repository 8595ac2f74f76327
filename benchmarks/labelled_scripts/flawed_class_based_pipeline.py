import logging

import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

logger = logging.getLogger(__name__)


class Experiment:
    def __init__(self, path):
        self.df = pd.read_csv(path)
        self.model = LogisticRegression(C=0.5, max_iter=1000)

    def prepare(self):
        y = self.df["bad"]
        X = self.df.drop(columns=["bad"])
        self.scaler = RobustScaler()
        X = self.scaler.fit_transform(X)  # leak: preprocessing_before_split
        self.selector = SelectFromModel(ExtraTreesClassifier(100))
        X = self.selector.fit_transform(X, y)  # leak: selection_before_split
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y, random_state=0)

    def train(self):
        self.model.fit(self.X_train, self.y_train)

    def report(self):
        p = self.model.predict_proba(self.X_test)[:, 1]
        logger.info("AUC %.3f", roc_auc_score(self.y_test, p))


exp = Experiment("credit.csv")
exp.prepare()
exp.train()
exp.report()
