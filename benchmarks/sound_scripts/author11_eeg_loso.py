from functools import lru_cache
from pathlib import Path

import mne
import numpy as np
from mne.decoding import CSP
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.pipeline import make_pipeline

mne.set_log_level("ERROR")
FILES = sorted(Path("epochs").glob("sub-*-epo.fif"))


@lru_cache(maxsize=None)
def subject(i):
    ep = mne.read_epochs(FILES[i])
    X = ep.get_data(copy=True)
    # amplitude of every epoch in its own units
    X /= np.median(np.abs(X), axis=(1, 2), keepdims=True)
    return X, ep.events[:, 2]


def many(ids):
    X, y = zip(*map(subject, ids))
    return np.concatenate(X), np.concatenate(y)


def make(k, reg):
    return make_pipeline(CSP(n_components=k, reg=reg, log=True), LinearDiscriminantAnalysis())


def inner(ids, k, reg):
    acc = []
    for out in ids:
        rest = [i for i in ids if i != out]
        acc.append(make(k, reg).fit(*many(rest)).score(*subject(out)))
    return np.mean(acc)


everyone = list(range(len(FILES)))
grid = [(k, r) for k in (4, 6, 8) for r in (None, 0.1)]
outer = []
for held in everyone:
    others = [i for i in everyone if i != held]
    k, reg = max(grid, key=lambda g: inner(others, *g))
    acc = make(k, reg).fit(*many(others)).score(*subject(held))
    outer.append(acc)
    print(FILES[held].stem, k, reg, f"{acc:.3f}")

outer = np.array(outer)
se = outer.std(ddof=1) / np.sqrt(len(outer))
print(f"new-subject accuracy {outer.mean():.3f} +- {1.96 * se:.3f}")
# author: author11
