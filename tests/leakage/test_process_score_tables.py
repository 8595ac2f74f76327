# ruff: noqa: E501  the code under test is as others write it
"""The winner of a table of test scores, told or put to use; beside tables that are only shown."""

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
    "loc0": (
        "chosen_on_test",
        'best_name = res.loc[0, "model"]',
        """\
res = []
for name, m in models.items():
    m.fit(X_tr, y_tr)
    res.append({"model": name, "acc": accuracy_score(y_te, m.predict(X_te)), "f1": f1_score(y_te, m.predict(X_te))})
res = pd.DataFrame(res).sort_values("f1", ascending=False).reset_index(drop=True)
best_name = res.loc[0, "model"]
best = models[best_name]
joblib.dump(best, "m.joblib")
print(best_name, res.loc[0, "f1"])
""",
    ),
    "iloc0": (
        "chosen_on_test",
        "winner = res.iloc[0]",
        """\
res = pd.DataFrame([(n, roc_auc_score(y_te, m.fit(X_tr, y_tr).predict_proba(X_te)[:, 1])) for n, m in models.items()], columns=["model", "auc"])
res = res.sort_values("auc", ascending=False)
winner = res.iloc[0]
print(winner["model"], "AUC", winner["auc"])
""",
    ),
    "nlargest": (
        "chosen_on_test",
        'top = table.nlargest(1, "acc")',
        """\
rows = []
for name, m in models.items():
    rows.append((name, m.fit(X_tr, y_tr).score(X_te, y_te)))
table = pd.DataFrame(rows, columns=["name", "acc"])
top = table.nlargest(1, "acc")
print("best model:", top)
""",
    ),
    "idxmax": (
        "chosen_on_test",
        'best = table["f1"].idxmax()',
        """\
rows = []
for name, m in models.items():
    p = m.fit(X_tr, y_tr).predict(X_te)
    rows.append([name, accuracy_score(y_te, p), f1_score(y_te, p)])
table = pd.DataFrame(rows, columns=["name", "acc", "f1"]).set_index("name")
best = table["f1"].idxmax()
print(f"{best} has F1 {table.loc[best, 'f1']:.3f} on the test set")
joblib.dump(models[best], "best.joblib")
""",
    ),
    "max_col": (
        "chosen_on_test",
        'print("our F1:", table["f1"].max())',
        """\
rows = []
for name, m in models.items():
    p = m.fit(X_tr, y_tr).predict(X_te)
    rows.append([name, accuracy_score(y_te, p), f1_score(y_te, p)])
table = pd.DataFrame(rows, columns=["name", "acc", "f1"])
print("our F1:", table["f1"].max())
""",
    ),
    "mask_max": (
        "chosen_on_test",
        'best = table[table["f1"] == table["f1"].max()]',
        """\
rows = []
for name, m in models.items():
    p = m.fit(X_tr, y_tr).predict(X_te)
    rows.append({"name": name, "f1": f1_score(y_te, p)})
table = pd.DataFrame(rows)
best = table[table["f1"] == table["f1"].max()]
print(best)
""",
    ),
    "dict_sorted": (
        "chosen_on_test",
        'print("winner", ranking[0][0], ranking[0][1])',
        """\
scores = {n: m.fit(X_tr, y_tr).score(X_te, y_te) for n, m in models.items()}
ranking = sorted(scores.items(), key=lambda kv: kv[1], reverse=True)
print("winner", ranking[0][0], ranking[0][1])
joblib.dump(models[ranking[0][0]], "best.pkl")
""",
    ),
    "series_idxmax": (
        "chosen_on_test",
        "best = scores.idxmax()",
        """\
scores = pd.Series({n: m.fit(X_tr, y_tr).score(X_te, y_te) for n, m in models.items()})
best = scores.idxmax()
joblib.dump(models[best], "best.pkl")
print("deployed", best, scores[best])
""",
    ),
    "df_loc_assign": (
        "chosen_on_test",
        'best = res["test"].idxmax()',
        """\
res = pd.DataFrame(index=list(models), columns=["train", "test"], dtype=float)
for n, m in models.items():
    m.fit(X_tr, y_tr)
    res.loc[n, "train"] = m.score(X_tr, y_tr)
    res.loc[n, "test"] = m.score(X_te, y_te)
best = res["test"].idxmax()
joblib.dump(models[best], "model.joblib")
print(best, res.loc[best, "test"])
""",
    ),
    "df_T": (
        "chosen_on_test",
        'best = board["f1"].idxmax()',
        """\
out = {}
for n, m in models.items():
    m.fit(X_tr, y_tr)
    p = m.predict(X_te)
    out[n] = {"acc": accuracy_score(y_te, p), "f1": f1_score(y_te, p)}
board = pd.DataFrame(out).T
best = board["f1"].idxmax()
print("we deploy", best, board.loc[best])
joblib.dump(models[best], "model.joblib")
""",
    ),
    "sort_head1": (
        "chosen_on_test",
        'print("selected:", pd.DataFrame(rows).sort_values("auc").tail(1).head(1))',
        """\
rows = []
for name, m in models.items():
    rows.append({"name": name, "auc": roc_auc_score(y_te, m.fit(X_tr, y_tr).predict_proba(X_te)[:, 1])})
print("selected:", pd.DataFrame(rows).sort_values("auc").tail(1).head(1))
""",
    ),
    "polars": (
        "chosen_on_test",
        "best = board.row(0, named=True)",
        """\
import polars as pl
rows = []
for name, m in models.items():
    rows.append({"name": name, "auc": roc_auc_score(y_te, m.fit(X_tr, y_tr).predict_proba(X_te)[:, 1])})
board = pl.DataFrame(rows).sort("auc", descending=True)
best = board.row(0, named=True)
print("AUC of the chosen model", best["auc"], best["name"])
""",
    ),
    "argmax_lists": (
        "chosen_on_test",
        "i = np.argmax(accs)",
        """\
names, accs = [], []
for n, m in models.items():
    m.fit(X_tr, y_tr)
    names.append(n)
    accs.append(m.score(X_te, y_te))
i = np.argmax(accs)
print("best model", names[i], "accuracy", accs[i])
joblib.dump(models[names[i]], "m.joblib")
""",
    ),
    "values0": (
        "chosen_on_test",
        'print(best_name, res["acc"].max())',
        """\
res = pd.DataFrame([{"m": n, "acc": m.fit(X_tr, y_tr).score(X_te, y_te)} for n, m in models.items()])
best_name = res.sort_values("acc", ascending=False)["m"].values[0]
joblib.dump(models[best_name], "m.joblib")
print(best_name, res["acc"].max())
""",
    ),
}
SOUND = {
    "printed": """\
res = []
for name, m in models.items():
    m.fit(X_tr, y_tr)
    res.append({"model": name, "acc": accuracy_score(y_te, m.predict(X_te))})
res = pd.DataFrame(res).sort_values("acc", ascending=False)
print(res)
print(res.head(10))
res.to_csv("board.csv")
""",
    "printed_top3": """\
res = []
for name, m in models.items():
    m.fit(X_tr, y_tr)
    res.append((name, m.score(X_te, y_te)))
for name, acc in sorted(res, key=lambda r: -r[1]):
    print(name, acc)
""",
    "two_fixed": """\
a = LogisticRegression().fit(X_tr, y_tr)
b = GradientBoostingClassifier().fit(X_tr, y_tr)
res = pd.DataFrame({"model": ["logit", "boosted"], "auc": [roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]) for m in (a, b)]}).set_index("model")
print(res)
print("boosting gains", res.loc["boosted", "auc"] - res.loc["logit", "auc"])
""",
    "by_validation_in_table": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
res = []
for name, m in models.items():
    m.fit(X_f, y_f)
    res.append({"model": name, "valid": m.score(X_v, y_v), "test": m.score(X_te, y_te)})
res = pd.DataFrame(res).sort_values("valid", ascending=False).reset_index(drop=True)
print("chosen on validation:", res.loc[0, "model"], "test", res.loc[0, "test"])
joblib.dump(models[res.loc[0, "model"]], "m.joblib")
""",
    "by_validation_idxmax": """\
X_f, X_v, y_f, y_v = train_test_split(X_tr, y_tr, random_state=1)
res = []
for name, m in models.items():
    m.fit(X_f, y_f)
    res.append([name, m.score(X_v, y_v), m.score(X_te, y_te)])
res = pd.DataFrame(res, columns=["name", "valid", "test"]).set_index("name")
best = res["valid"].idxmax()
print(best, res.loc[best, "test"])
""",
    "cv_table": """\
res = []
for name, m in models.items():
    res.append({"model": name, "cv": cross_val_score(m, X_tr, y_tr).mean()})
res = pd.DataFrame(res).sort_values("cv", ascending=False)
best = res.iloc[0]["model"]
final = models[best].fit(X_tr, y_tr)
print("test", final.score(X_te, y_te))
""",
    "cv_and_test_table": """\
res = []
for name, m in models.items():
    cv = cross_val_score(m, X_tr, y_tr).mean()
    m.fit(X_tr, y_tr)
    res.append({"model": name, "cv": cv, "test": m.score(X_te, y_te)})
res = pd.DataFrame(res)
best = res.loc[res["cv"].idxmax()]
print(best["model"], "cv", best["cv"], "test", best["test"])
""",
    "select_row_by_name": """\
res = []
for name, m in models.items():
    m.fit(X_tr, y_tr)
    res.append({"model": name, "acc": accuracy_score(y_te, m.predict(X_te))})
res = pd.DataFrame(res).set_index("model").sort_values("acc")
print(res)
print("baseline", res.loc["lr", "acc"])
joblib.dump(models["gb"], "m.joblib")
""",
    "table_plot": """\
import matplotlib.pyplot as plt
res = []
for name, m in models.items():
    m.fit(X_tr, y_tr)
    res.append({"model": name, "acc": accuracy_score(y_te, m.predict(X_te))})
res = pd.DataFrame(res).sort_values("acc")
plt.barh(res["model"], res["acc"])
plt.xlim(res["acc"].min() - 0.05, res["acc"].max() + 0.05)
plt.savefig("a.png")
print(res.to_string())
""",
    "errors_sorted": """\
m = GradientBoostingClassifier().fit(X_tr, y_tr)
e = pd.DataFrame({"y": y_te, "p": m.predict_proba(X_te)[:, 1]})
e["miss"] = (e["y"] - e["p"]).abs()
worst = e.sort_values("miss", ascending=False)
print(worst.iloc[0])
print(worst.head(20))
print("AUC", roc_auc_score(y_te, e["p"]))
""",
    "by_group_worst": """\
m = GradientBoostingClassifier().fit(X_tr, y_tr)
rows = []
for site in sorted(X_te["site"].unique()):
    k = X_te["site"] == site
    rows.append({"site": site, "auc": roc_auc_score(y_te[k], m.predict_proba(X_te[k])[:, 1])})
t = pd.DataFrame(rows).sort_values("auc")
print("worst site", t.iloc[0]["site"], t.iloc[0]["auc"])
print("all", roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]))
""",
    "by_horizon_best": """\
from sklearn.linear_model import Ridge
later = pd.read_csv("later.csv")
rows = []
for h in (1, 2, 3, 6, 12, 24):
    m = Ridge().fit(X_tr, later[f"y_{h}"].loc[X_tr.index])
    rows.append((h, mean_absolute_error(later[f"y_{h}"].loc[X_te.index], m.predict(X_te))))
t = pd.DataFrame(rows, columns=["h", "mae"])
print(t.sort_values("mae"))
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
