"""Responder signature from RNA-seq (n=84, p=18k)."""
import argparse

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def read(counts, clinical):
    c = pd.read_csv(counts, sep="\t", index_col=0).T
    c = np.log2(1e6 * c.div(c.sum(axis=1), axis=0) + 1)      # log CPM, per sample
    k = pd.read_csv(clinical, index_col="sample")
    both = c.index.intersection(k.index)
    return c.loc[both], k.loc[both, "responder"].astype(int)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("counts")
    ap.add_argument("clinical")
    ap.add_argument("-k", type=int, default=50)
    a = ap.parse_args()

    X, y = read(a.counts, a.clinical)
    print("samples", len(X), "genes", X.shape[1])

    kb = SelectKBest(f_classif, k=a.k)
    Xs = kb.fit_transform(X, y)  # leak: selection_before_split
    genes = X.columns[kb.get_support()]

    clf = make_pipeline(StandardScaler(), SVC(kernel="linear", C=0.1))
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=42)
    auc = cross_val_score(clf, Xs, y, cv=cv, scoring="roc_auc", n_jobs=-1)
    print(f"AUC {auc.mean():.3f} (sd {auc.std():.3f})")
    pd.Series(genes, name="gene").to_csv("signature.txt", index=False)


if __name__ == "__main__":
    main()
# author: outsider
