"""bundle_cli.py fit train.csv valid.csv model/   |   bundle_cli.py evaluate model/ test.csv

Files come from the data desk: households surveyed in different years, none twice."""
import argparse
import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, roc_auc_score

TARGET = "energy_poor"


class Bundle:
    def __init__(self, stats):
        self.stats = stats

    @classmethod
    def learn(cls, d):
        st = {}
        for c in d.columns.drop(TARGET):
            if d[c].dtype == object:
                g = d[c].value_counts()
                st[c] = {"kind": "freq", "map": (g / len(d)).to_dict()}
            else:
                q1, q2, q3 = d[c].quantile([0.25, 0.5, 0.75])
                st[c] = {"kind": "robust", "mid": float(q2), "iqr": float(q3 - q1) or 1.0}
        return cls(st)

    def apply(self, d):
        x = {}
        for c, s in self.stats.items():
            if s["kind"] == "freq":
                x[c] = d[c].map(s["map"]).fillna(0.0)
            else:
                x[c] = ((d[c] - s["mid"]) / s["iqr"]).fillna(0.0)
        return pd.DataFrame(x)

    def save(self, p):
        (p / "stats.json").write_text(json.dumps(self.stats))

    @classmethod
    def load(cls, p):
        return cls(json.loads((p / "stats.json").read_text()))


def fit(a):
    a.model.mkdir(parents=True, exist_ok=True)
    d = pd.read_csv(a.train)
    b = Bundle.learn(d)
    ds = lgb.Dataset(b.apply(d), d[TARGET])
    v = pd.read_csv(a.valid)
    bst = lgb.train({"objective": "binary", "learning_rate": 0.03, "num_leaves": 20, "verbose": -1}, ds, 3000,
                    valid_sets=[lgb.Dataset(b.apply(v), v[TARGET], reference=ds)],
                    callbacks=[lgb.early_stopping(100)])
    p = bst.predict(b.apply(v))
    ts = np.linspace(0.05, 0.9, 86)
    t = ts[int(np.argmax([f1_score(v[TARGET], p > t) for t in ts]))]
    b.save(a.model)
    bst.save_model(a.model / "model.txt", num_iteration=bst.best_iteration)
    (a.model / "threshold").write_text(str(t))


def evaluate(a):
    d = pd.read_csv(a.test)
    p = lgb.Booster(model_file=str(a.model / "model.txt")).predict(Bundle.load(a.model).apply(d))
    t = float((a.model / "threshold").read_text())
    print(json.dumps({"n": len(d), "auc": roc_auc_score(d[TARGET], p), "f1": f1_score(d[TARGET], p > t)}))


ap = argparse.ArgumentParser()
sub = ap.add_subparsers(required=True)
s = sub.add_parser("fit"); s.add_argument("train"); s.add_argument("valid"); s.add_argument("model", type=Path); s.set_defaults(go=fit)
s = sub.add_parser("evaluate"); s.add_argument("model", type=Path); s.add_argument("test"); s.set_defaults(go=evaluate)
if __name__ == "__main__":
    args = ap.parse_args()
    args.go(args)
# author: author5
