# ruff: noqa: E501  the code under test is as others write it
"""Parts that overlap, models that learn on from fold to fold, and bounds that are two ends of one part."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import KFold
from tensorflow import keras
X, y = np.load("x.npy"), np.load("y.npy")
"""
TABLE = """d = pd.read_csv("d.csv", parse_dates=["day"])
d = d[(d.paid > 10) & (d.paid < 5000)]
"""
FIT = """m = LogisticRegression().fit(a[["x"]], a.y)
print(m.score(b[["x"]], b.y))"""
FLAWED = {
    "positions_that_overlap": """a, b = X[:800], X[700:]
ya, yb = y[:800], y[700:]
print(LogisticRegression().fit(a, ya).score(b, yb))  # here""",
    "months_that_overlap": f"""{TABLE}a = d[d.day < "2023-07-01"]
b = d[d.day >= "2023-06-01"]
{FIT}  # here""",
    "a_network_learns_on_in_each_fold": """net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])  # here
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
found = []
for a, b in KFold(5).split(X):
    net.fit(X[a], y[a], epochs=10)
    found.append(net.evaluate(X[b], y[b])[1])
print(np.mean(found))""",
    "a_model_learns_on_by_parts_in_each_fold": """m = SGDClassifier()  # here
found = []
for k, (a, b) in enumerate(KFold(5).split(X)):
    for _ in range(5):
        m.partial_fit(X[a], y[a], classes=[0, 1])
    found.append(m.score(X[b], y[b]))
print(np.mean(found))""",
    "a_mean_by_shop_of_rows_between_two_bounds": f"""{TABLE}d["shop_y"] = d.groupby("shop").y.transform("mean")  # here
a, b = d[d.day < "2023-07-01"], d[d.day >= "2023-07-01"]
m = LogisticRegression().fit(a[["x", "shop_y"]], a.y)
print(m.score(b[["x", "shop_y"]], b.y))""",
}
SOUND = {
    "positions_that_meet": """a, b, ya, yb = X[:800], X[800:], y[:800], y[800:]
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "months_with_a_gap": f"""{TABLE}a = d[d.day < "2023-06-01"]
b = d[(d.day >= "2023-07-01") & (d.day < "2024-01-01")]
{FIT}""",
    "one_network_a_fold": """found = []
for a, b in KFold(5).split(X):
    net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
    net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    for _ in range(3):
        net.fit(X[a], y[a], epochs=10)
    found.append(net.evaluate(X[b], y[b])[1])
print(np.mean(found))""",
    "first_weights_again_in_each_fold": """net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
first = net.get_weights()
found = []
for a, b in KFold(5).split(X):
    net.set_weights(first)
    net.fit(X[a], y[a], epochs=10)
    found.append(net.evaluate(X[b], y[b])[1])
print(np.mean(found))""",
    "a_fit_forgets_the_fold_before": """m = LogisticRegression()
print(np.mean([m.fit(X[a], y[a]).score(X[b], y[b]) for a, b in KFold(5).split(X)]))""",
    "two_windows_in_a_function": f"""{TABLE}def judge(d, start, end, c):
    a, b = d[d.day < start], d[(d.day >= start) & (d.day < end)]
    return LogisticRegression(C=c).fit(a[["x"]], a.y).score(b[["x"]], b.y)
tried = {{c: judge(d, FIRST, SECOND, c) for c in (0.1, 1.0)}}
best = max(tried, key=tried.get)
print(best, judge(d, SECOND, LAST, best))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_rows_on_both_sides_are_found(tmp_path: Path, how: str) -> None:
    text = HEAD + FLAWED[how]
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    kind = "target_encoding_before_split" if "shop_y" in text else "evaluated_on_training"
    assert (kind, line) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_parts_that_lie_apart_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
