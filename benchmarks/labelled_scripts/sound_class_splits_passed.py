"""Turbine faults. A runner is given its parts; tuning happens on the validation part only."""
from dataclasses import dataclass

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import RobustScaler


@dataclass
class Parts:
    train: pd.DataFrame
    dev: pd.DataFrame
    test: pd.DataFrame


def by_turbine(df: pd.DataFrame) -> Parts:
    ids = df["turbine"].drop_duplicates().sample(frac=1.0, random_state=5).tolist()
    a, b = int(0.6 * len(ids)), int(0.8 * len(ids))
    pick = lambda keep: df[df["turbine"].isin(keep)].reset_index(drop=True)
    return Parts(pick(ids[:a]), pick(ids[a:b]), pick(ids[b:]))


class Runner:
    features = ["rpm", "gear_temp", "wind", "pitch"]

    def __init__(self, parts: Parts):
        self.parts = parts
        self.scaler = RobustScaler().fit(parts.train[self.features])
        self.best = None

    def xy(self, part):
        return self.scaler.transform(part[self.features]), part["fault"]

    def tune(self):
        top = -1.0
        for depth in (4, 8, 16):
            model = RandomForestClassifier(max_depth=depth, random_state=0).fit(*self.xy(self.parts.train))
            x, y = self.xy(self.parts.dev)
            score = average_precision_score(y, model.predict_proba(x)[:, 1])
            if score > top:
                top, self.best = score, model
        return self

    def report(self):
        x, y = self.xy(self.parts.test)
        return average_precision_score(y, self.best.predict_proba(x)[:, 1])


print("AP", Runner(by_turbine(pd.read_parquet("scada.parquet"))).tune().report())
# author: maintainer
