"""Plasma proteomics, early AD vs. control.  ~180 samples, 1463 proteins."""
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer
from sklearn.svm import SVC

GRID = {
    "select__k": [10, 25, 50, 100, 250],
    "svm__C": [0.01, 0.1, 1, 10],
    "svm__kernel": ["linear", "rbf"],
}


def search(seed):
    steps = [
        ("impute", SimpleImputer(strategy="median")),
        ("power", PowerTransformer()),
        ("select", SelectKBest(f_classif)),
        ("svm", SVC(class_weight="balanced")),
    ]
    inner = StratifiedKFold(5, shuffle=True, random_state=seed)
    return GridSearchCV(Pipeline(steps), GRID, scoring="roc_auc", cv=inner, n_jobs=-1)


def stability(masks, names):
    freq = pd.Series(np.mean(masks, axis=0), index=names)
    return freq[freq > 0].sort_values(ascending=False)


def main():
    npx = pd.read_csv("npx_wide.csv", index_col="sample_id")
    pheno = pd.read_csv("pheno.csv", index_col="sample_id").reindex(npx.index)
    y = (pheno["dx"] == "AD").astype(int).to_numpy()
    X = npx.to_numpy()

    outer = StratifiedKFold(10, shuffle=True, random_state=1)
    aucs, masks, chosen = [], [], []
    for f, (a, b) in enumerate(outer.split(X, y)):
        gs = clone(search(f)).fit(X[a], y[a])
        s = gs.decision_function(X[b])
        aucs.append(roc_auc_score(y[b], s))
        chosen.append(gs.best_params_)
        masks.append(gs.best_estimator_["select"].get_support())
        print(f"fold {f:2d} inner {gs.best_score_:.3f} outer {aucs[-1]:.3f} {gs.best_params_}")

    print(f"AUC {np.mean(aucs):.3f} +/- {np.std(aucs, ddof=1):.3f}")
    print(stability(masks, npx.columns).head(25))

    whole = search(0).fit(X, y)
    picked = npx.columns[whole.best_estimator_["select"].get_support()]
    print("panel:", ", ".join(picked))
    print("params:", whole.best_params_, "inner score", round(whole.best_score_, 3))


if __name__ == "__main__":
    main()
# author: independent
