"""Turbine faults. The runner tunes its depth on the part that it reports."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score


class Runner:
    features = ["rpm", "gear_temp", "wind", "pitch"]

    def __init__(self, learn, final):
        self.learn, self.final = learn, final
        self.best = None

    def score(self, model, part):
        return average_precision_score(part["fault"], model.predict_proba(part[self.features])[:, 1])

    def tune(self):
        top = -1.0
        for depth in (4, 8, 16):
            model = RandomForestClassifier(max_depth=depth, random_state=0)
            model.fit(self.learn[self.features], self.learn["fault"])
            score = self.score(model, self.final)
            if score > top:  # leak: chosen_on_test
                top, self.best = score, model
        return self


df = pd.read_parquet("scada.parquet")
old, new = df[df.year < 2023], df[df.year >= 2023]
runner = Runner(old, new).tune()
print("AP", runner.score(runner.best, new))
# author: maintainer
