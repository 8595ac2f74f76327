"""Is there any signal in the supplier questionnaire about next-year quality incidents?

One questionnaire per supplier, one answer year, outcome counted in the year after.
"""
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

q = pd.read_csv("questionnaire_2022.csv").merge(pd.read_csv("incidents_2023.csv"), on="supplier_id", how="left")
y = (q["incidents"].fillna(0) > 0).astype(int).to_numpy()
X = q.filter(like="q_").to_numpy(float)
parent = q["parent_company"].to_numpy()          # plants of one parent answer alike


def pipe():
    return Pipeline([("imp", KNNImputer(n_neighbors=7)), ("sc", StandardScaler()),
                     ("sel", SelectKBest(mutual_info_classif, k=15)), ("lr", LogisticRegression(C=0.3))])


def cv_auc(labels, seed):
    p = np.empty(len(labels))
    for fit, rest in StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(X, labels, parent):
        p[rest] = pipe().fit(X[fit], labels[fit]).predict_proba(X[rest])[:, 1]
    return roc_auc_score(labels, p)


def shuffled(seed):
    """Permute outcomes among parents of equal size so that a company keeps its plants together."""
    r = np.random.default_rng(seed)
    out = y.copy()
    members = pd.Series(np.arange(len(y))).groupby(parent).apply(list)
    for _, same in members.groupby(members.str.len()):
        src = [same.iloc[i] for i in r.permutation(len(same))]
        for to, frm in zip(same, src):
            out[to] = y[frm]
    return out


real = np.mean([cv_auc(y, s) for s in range(5)])
null = np.array(Parallel(n_jobs=8)(delayed(cv_auc)(shuffled(1000 + i), i % 5) for i in range(400)))
print(f"AUC {real:.3f}, null {null.mean():.3f} +/- {null.std():.3f}, p = {(1 + (null >= real).sum()) / (1 + len(null)):.4f}")
# author: author5
