"""Few labelled Slovene headlines, many unlabelled ones from an older crawl of other sites."""
import pathlib

import numpy as np
from scipy.sparse import vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, f1_score

root = pathlib.Path("naslovi")


def beri(name):
    vrstice = (root / name).read_text(encoding="utf8").splitlines()
    oznake, besedila = zip(*(v.split("\t", 1) for v in vrstice))
    return list(besedila), np.array(oznake)


ucna, y_ucna = beri("2021_train.tsv")
izbor, y_izbor = beri("2022_dev.tsv")
neoznacena = (root / "crawl_2015_2020.txt").read_text(encoding="utf8").splitlines()

vec = TfidfVectorizer(min_df=3, sublinear_tf=True, ngram_range=(1, 2)).fit(ucna + neoznacena)
A, U, V = map(vec.transform, (ucna, neoznacena, izbor))


def self_train(A, y, U, sure, rounds=5):
    clf = LogisticRegression(C=10, max_iter=2000).fit(A, y)
    yield clf
    left = np.arange(U.shape[0])
    X, t = A, y
    for _ in range(rounds):
        if not len(left):
            return
        p = clf.predict_proba(U[left])
        ok = p.max(1) >= sure
        if not ok.any():
            return
        X = vstack([X, U[left[ok]]])
        t = np.r_[t, clf.classes_[p[ok].argmax(1)]]
        left = left[~ok]
        clf = LogisticRegression(C=10, max_iter=2000).fit(X, t)
        yield clf


najboljsi = (-1, None, None)
for sure in (0.8, 0.9, 0.97):
    for i, clf in enumerate(self_train(A, y_ucna, U, sure)):
        f = f1_score(y_izbor, clf.predict(V), average="macro")
        print(sure, i, round(f, 4))
        if f > najboljsi[0]:
            najboljsi = (f, (sure, i), clf)

test, y_test = beri("2023_test.tsv")
print("izbrano", najboljsi[1])
print(classification_report(y_test, najboljsi[2].predict(vec.transform(test)), digits=3))
# author: author11
