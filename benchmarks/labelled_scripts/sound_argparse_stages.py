import argparse
import json
import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score


def split(args):
    frame = pd.read_csv(args.data, parse_dates=["seen"])
    frame[frame.seen < args.cut].to_parquet("train.parquet")
    frame[frame.seen >= args.cut].to_parquet("test.parquet")


def train(args):
    frame = pd.read_parquet("train.parquet")
    model = GradientBoostingClassifier(n_estimators=args.trees)
    model.fit(frame.drop(columns=["seen", "fraud"]), frame["fraud"])
    joblib.dump(model, "model.joblib")


def test(args):
    frame = pd.read_parquet("test.parquet")
    model = joblib.load("model.joblib")
    p = model.predict_proba(frame.drop(columns=["seen", "fraud"]))[:, 1]
    json.dump({"ap": average_precision_score(frame["fraud"], p)}, open("metrics.json", "w"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("stage", choices=["split", "train", "test"])
    parser.add_argument("--data", default="cards.csv")
    parser.add_argument("--cut", default="2024-01-01")
    parser.add_argument("--trees", type=int, default=200)
    args = parser.parse_args()
    {"split": split, "train": train, "test": test}[args.stage](args)
# author: maintainer
