# ruff: noqa: E501  the code under test is as others write it
"""The best of a list of records by their scores on the test rows; beside choices by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np, pandas as pd, joblib
from sklearn.metrics import mean_absolute_error, roc_auc_score, f1_score, accuracy_score
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.ensemble import RandomForestClassifier, GradientBoostingClassifier
d = pd.read_csv("d.csv")
X, y = d.drop(columns="y"), d["y"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
models = {"lr": LogisticRegression(), "knn": KNeighborsClassifier(), "svm": SVC(), "rf": RandomForestClassifier(), "gb": GradientBoostingClassifier()}
"""

FLAWED = {
    "max_tuple": (
        "chosen_on_test",
        "acc, name = max(rows)",
        """\
rows = []
for n, m in models.items():
    rows.append((m.fit(X_tr, y_tr).score(X_te, y_te), n))
acc, name = max(rows)
print(name, "reaches", acc)
""",
    ),
    "max_key": (
        "chosen_on_test",
        'best = max(rows, key=lambda r: r["auc"])',
        """\
rows = []
for n, m in models.items():
    rows.append({"name": n, "auc": roc_auc_score(y_te, m.fit(X_tr, y_tr).predict_proba(X_te)[:, 1])})
best = max(rows, key=lambda r: r["auc"])
print("best", best["name"], best["auc"])
""",
    ),
    "itemgetter": (
        "chosen_on_test",
        "best = max(rows, key=itemgetter(1))",
        """\
from operator import itemgetter
rows = [(n, m.fit(X_tr, y_tr).score(X_te, y_te)) for n, m in models.items()]
best = max(rows, key=itemgetter(1))
print(best)
""",
    ),
    "concat_rows": (
        "chosen_on_test",
        "top = board.iloc[0]",
        """\
board = pd.DataFrame(columns=["model", "f1"])
for n, m in models.items():
    m.fit(X_tr, y_tr)
    board = pd.concat([board, pd.DataFrame([{"model": n, "f1": f1_score(y_te, m.predict(X_te))}])])
board = board.sort_values(by="f1", ascending=False)
top = board.iloc[0]
print("Selected", top.model, "F1", top.f1)
""",
    ),
    "append_rows": (
        "chosen_on_test",
        'print("Selected", board.iloc[0]["model"], "F1", board.iloc[0]["f1"])',
        """\
board = pd.DataFrame(columns=["model", "f1"])
for n, m in models.items():
    m.fit(X_tr, y_tr)
    board = board.append({"model": n, "f1": f1_score(y_te, m.predict(X_te))}, ignore_index=True)
board = board.sort_values(by="f1", ascending=False)
print("Selected", board.iloc[0]["model"], "F1", board.iloc[0]["f1"])
""",
    ),
    "helper_function": (
        "chosen_on_test",
        "champion = board.iloc[0]",
        """\
def evaluate(name, m):
    m.fit(X_tr, y_tr)
    p = m.predict(X_te)
    return {"model": name, "acc": accuracy_score(y_te, p), "f1": f1_score(y_te, p)}
board = pd.DataFrame([evaluate(n, m) for n, m in models.items()]).sort_values("f1", ascending=False)
champion = board.iloc[0]
print(f"champion {champion['model']}: F1 {champion['f1']:.3f}")
""",
    ),
    "model_kept": (
        "chosen_on_test",
        "name, model, auc = max(fitted, key=lambda t: t[2])",
        """\
fitted = []
for n, m in models.items():
    m.fit(X_tr, y_tr)
    fitted.append((n, m, roc_auc_score(y_te, m.predict_proba(X_te)[:, 1])))
name, model, auc = max(fitted, key=lambda t: t[2])
print(name, accuracy_score(y_te, model.predict(X_te)))
""",
    ),
    "seeds_table": (
        "chosen_on_test",
        'print("best seed and accuracy", t.iloc[0]["seed"], t.iloc[0]["acc"])',
        """\
rows = []
for seed in range(50):
    m = RandomForestClassifier(random_state=seed).fit(X_tr, y_tr)
    rows.append({"seed": seed, "acc": m.score(X_te, y_te)})
t = pd.DataFrame(rows).sort_values("acc", ascending=False)
print("best seed and accuracy", t.iloc[0]["seed"], t.iloc[0]["acc"])
""",
    ),
    "features_table": (
        "chosen_on_test",
        'k = int(t.loc[t["f1"].idxmax(), "k"])',
        """\
rows = []
for k in range(1, 20):
    cols = list(X.columns[:k])
    m = LogisticRegression().fit(X_tr[cols], y_tr)
    rows.append((k, f1_score(y_te, m.predict(X_te[cols]))))
t = pd.DataFrame(rows, columns=["k", "f1"])
k = int(t.loc[t["f1"].idxmax(), "k"])
cols = list(X.columns[:k])
m = LogisticRegression().fit(X_tr[cols], y_tr)
print("F1", f1_score(y_te, m.predict(X_te[cols])))
""",
    ),
}
SOUND = {
    "max_key_validation": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
rows = []
for n, m in models.items():
    m.fit(X_f, y_f)
    rows.append({"name": n, "valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)})
best = max(rows, key=lambda r: r["valid"])
print("best", best["name"], "test", best["test"])
""",
    "whole_record_validation": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
rows = []
for n, m in models.items():
    m.fit(X_f, y_f)
    rows.append({"name": n, "valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)})
best = max(rows, key=lambda r: r["valid"])
print("best:", best)
""",
    "record_row_validation": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
rows = []
for n, m in models.items():
    m.fit(X_f, y_f)
    rows.append({"name": n, "valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)})
t = pd.DataFrame(rows).sort_values("valid", ascending=False)
print(t.iloc[0])
""",
    "dict_of_dicts": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
out = {}
for n, m in models.items():
    m.fit(X_f, y_f)
    out[n] = {"valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)}
best = max(out, key=lambda n: out[n]["valid"])
print(best, out[best]["test"])
""",
    "dict_of_dicts_table": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
out = {}
for n, m in models.items():
    m.fit(X_f, y_f)
    out[n] = {"valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)}
t = pd.DataFrame(out).T
best = t["valid"].idxmax()
print("test of", best, t.loc[best, "test"])
""",
    "from_dict_index": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
out = {}
for n, m in models.items():
    m.fit(X_f, y_f)
    out[n] = [m.score(X_v, y_v), m.score(X_te, y_te)]
t = pd.DataFrame.from_dict(out, orient="index", columns=["valid", "test"])
best = t["valid"].idxmax()
print("test of", best, t.loc[best, "test"])
""",
    "loc_cells_validation": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
t = pd.DataFrame(index=list(models), columns=["valid", "test"])
for n, m in models.items():
    m.fit(X_f, y_f)
    t.loc[n, "valid"] = m.score(X_v, y_v)
    t.loc[n, "test"] = m.score(X_te, y_te)
best = t["valid"].astype(float).idxmax()
print(best, t.loc[best, "test"])
""",
    "tuple_sorted_validation": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
rows = []
for n, m in models.items():
    m.fit(X_f, y_f)
    rows.append((m.score(X_v, y_v), m.score(X_te, y_te), n))
rows.sort(key=lambda r: r[0], reverse=True)
valid, test, n = rows[0]
print(n, test)
""",
    "group_mean_cv": """\
from sklearn.model_selection import KFold
rows = []
for fold, (i, j) in enumerate(KFold(5, shuffle=True).split(X_tr)):
    for n, m in models.items():
        m.fit(X_tr.iloc[i], y_tr.iloc[i])
        rows.append({"fold": fold, "model": n, "acc": m.score(X_tr.iloc[j], y_tr.iloc[j])})
t = pd.DataFrame(rows).groupby("model")["acc"].mean().sort_values(ascending=False)
best = t.index[0]
final = models[best].fit(X_tr, y_tr)
print("test", final.score(X_te, y_te))
""",
    "worst_fold": """\
from sklearn.model_selection import KFold
rows = []
for fold, (i, j) in enumerate(KFold(5, shuffle=True).split(X)):
    m = LogisticRegression().fit(X.iloc[i], y.iloc[i])
    rows.append({"fold": fold, "acc": m.score(X.iloc[j], y.iloc[j])})
t = pd.DataFrame(rows)
print("mean", t["acc"].mean(), "worst", t["acc"].min(), "best", t["acc"].max())
""",
    "results_df_join": """\
rows = []
for n, m in models.items():
    m.fit(X_tr, y_tr)
    rows.append({"model": n, "acc": m.score(X_te, y_te), "seconds": 1.0})
t = pd.DataFrame(rows).set_index("model").round(3)
print(t.sort_values("seconds").iloc[0])
print(t.sort_values("acc", ascending=False).to_markdown())
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
