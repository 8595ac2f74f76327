# ruff: noqa: E501  the code under test is as others write it
"""Decompositions of all rows by hand before the folds of a script; beside those of training rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np, torch, scipy.linalg, jax.numpy as jnp
from numpy.linalg import svd, solve
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import KFold, GroupKFold, train_test_split, cross_val_score
f = np.load("spectra.npz")
X, y, g = f["x"].astype(float), f["y"], f["g"]
def folds(groups, k, seed):
    u = np.random.default_rng(seed).permutation(np.unique(groups))
    for part in np.array_split(u, k):
        m = np.isin(groups, part)
        yield ~m, m
class LDA:
    def fit(self, Z, c):
        self.classes = np.unique(c)
        self.mu = np.stack([Z[c == k].mean(0) for k in self.classes])
        R = Z - self.mu[np.searchsorted(self.classes, c)]
        S = R.T @ R / len(Z) + 1e-3 * np.eye(Z.shape[1])
        self.W = solve(S, self.mu.T)
        self.b = -0.5 * np.sum(self.mu * self.W.T, axis=1)
        return self
    def predict(self, Z):
        return self.classes[np.argmax(Z @ self.W + self.b, axis=1)]
"""

FLAWED = {
    "svd_then_own_folds": (
        "preprocessing_before_split",
        "U, d, Vt = svd(centred, full_matrices=False)",
        """\
centred = X - X.mean(0)
U, d, Vt = svd(centred, full_matrices=False)
Z = U[:, :25] * d[:25]
acc = []
for tr, te in folds(g, 6, 0):
    m = LDA().fit(Z[tr], y[tr])
    acc.append(np.mean(m.predict(Z[te]) == y[te]))
print("accuracy", np.mean(acc))
""",
    ),
    "svd_sklearn_model": (
        "preprocessing_before_split",
        "U, d, Vt = np.linalg.svd(centred, full_matrices=False)",
        """\
centred = X - X.mean(0)
U, d, Vt = np.linalg.svd(centred, full_matrices=False)
Z = centred @ Vt[:20].T
acc = []
for tr, te in folds(g, 5, 1):
    m = LogisticRegression().fit(Z[tr], y[tr])
    acc.append(m.score(Z[te], y[te]))
print("accuracy", np.mean(acc))
""",
    ),
    "eigh_cov": (
        "preprocessing_before_split",
        "C = np.cov(X, rowvar=False)",
        """\
C = np.cov(X, rowvar=False)
w, V = np.linalg.eigh(C)
Z = (X - X.mean(axis=0)) @ V[:, -10:]
for tr, te in folds(g, 5, 1):
    m = KNeighborsClassifier(5).fit(Z[tr], y[tr])
    print(m.score(Z[te], y[te]))
""",
    ),
    "scipy_svd_split": (
        "preprocessing_before_split",
        "U, s, Vh = scipy.linalg.svd(X - mu, full_matrices=False)",
        """\
mu = X.mean(0)
U, s, Vh = scipy.linalg.svd(X - mu, full_matrices=False)
P = (X - mu) @ Vh[:15].T
a, b, ya, yb = train_test_split(P, y, random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))
""",
    ),
    "torch_pca_lowrank": (
        "preprocessing_before_split",
        "U, S, V = torch.pca_lowrank(T, q=10)",
        """\
T = torch.tensor(X)
U, S, V = torch.pca_lowrank(T, q=10)
Z = (T @ V).numpy()
a, b, ya, yb = train_test_split(Z, y, random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))
""",
    ),
    "torch_svd_kfold": (
        "preprocessing_before_split",
        "U, S, Vh = torch.linalg.svd(T, full_matrices=False)",
        """\
T = torch.from_numpy(X)
T = T - T.mean(dim=0)
U, S, Vh = torch.linalg.svd(T, full_matrices=False)
Z = (T @ Vh[:10].T).numpy()
for i, j in KFold(5, shuffle=True, random_state=0).split(Z):
    print(LogisticRegression().fit(Z[i], y[i]).score(Z[j], y[j]))
""",
    ),
    "jax_svd": (
        "preprocessing_before_split",
        "U, S, Vh = jnp.linalg.svd(A, full_matrices=False)",
        """\
A = jnp.asarray(X)
A = A - A.mean(axis=0)
U, S, Vh = jnp.linalg.svd(A, full_matrices=False)
Z = np.asarray(A @ Vh[:10].T)
for tr, te in folds(g, 5, 3):
    print(Ridge().fit(Z[tr], y[tr]).score(Z[te], y[te]))
""",
    ),
    "zscore_own_folds": (
        "preprocessing_before_split",
        "Z = (X - X.mean(0)) / X.std(0)",
        """\
Z = (X - X.mean(0)) / X.std(0)
acc = []
for tr, te in folds(g, 6, 0):
    m = LDA().fit(Z[tr], y[tr])
    acc.append(np.mean(m.predict(Z[te]) == y[te]))
print("accuracy", np.mean(acc))
""",
    ),
    "whitening": (
        "preprocessing_before_split",
        "U, s, Vt = svd(Xc, full_matrices=False)",
        """\
Xc = X - X.mean(axis=0)
U, s, Vt = svd(Xc, full_matrices=False)
W = Vt.T / s
Z = Xc @ W
idx = np.random.permutation(len(Z))
cut = int(0.7 * len(Z))
tr, te = idx[:cut], idx[cut:]
m = LDA().fit(Z[tr], y[tr])
print((m.predict(Z[te]) == y[te]).mean())
""",
    ),
}
SOUND = {
    "svd_in_folds": """\
acc = []
for tr, te in folds(g, 6, 0):
    mu = X[tr].mean(0)
    U, d, Vt = svd(X[tr] - mu, full_matrices=False)
    A, B = (X[tr] - mu) @ Vt[:25].T, (X[te] - mu) @ Vt[:25].T
    m = LDA().fit(A, y[tr])
    acc.append(np.mean(m.predict(B) == y[te]))
print("accuracy", np.mean(acc))
""",
    "svd_for_a_picture": """\
import matplotlib.pyplot as plt
U, d, Vt = svd(X - X.mean(0), full_matrices=False)
plt.scatter(U[:, 0], U[:, 1], c=y)
print("variance", d[:5] ** 2 / (d ** 2).sum())
acc = []
for tr, te in folds(g, 6, 0):
    m = LDA().fit(X[tr], y[tr])
    acc.append(np.mean(m.predict(X[te]) == y[te]))
print("accuracy", np.mean(acc))
""",
    "by_row": """\
X = X - X.mean(axis=1, keepdims=True)
X /= np.linalg.norm(X, axis=1, keepdims=True)
acc = []
for tr, te in folds(g, 6, 0):
    m = LDA().fit(X[tr], y[tr])
    acc.append(np.mean(m.predict(X[te]) == y[te]))
print("accuracy", np.mean(acc))
""",
    "projector": """\
class Projector:
    def fit(self, A):
        self.mu = A.mean(0)
        _, _, Vt = svd(A - self.mu, full_matrices=False)
        self.V = Vt[:10].T
        return self
    def transform(self, A):
        return (A - self.mu) @ self.V
for tr, te in folds(g, 5, 3):
    p = Projector().fit(X[tr])
    m = LogisticRegression().fit(p.transform(X[tr]), y[tr])
    print(m.score(p.transform(X[te]), y[te]))
""",
    "svd_train_part": """\
a, b, ya, yb = train_test_split(X, y, random_state=0)
mu, sd = a.mean(0), a.std(0)
U, s, Vh = scipy.linalg.svd((a - mu) / sd, full_matrices=False)
m = LogisticRegression().fit((a - mu) / sd @ Vh[:10].T, ya)
print(m.score((b - mu) / sd @ Vh[:10].T, yb))
""",
    "unlabelled_other_file": """\
other = np.load("unlabelled.npy")
mu = other.mean(0)
_, _, Vt = svd(other - mu, full_matrices=False)
Z = (X - mu) @ Vt[:20].T
for tr, te in folds(g, 5, 3):
    m = LDA().fit(Z[tr], y[tr])
    print(np.mean(m.predict(Z[te]) == y[te]))
""",
    "savgol_basis": """\
t = np.linspace(-1, 1, X.shape[1])
V = np.vander(t, 6)
P = V @ np.linalg.pinv(V)
Z = X - X @ P.T
for tr, te in folds(g, 5, 3):
    m = LDA().fit(Z[tr], y[tr])
    print(np.mean(m.predict(Z[te]) == y[te]))
""",
}


@pytest.mark.parametrize("name", FLAWED)
def test_a_leak_is_found_at_its_line(tmp_path: Path, name: str) -> None:
    kind, line, text = FLAWED[name]
    lines = [told.strip() for told in (HEAD + text).split("\n")]
    found = findings(tmp_path, HEAD + text)
    assert (kind, line) in [(told, lines[at - 1]) for told, at in found]


@pytest.mark.parametrize("name", SOUND)
def test_sound_code_that_looks_like_it_draws_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name]) == []
