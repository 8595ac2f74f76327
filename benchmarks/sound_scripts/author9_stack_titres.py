"""Responder after booster? One blood sample per donor, nine centres. Two centres are kept for the end."""
import warnings

import numpy as np
import pandas as pd
from sklearn.cross_decomposition import PLSRegression
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectPercentile, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore", category=UserWarning)
LAST = {"Turku", "Graz"}


class PLSProba(PLSRegression):
    def predict_proba(self, X):
        p = np.clip(np.ravel(self.predict(X)), 0.001, 0.999)
        return np.c_[1 - p, p]


LEVEL0 = {
    "pls": lambda: make_pipeline(StandardScaler(), PLSProba(n_components=4)),
    "svm": lambda: make_pipeline(PowerTransformer(), SelectPercentile(f_classif, percentile=20),
                                 SVC(C=2.0, probability=True, random_state=1)),
    "trees": lambda: ExtraTreesClassifier(600, min_samples_leaf=3, random_state=1, n_jobs=-1),
    "few": lambda: make_pipeline(StandardScaler(), LogisticRegression(penalty="l1", C=0.1, solver="liblinear")),
}

d = pd.read_csv("cytokines.csv", index_col="donor")
assert d.index.is_unique
final = d.centre.isin(LAST).to_numpy()
cyt = [c for c in d if c.startswith("cyt_")]
X, y, centre = d[cyt].to_numpy(), d.responder.to_numpy(), d.centre.to_numpy()

Z = np.full((len(d), len(LEVEL0)), np.nan)
inside = np.flatnonzero(~final)
for j, (name, make) in enumerate(LEVEL0.items()):
    for a, b in LeaveOneGroupOut().split(inside, groups=centre[inside]):
        a, b = inside[a], inside[b]
        Z[b, j] = make().fit(X[a], y[a]).predict_proba(X[b])[:, 1]
    Z[final, j] = make().fit(X[inside], y[inside]).predict_proba(X[final])[:, 1]


def logit(p):
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return np.log(p / (1 - p))


meta = LogisticRegression(C=1.0).fit(logit(Z[inside]), y[inside])
print("weights", dict(zip(LEVEL0, meta.coef_[0].round(2))))

p = meta.predict_proba(logit(Z[final]))[:, 1]
table = {"stack": p, **{n: Z[final, j] for j, n in enumerate(LEVEL0)}, "mean": Z[final].mean(1)}
for n, q in table.items():
    print(f"{n:6s} AUC {roc_auc_score(y[final], q):.3f}  log loss {log_loss(y[final], q):.3f}")
# author: author9
