"""Is there anything in the gut flora? Whole pipeline inside the folds, then the same with shuffled labels."""
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def clr(counts):
    logc = np.log(counts + 0.5)
    return logc - logc.mean(axis=1, keepdims=True)


def pipeline():
    return Pipeline([
        ("scale", StandardScaler()),
        ("pick", SelectKBest(f_classif, k=100)),
        ("pca", PCA(10, random_state=0)),
        ("lda", LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")),
    ])


def oof_auc(X, y, seed):
    p = np.full(len(y), np.nan)
    for a, b in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y):
        s = pipeline().fit(X[a], y[a]).decision_function(X[b])
        p[b] = s
    per_fold = []
    for _, b in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y):
        per_fold.append(roc_auc_score(y[b], p[b]))
    return np.mean(per_fold)


table = pd.read_csv("otu.csv", index_col="subject")           # one sample a subject
y = table.pop("case").to_numpy()
X = clr(table.to_numpy(float))

real = np.mean([oof_auc(X, y, s) for s in range(10)])
rng = np.random.default_rng(99)
perms = [rng.permutation(y) for _ in range(999)]
null = np.array(Parallel(n_jobs=-1)(
    delayed(lambda yy: np.mean([oof_auc(X, yy, s) for s in range(10)]))(yy) for yy in perms))

print(f"AUC {real:.3f}")
print(f"null {null.mean():.3f} +- {null.std():.3f}, p = {(1 + (null >= real).sum()) / (1 + len(null)):.4f}")
np.save("null.npy", null)
# author: author11
