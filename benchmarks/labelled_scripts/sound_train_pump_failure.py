import argparse, logging, pathlib, pickle
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.impute import KNNImputer
from sklearn.metrics import recall_score, precision_score
from sklearn.svm import SVC
from sklearn.preprocessing import StandardScaler

logger = logging.getLogger("pumps")


def read(folder):
    frames = []
    for f in sorted(pathlib.Path(folder).glob("pump_*.csv")):
        x = pd.read_csv(f)
        x["pump"] = f.stem
        frames.append(x)
    return pd.concat(frames, ignore_index=True)


def separate(df, fraction, seed):
    """whole pumps go to one side"""
    pumps = df["pump"].unique()
    rng = np.random.default_rng(seed)
    rng.shuffle(pumps)
    n = int(len(pumps) * fraction)
    right = set(pumps[:n])
    mask = df["pump"].isin(right)
    return df[~mask].reset_index(drop=True), df[mask].reset_index(drop=True)


def fit_everything(df, k):
    """imputer, scaler, selector, classifier; returns the list of steps"""
    X = df.drop(columns=["pump", "fails_in_7d"])
    y = df["fails_in_7d"]
    steps = [KNNImputer(n_neighbors=7), StandardScaler(), SelectKBest(mutual_info_classif, k=k)]
    Z = X
    for s in steps:
        Z = s.fit_transform(Z, y)
    clf = SVC(C=3, gamma="scale", class_weight="balanced").fit(Z, y)
    return steps + [clf]


def apply(steps, df):
    Z = df.drop(columns=["pump", "fails_in_7d"])
    for s in steps[:-1]:
        Z = s.transform(Z)
    return steps[-1].predict(Z)


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("folder")
    p.add_argument("--k", type=int, default=20)
    p.add_argument("--holdout", type=float, default=0.25)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args(argv)
    logging.basicConfig(level="INFO")

    everything = read(a.folder)
    left, right = separate(everything, a.holdout, a.seed)
    logger.info("pumps: %d / %d", left.pump.nunique(), right.pump.nunique())
    steps = fit_everything(left, a.k)
    hat = apply(steps, right)
    logger.info("recall %.3f", recall_score(right.fails_in_7d, hat))
    logger.info("precision %.3f", precision_score(right.fails_in_7d, hat))
    pickle.dump(steps, open("pump_steps.pkl", "wb"))


if __name__ == "__main__":
    main()
# author: outsider
