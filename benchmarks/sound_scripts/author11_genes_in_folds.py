import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

expr = pd.read_csv("expression.tsv", sep="\t", index_col=0).T      # one biopsy per donor
y = pd.read_csv("outcome.tsv", sep="\t", index_col=0).loc[expr.index, "relapse"].to_numpy()
X = np.log2(expr.to_numpy() + 1)
genes = expr.columns.to_numpy()


def pick(X, y, k):
    t, _ = ttest_ind(X[y == 1], X[y == 0], equal_var=False)
    return np.argsort(-np.abs(np.nan_to_num(t)))[:k]


def fit_predict(Xa, ya, Xb, k, C):
    keep = pick(Xa, ya, k)
    mu, sd = Xa[:, keep].mean(0), Xa[:, keep].std(0) + 1e-6
    clf = SVC(kernel="linear", C=C, class_weight="balanced").fit((Xa[:, keep] - mu) / sd, ya)
    return clf.predict((Xb[:, keep] - mu) / sd), keep


def inner_score(Xa, ya, k, C):
    hits = []
    for a, b in StratifiedKFold(4, shuffle=True, random_state=1).split(Xa, ya):
        p, _ = fit_predict(Xa[a], ya[a], Xa[b], k, C)
        hits.append((p[ya[b] == 1] == 1).mean() / 2 + (p[ya[b] == 0] == 0).mean() / 2)
    return np.mean(hits)


grid = [(k, C) for k in (10, 50, 200) for C in (0.01, 0.1, 1)]
guess = np.empty_like(y)
counts = pd.Series(0, index=genes)
for fold, (a, b) in enumerate(StratifiedKFold(8, shuffle=True, random_state=0).split(X, y)):
    k, C = max(grid, key=lambda g: inner_score(X[a], y[a], *g))
    guess[b], keep = fit_predict(X[a], y[a], X[b], k, C)
    counts[genes[keep]] += 1
    print(fold, k, C, (guess[b] == y[b]).mean())

sens, spec = (guess[y == 1] == 1).mean(), (guess[y == 0] == 0).mean()
print(f"balanced accuracy {(sens + spec) / 2:.3f} (sens {sens:.3f}, spec {spec:.3f})")
print(counts.sort_values(ascending=False).head(20))
# author: author11
