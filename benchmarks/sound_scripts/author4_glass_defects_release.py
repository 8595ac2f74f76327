"""
Nightly job: evaluate, then build the release model.

    1. train on older batches, measure on the newest six batches
    2. if good enough, train again on everything and publish (no number is attached to that model)
"""
import argparse
import datetime as dt
import json
import os
import subprocess
from contextlib import contextmanager
from time import perf_counter

import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.metrics import recall_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler
from sklearn.decomposition import PCA

GATE = {"recall_defect": 0.90, "specificity": 0.97}


@contextmanager
def clock(what):
    t = perf_counter()
    yield
    print(f"[{perf_counter() - t:6.1f}s] {what}")


def new_model():
    return Pipeline([
        ("rank", QuantileTransformer(n_quantiles=500, output_distribution="normal", random_state=0)),
        ("pca", PCA(0.98)),
        ("scale", StandardScaler()),
        ("qda", QuadraticDiscriminantAnalysis(reg_param=0.05)),
    ])


def load(db):
    frame = pd.read_sql("select * from inspection where human_checked", f"sqlite:///{db}")
    feats = [c for c in frame if c.startswith("f_")]
    return frame, feats


def evaluate(frame, feats, n_new=6):
    order = frame.groupby("batch").inspected_at.min().sort_values().index
    newest = frame.batch.isin(order[-n_new:])
    model = new_model().fit(frame.loc[~newest, feats], frame.loc[~newest, "defect"])
    y, p = frame.loc[newest, "defect"], model.predict(frame.loc[newest, feats])
    per_batch = {str(b): round(float(np.mean(p[(frame.batch[newest] == b).to_numpy()] == y[frame.batch[newest] == b])), 4)
                 for b in order[-n_new:]}
    return {
        "recall_defect": recall_score(y, p, pos_label=1),
        "specificity": recall_score(y, p, pos_label=0),
        "per_batch_accuracy": per_batch,
    }


def publish(model, report, where):
    import skops.io as sio
    stamp = dt.date.today().isoformat()
    sio.dump(model, os.path.join(where, f"glass_{stamp}.skops"))
    with open(os.path.join(where, f"glass_{stamp}.json"), "w") as fh:
        json.dump(report, fh, indent=1)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("db")
    ap.add_argument("--where", default="releases")
    ns = ap.parse_args()
    frame, feats = load(ns.db)
    with clock("evaluation"):
        report = evaluate(frame, feats)
    report["commit"] = subprocess.getoutput("git rev-parse --short HEAD")
    print(json.dumps(report, indent=1))
    if all(report[k] >= v for k, v in GATE.items()):
        with clock("release fit"):
            release = new_model().fit(frame[feats], frame["defect"])
        publish(release, report, ns.where)
    else:
        raise SystemExit("gate not passed, old model stays")
# author: author4
