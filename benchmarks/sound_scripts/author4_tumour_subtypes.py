"""
Subtype calls from RNA-seq counts (n=237, ~19k genes).
Reported number: nested CV, repeated over seeds. Everything learned sits in the pipeline.
"""
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

counts = pd.read_csv("counts.tsv.gz", sep="\t", index_col=0).T      # samples x genes
meta = pd.read_csv("samples.tsv", sep="\t", index_col=0).loc[counts.index]
cpm = np.log2(counts.div(counts.sum(axis=1), axis=0) * 1e6 + 1)     # per sample, nothing shared
X, y, patient = cpm.to_numpy(), meta["subtype"].to_numpy(), meta["patient"].to_numpy()


class MostVariable(BaseEstimator, TransformerMixin):
    def __init__(self, n=5000):
        self.n = n

    def fit(self, X, y=None):
        self.keep_ = np.argsort(-X.var(axis=0))[: self.n]
        return self

    def transform(self, X):
        return X[:, self.keep_]


pipe = Pipeline([
    ("var", MostVariable()),
    ("anova", SelectKBest(f_classif)),
    ("z", StandardScaler()),
    ("clf", LogisticRegression(penalty="elasticnet", solver="saga", max_iter=4000, class_weight="balanced")),
])
grid = {"anova__k": [50, 200, 1000], "clf__C": [0.01, 0.1, 1], "clf__l1_ratio": [0.1, 0.5]}


def one_outer_fold(tr, te, seed):
    inner = StratifiedGroupKFold(4, shuffle=True, random_state=seed)
    gs = GridSearchCV(pipe, grid, cv=inner, scoring="balanced_accuracy")
    gs.fit(X[tr], y[tr], groups=patient[tr])
    best = gs.best_estimator_
    genes = counts.columns[best["var"].keep_][best["anova"].get_support()]
    return balanced_accuracy_score(y[te], best.predict(X[te])), set(genes), gs.best_params_


jobs = [
    delayed(one_outer_fold)(tr, te, seed)
    for seed in range(5)
    for tr, te in StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(X, y, patient)
]
results = Parallel(n_jobs=8, verbose=5)(jobs)
scores = np.array([r[0] for r in results]).reshape(5, 5)
print("balanced accuracy per seed:", scores.mean(axis=1).round(3))
print(f"overall {scores.mean():.3f}")

stable = pd.Series([g for _, genes, _ in results for g in genes]).value_counts()
print("genes picked in at least 20 of 25 outer folds:")
print(stable[stable >= 20].to_string())
# author: author4
