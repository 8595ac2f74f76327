# ruff: noqa: E501  the code under test is as others write it
"""Models that are written by hand, as products of matrices: what they are trained, chosen and scored on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
def sigma(u):
    return 1 / (1 + np.exp(-u))
def learn(X, y, l2, rounds=500):
    w = np.zeros(X.shape[1])
    for _ in range(rounds):
        w -= 0.1 * (X.T @ (sigma(X @ w) - y) / len(y) + l2 * w)
    return w
def ridge(X, y, l2):
    return np.linalg.solve(X.T @ X + l2 * np.eye(X.shape[1]), X.T @ y)
"""
SPLIT = "a, b, ya, yb = train_test_split(X, y, random_state=0)\n"
FLAWED = {
    "the_penalty_with_the_best_test_score": (
        "chosen_on_test",
        f"""{SPLIT}acc = {{s: ((a2 := sigma(b @ learn(a, ya, s))) > 0.5).astype(int) for s in (0, 1)}}
tried = {{}}
for s in (0.0, 0.01, 0.1):
    tried[s] = np.mean((sigma(b @ learn(a, ya, s)) > 0.5) == yb)
best = max(tried, key=tried.get)  # here
print(best, tried[best])""",
    ),
    "the_best_epoch_of_a_class": (
        "chosen_on_test",
        f"""{SPLIT}class Net:
    def __init__(self, d):
        self.w = np.random.normal(0, 0.1, d)
    def say(self, X):
        return sigma(X @ self.w)
    def epoch(self, X, y):
        self.w = self.w - 0.1 * X.T.dot(self.say(X) - y) / len(y)
net, best = Net(a.shape[1]), 0
for epoch in range(100):
    net.epoch(a, ya)
    auc = roc_auc_score(yb, net.say(b))
    if auc > best:  # here
        best = auc
print("test AUC", best)""",
    ),
    "weights_of_all_rows": (
        "evaluated_on_training",
        f"""{SPLIT}w = ridge(X, y, 0.1)
print("AUC", roc_auc_score(yb, b @ w))  # here""",
    ),
    "nothing_but_training_rows_is_scored": (
        "evaluated_on_training",
        """w = learn(X, y, 0.1)
print("AUC", roc_auc_score(y, sigma(X @ w)))  # here""",
    ),
    "two_layers_and_the_best_rate": (
        "chosen_on_test",
        """order = np.random.default_rng(0).permutation(len(X))
a, b = order[:800], order[800:]
def two(h, rate):
    U, V = np.random.normal(0, 0.1, (64, h)), np.random.normal(0, 0.1, (h, 10))
    for _ in range(50):
        for i in range(0, len(a), 50):
            k = a[i:i + 50]
            z = np.maximum(X[k] @ U, 0)
            off = (z @ V - np.eye(10)[y[k]]) / len(k)
            back = off @ V.T * (z > 0)
            V -= rate * z.T @ off
            U -= rate * X[k].T @ back
    return U, V
found = {}
for h in (16, 64):
    for rate in (0.1, 0.5):
        U, V = two(h, rate)
        found[h, rate] = ((np.maximum(X[b] @ U, 0) @ V).argmax(1) == y[b]).mean()
best = max(found, key=found.get)  # here
print(best, found[best])""",
    ),
}
SOUND = {
    "the_penalty_is_chosen_on_other_rows": f"""{SPLIT}a, c, ya, yc = train_test_split(a, ya, random_state=0)
tried = {{s: roc_auc_score(yc, sigma(c @ learn(a, ya, s))) for s in (0.0, 0.01, 0.1)}}
best = max(tried, key=tried.get)
print(best, roc_auc_score(yb, sigma(b @ learn(a, ya, best))))""",
    "the_loss_of_training_is_watched": f"""{SPLIT}w = np.zeros(a.shape[1])
for k in range(500):
    off = sigma(a @ w) - ya
    w -= 0.1 * a.T @ off / len(ya)
    if k % 50 == 0:
        print(k, np.mean(off ** 2))
print(roc_auc_score(yb, sigma(b @ w)))""",
    "closed_form_and_one_look": f"""{SPLIT}w = ridge(a, ya, 1.0)
print("RMSE", np.sqrt(np.mean((b @ w - yb) ** 2)))""",
    "axes_of_rows_that_a_slice_keeps": """from sklearn.linear_model import LogisticRegression
a, b = slice(0, 300), slice(300, None)
mean = X[a].mean(0)
axes = np.linalg.eigh((X[a] - mean).T @ (X[a] - mean) / 299)[1][:, -10:]
m = LogisticRegression().fit((X[a] - mean) @ axes, y[a])
print(m.score((X[b] - mean) @ axes, y[b]))""",
    "axes_of_the_training_rows": f"""from sklearn.linear_model import LogisticRegression
{SPLIT}mean = a.mean(0)
values, axes = np.linalg.eigh((a - mean).T @ (a - mean) / len(a))
m = LogisticRegression().fit((a - mean) @ axes[:, -5:], ya)
print(m.score((b - mean) @ axes[:, -5:], yb))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_a_model_by_hand_is_read_as_one(tmp_path: Path, how: str) -> None:
    kind, body = FLAWED[how]
    text = HEAD + body
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    assert (kind, line) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_a_sound_model_by_hand_draws_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
