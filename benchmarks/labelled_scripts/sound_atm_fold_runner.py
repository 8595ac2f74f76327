"""
Fraud alerts at an ATM network. Fold runner.
"""
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score as AP
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import RobustScaler


@dataclass
class Result:
    name: str
    scores: list = field(default_factory=list)

    @property
    def mean(self):
        return float(np.mean(self.scores))


def run(model, train, test, cols, label="fraud"):
    sc = RobustScaler().fit(train[cols])
    model.fit(sc.transform(train[cols]), train[label])
    return AP(test[label], model.predict_proba(sc.transform(test[cols]))[:, 1])


def compare(zoo, frame, cols, groups):
    results = []
    for name, make in zoo.items():
        r = Result(name)
        for i, j in GroupKFold(5).split(frame, groups=frame[groups]):
            r.scores.append(run(make(), frame.iloc[i], frame.iloc[j], cols))
        print(f"{name:<10} {r.mean:.4f}  {np.round(r.scores, 3)}")
        results.append(r)
    return max(results, key=lambda r: r.mean)


ZOO = {
    "logit": lambda: LogisticRegression(C=0.1, max_iter=1000, class_weight="balanced"),
    "trees200": lambda: ExtraTreesClassifier(200, min_samples_leaf=5, n_jobs=-1, random_state=0),
    "trees800": lambda: ExtraTreesClassifier(800, min_samples_leaf=20, n_jobs=-1, random_state=0),
}

if __name__ == "__main__":
    events = pd.read_feather("atm_events.feather").sort_values("event_time")
    cols = ["amount", "minutes_since_prev", "dist_prev_km", "pin_errors", "hour", "is_foreign"]
    # months 1-10 develop, months 11-12 final; cards seen in the final months leave the development rows
    final = events[events.month >= 11]
    dev = events[(events.month <= 10) & ~events.card_hash.isin(final.card_hash)]
    best = compare(ZOO, dev, cols, groups="card_hash")
    print("picked", best.name)
    print("final AP", round(run(ZOO[best.name](), dev, final, cols), 4))
# author: outsider
