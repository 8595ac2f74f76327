import argparse

import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


def load(path):
    frame = pd.read_parquet(path)
    return frame.drop(columns=["label"]), frame["label"]


def choose_features(X, y, n):
    rfe = RFE(LogisticRegression(max_iter=500), n_features_to_select=n)
    rfe.fit(X, y)  # leak: selection_before_split
    return X.loc[:, rfe.support_]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--n", type=int, default=10)
    args = parser.parse_args()
    X, y = load(args.data)
    X = choose_features(X, y, args.n)
    X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=0)
    model = LogisticRegression(max_iter=500)
    model.fit(X_train, y_train)
    print("F1:", f1_score(y_val, model.predict(X_val)))


if __name__ == "__main__":
    main()
