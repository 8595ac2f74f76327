import argparse
import numpy as np
import pandas as pd


def best_stump(X, y, w, edges):
    best = (np.inf,)
    for j, cuts in enumerate(edges):
        for c in cuts:
            right = X[:, j] > c
            err = w[(right & (y < 0)) | (~right & (y > 0))].sum()
            for sign, e in ((1, err), (-1, 1 - err)):
                if e < best[0]:
                    best = (e, j, c, sign)
    return best


def stump_out(X, stump):
    _, j, c, sign = stump
    return sign * np.where(X[:, j] > c, 1, -1)


def auc(score, y):
    r = pd.Series(score).rank().to_numpy()
    n1 = (y > 0).sum()
    return (r[y > 0].sum() - n1 * (n1 + 1) / 2) / (n1 * (y < 0).sum())


def load(path, fill=None):
    d = pd.read_csv(path)
    y = np.where(d.pop("sepsis") == 1, 1, -1)
    d = d.drop(columns=["admission_id"])
    if fill is None:
        fill = d.median()
    return d.fillna(fill)[fill.index].to_numpy(), y, fill


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--north", default="hospital_north.csv")
    ap.add_argument("--east", default="hospital_east.csv")
    ap.add_argument("--south", default="hospital_south.csv")
    ap.add_argument("--rounds", type=int, default=200)
    a = ap.parse_args()

    X, y, fill = load(a.north)
    V, yv, _ = load(a.east, fill)
    edges = [np.unique(np.quantile(X[:, j], np.linspace(.05, .95, 19))) for j in range(X.shape[1])]
    w = np.full(len(y), 1 / len(y))
    team, score, curve = [], np.zeros(len(yv)), []
    for _ in range(a.rounds):
        s = best_stump(X, y, w, edges)
        e = np.clip(s[0], 1e-9, 1 - 1e-9)
        alpha = 0.5 * np.log((1 - e) / e)
        w *= np.exp(-alpha * y * stump_out(X, s))
        w /= w.sum()
        team.append((alpha, s))
        score += alpha * stump_out(V, s)
        curve.append(auc(score, yv))
    n = int(np.argmax(curve)) + 1
    print("rounds kept", n, "of", a.rounds, "- AUC east", round(curve[n - 1], 3))

    X, y, _ = load(a.south, fill)
    score = sum(alpha * stump_out(X, s) for alpha, s in team[:n])
    print("AUC south %.3f  (n=%d, septic %d)" % (auc(score, y), len(y), (y > 0).sum()))
# author: author8
