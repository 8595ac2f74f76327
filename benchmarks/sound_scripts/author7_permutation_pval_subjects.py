"""Does skin conductance carry stress information at all? Permutation of labels within subject, whole fit repeated."""
import sys

import numpy as np
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler


def describe(signal, hz=4):
    d = np.diff(signal)
    return [signal.mean(), signal.std(), np.percentile(signal, 90) - np.percentile(signal, 10), d.std(),
            (d[1:] * d[:-1] < 0).mean(), np.polyfit(np.arange(len(signal)) / hz, signal, 1)[0]]


def load(path):
    z = np.load(path, allow_pickle=True)
    X, y, who = [], [], []
    for subject, blocks in z["subjects"].item().items():
        for b in blocks:
            X.append(describe(np.asarray(b["eda"])))
            y.append(int(b["task"] == "stress"))
            who.append(subject)
    return np.array(X), np.array(y), np.array(who)


def leave_subject_out(X, y, who):
    aucs = []
    for s in np.unique(who):
        out = who == s
        m = make_pipeline(RobustScaler(), LogisticRegression(C=0.3, max_iter=500)).fit(X[~out], y[~out])
        aucs.append(roc_auc_score(y[out], m.decision_function(X[out])))
    return float(np.mean(aucs))


def shuffled(y, who, seed):
    rng = np.random.default_rng(seed)
    y = y.copy()
    for s in np.unique(who):
        i = np.flatnonzero(who == s)
        y[i] = y[rng.permutation(i)]
    return y


def main(path, n=999):
    X, y, who = load(path)
    both = [s for s in np.unique(who) if len(set(y[who == s])) == 2]
    keep = np.isin(who, both)
    X, y, who = X[keep], y[keep], who[keep]
    real = leave_subject_out(X, y, who)
    null = np.array(Parallel(-1)(delayed(leave_subject_out)(X, shuffled(y, who, s), who) for s in range(n)))
    p = (1 + (null >= real).sum()) / (n + 1)
    print(f"{len(both)} subjects, mean AUC {real:.3f}; null {null.mean():.3f} (95% below {np.quantile(null, 0.95):.3f}); p = {p:.4f}")


main(sys.argv[1])
# author: author7
