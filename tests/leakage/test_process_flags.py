# ruff: noqa: E501  the code under test is as others write it
"""Rows that are told by flags, by shared labels and by a script's own function of positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
df = pd.read_csv("d.csv")
X, y = df.drop(columns="y").to_numpy(), df["y"].to_numpy()
"""
DRAWN = "mask = np.ones(len(y), dtype=bool)\nmask[np.random.choice(len(y), 200, replace=False)] = False\n"
SLICED = "mask = np.ones(len(y), bool)\nmask[int(0.8 * len(y)):] = False\n"
ZEROS = "far = np.zeros(len(y), bool)\nfar[np.random.permutation(len(y))[:200]] = True\n"


def forest(train: str, test: str) -> str:
    return f"""m = RandomForestClassifier().fit(X[{train}], y[{train}])
print("test", accuracy_score(y[{test}], m.predict(X[{test}])))"""


FLAWED = {
    "all_flags_are_set": ("evaluated_on_training", "far = np.random.permutation(len(y))[:200]\nmask = np.ones(len(y), dtype=bool)\n" + forest("mask", "far")),
    "the_same_flags_twice": ("evaluated_on_training", SLICED + forest("mask", "mask")),
    "all_rows_and_then_flags": ("evaluated_on_training", ZEROS + 'm = RandomForestClassifier().fit(X, y)\nprint("test", accuracy_score(y[far], m.predict(X[far])))'),
    "selected_before_flags": ("selection_before_split", "X = SelectKBest(k=5).fit_transform(X, y)\n" + SLICED + forest("mask", "~mask")),
    "chosen_by_flags": ("chosen_on_test", DRAWN + """best = 0
for c in (0.1, 1, 10):
    m = LogisticRegression(C=c).fit(X[mask], y[mask])
    accuracy = accuracy_score(y[~mask], m.predict(X[~mask]))
    if accuracy > best:
        best = accuracy
print("test accuracy", best)"""),
    "labels_in_common": ("evaluated_on_training", """train = df.sample(frac=0.8, random_state=0)
test = df.loc[df.index.intersection(train.index)]
m = LogisticRegression().fit(train.drop(columns="y"), train["y"])
print("test", accuracy_score(test["y"], m.predict(test.drop(columns="y"))))"""),
}  # fmt: skip
SOUND = {
    "a_slice_of_flags": SLICED + forest("mask", "~mask"),
    "drawn_flags": DRAWN + forest("mask", "~mask"),
    "flags_that_are_put_in": ZEROS + forest("~far", "far"),
    "flags_of_columns": "use = np.ones(X.shape[1], dtype=bool)\nuse[3] = False\norder = np.random.permutation(len(y))\ntr, te = order[:800], order[800:]\nX = X[:, use]\n" + forest("tr", "te"),
    "labels_of_another_file": """known = pd.read_csv("known.csv", index_col=0)
df = df.loc[df.index.intersection(known.index)]
test = df.sample(frac=0.3, random_state=0)
train = df.drop(test.index)
m = LogisticRegression().fit(train.drop(columns="y"), train["y"])
print(accuracy_score(test["y"], m.predict(test.drop(columns="y"))))""",
    "the_best_validation_loss": """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
train, val = random_split(TensorDataset(torch.tensor(X).float(), torch.tensor(y).long()), [800, 200])
net = nn.Linear(X.shape[1], 2)
opt, lossf = torch.optim.Adam(net.parameters()), nn.CrossEntropyLoss()
best = float("inf")
for epoch in range(50):
    for xb, yb in DataLoader(train, 32, shuffle=True):
        opt.zero_grad(); lossf(net(xb), yb).backward(); opt.step()
    total = 0.0
    with torch.no_grad():
        for xb, yb in DataLoader(val, 32):
            total += lossf(net(xb), yb).item()
    if total < best:
        best = total
        torch.save(net.state_dict(), "best.pt")
print("best validation loss", best)""",
}  # fmt: skip


@pytest.mark.parametrize("name", FLAWED)
def test_a_leak_through_flags_or_labels_is_found(tmp_path: Path, name: str) -> None:
    kind, code = FLAWED[name]
    assert kind in [found for found, _ in findings(tmp_path, HEAD + code + "\n")]


@pytest.mark.parametrize("name", SOUND)
def test_sound_flags_and_labels_draw_no_finding(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[name] + "\n") == []
