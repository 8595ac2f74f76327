import argparse
import json
from pathlib import Path

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def parse_args():
    p = argparse.ArgumentParser()
    p.add_argument("data", type=Path)
    p.add_argument("--target", default="y")
    p.add_argument("--seed", type=int, default=0)
    return p.parse_args()


def build():
    return Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(max_iter=1000))])


def evaluate(model, X, y):
    p = model.predict_proba(X)[:, 1]
    return {"auc": roc_auc_score(y, p), "brier": brier_score_loss(y, p)}


def main():
    args = parse_args()
    df = pd.read_csv(args.data)
    X, y = df.drop(columns=[args.target]), df[args.target]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=args.seed, stratify=y)
    model = build().fit(X_train, y_train)
    print(json.dumps({"train": evaluate(model, X_train, y_train), "test": evaluate(model, X_test, y_test)}))


if __name__ == "__main__":
    main()
