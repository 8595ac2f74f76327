# ruff: noqa: E501  the code under test is as others write it
"""Sound ways to choose, prepare, resample, refit and report, which draw no finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

PROCESS = """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, f1_score, accuracy_score
from sklearn.model_selection import (
    GridSearchCV, KFold, StratifiedKFold, cross_val_predict, cross_val_score, train_test_split,
)
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
df = pd.read_csv("d.csv")
X, y = df.drop(columns="label"), df["label"]
{body}
"""
SPLIT = "a, b, ya, yb = train_test_split(X, y, random_state=0)"
SOUND = {
    "align_dummies": """{split}
a, b = pd.get_dummies(a), pd.get_dummies(b)
a, b = a.align(b, join="left", axis=1, fill_value=0)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "all_models_df": """{split}
rows = []
for name, m in {"rf": RandomForestClassifier(), "lr": LogisticRegression()}.items():
    m.fit(a, ya)
    rows.append({"model": name, "auc": roc_auc_score(yb, m.predict_proba(b)[:, 1])})
print(pd.DataFrame(rows).sort_values("auc", ascending=False))""",
    "all_models_table": """{split}
for d in (2, 4, 8):
    m = RandomForestClassifier(max_depth=d).fit(a, ya)
    print(d, m.score(b, yb))""",
    "assert_min": """{split}
m = RandomForestClassifier().fit(a, ya)
auc = roc_auc_score(yb, m.predict_proba(b)[:, 1])
assert auc > 0.7
if auc < 0.8:
    raise SystemExit("too low")
import joblib
joblib.dump(m, "m.joblib")
print(auc)""",
    "baseline_compare": """{split}
from sklearn.dummy import DummyClassifier
d = DummyClassifier().fit(a, ya).score(b, yb)
m = RandomForestClassifier().fit(a, ya).score(b, yb)
print("gain", m - d, "better" if m > d else "not better")""",
    "cluster_eda": """from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
Z = StandardScaler().fit_transform(X)
best = max(range(2, 9), key=lambda k: silhouette_score(Z, KMeans(k).fit_predict(Z)))
print(best)""",
    "cost_fixed": """{split}
m = LogisticRegression().fit(a, ya)
p = m.predict_proba(b)[:, 1]
t = 1 / (1 + 20)
print(f1_score(yb, p > t))""",
    "cv_all_no_test": """print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y, cv=10).mean())""",
    "cv_pick": """{split}
scores = {d: cross_val_score(RandomForestClassifier(max_depth=d), a, ya, cv=5).mean() for d in (2, 4, 8)}
d = max(scores, key=scores.get)
m = RandomForestClassifier(max_depth=d).fit(a, ya)
print(scores, m.score(b, yb))""",
    "cvp": """p = cross_val_predict(make_pipeline(StandardScaler(), LogisticRegression()), X, y, cv=5, method="predict_proba")[:, 1]
print(roc_auc_score(y, p))""",
    "describe_then": """print(X.describe(), X.corr(), y.mean())
sc = StandardScaler().fit(X)
print(sc.mean_)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "drop_col": """{split}
for c in a.columns:
    m = RandomForestClassifier().fit(a.drop(columns=c), ya)
    print(c, m.score(b.drop(columns=c), yb))""",
    "dummies_before": """X = pd.get_dummies(X)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "encode_train_map": """{split}
freq = a["city"].value_counts(normalize=True)
a["city"], b["city"] = a["city"].map(freq), b["city"].map(freq).fillna(0)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "ensemble_mean": """{split}
ms = [LogisticRegression().fit(a, ya), RandomForestClassifier().fit(a, ya)]
p = np.mean([m.predict_proba(b)[:, 1] for m in ms], axis=0)
print(roc_auc_score(yb, p))""",
    "fill_both_fixed": """X = X.fillna(0)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "fill_each": """{split}
med = a.median()
a, b = (p.fillna(med) for p in (a, b))
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "final_full_after": """{split}
m = LogisticRegression().fit(a, ya)
print(m.score(b, yb))
m.fit(X, y)
import joblib
joblib.dump(m, "m.joblib")""",
    "final_full_pred_new": """{split}
m = LogisticRegression().fit(a, ya)
print(m.score(b, yb))
m = LogisticRegression().fit(X, y)
new = pd.read_csv("new.csv")
new["p"] = m.predict_proba(new)[:, 1]
new.to_csv("out.csv")""",
    "final_full_scores_col": """{split}
m = LogisticRegression().fit(a, ya)
print(m.score(b, yb))
m = LogisticRegression().fit(X, y)
df["score"] = m.predict_proba(X)[:, 1]
df.to_csv("scored.csv")
print(df.groupby("region")["score"].mean())""",
    "fold_models_avg_test": """{split}
p = 0
for i, j in KFold(5).split(a):
    p = p + RandomForestClassifier().fit(a.iloc[i], ya.iloc[i]).predict_proba(b)[:, 1] / 5
print(roc_auc_score(yb, p))""",
    "gate_deploy": """{split}
m = RandomForestClassifier().fit(a, ya)
old = __import__("joblib").load("old.joblib")
new_auc, old_auc = (roc_auc_score(yb, k.predict_proba(b)[:, 1]) for k in (m, old))
print(new_auc, old_auc)
if new_auc > old_auc:
    __import__("joblib").dump(m, "m.joblib")""",
    "grid_proba": """{split}
g = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [0.1, 1]}, cv=5).fit(a, ya)
print(g.best_score_, g.score(b, yb), pd.DataFrame(g.cv_results_))""",
    "kmeans_train": """{split}
from sklearn.cluster import KMeans
km = KMeans(8).fit(a)
a, b = a.assign(k=km.predict(a)), b.assign(k=km.predict(b))
print(RandomForestClassifier().fit(a, ya).score(b, yb))""",
    "oof_frame": """out = []
for k, (i, j) in enumerate(KFold(5, shuffle=True, random_state=0).split(X)):
    m = LogisticRegression().fit(X.iloc[i], y.iloc[i])
    out.append(pd.DataFrame({"fold": k, "y": y.iloc[j], "p": m.predict_proba(X.iloc[j])[:, 1]}))
out = pd.concat(out)
print(out.groupby("fold").apply(lambda g: roc_auc_score(g.y, g.p)), roc_auc_score(out.y, out.p))""",
    "oof_list": """ps, ys = [], []
for i, j in KFold(5, shuffle=True, random_state=0).split(X):
    m = LogisticRegression().fit(X.iloc[i], y.iloc[i])
    ps.append(m.predict_proba(X.iloc[j])[:, 1])
    ys.append(y.iloc[j])
print(roc_auc_score(np.concatenate(ys), np.concatenate(ps)))""",
    "oof_loop": """p = np.zeros(len(y))
for i, j in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    s = StandardScaler().fit(X.iloc[i])
    p[j] = LogisticRegression().fit(s.transform(X.iloc[i]), y.iloc[i]).predict_proba(s.transform(X.iloc[j]))[:, 1]
print(roc_auc_score(y, p))""",
    "oof_series": """p = pd.Series(index=y.index, dtype=float)
for i, j in KFold(5, shuffle=True, random_state=0).split(X):
    m = LogisticRegression().fit(X.iloc[i], y.iloc[i])
    p.iloc[j] = m.predict_proba(X.iloc[j])[:, 1]
print(roc_auc_score(y, p))""",
    "overfit_gap": """{split}
m = RandomForestClassifier().fit(a, ya)
gap = m.score(a, ya) - m.score(b, yb)
print("gap", gap)
if gap > 0.1:
    print("overfits")""",
    "pca_plot": """from sklearn.decomposition import PCA
import matplotlib.pyplot as plt
Z = PCA(2).fit_transform(StandardScaler().fit_transform(X))
plt.scatter(Z[:, 0], Z[:, 1], c=y)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "perm_imp": """{split}
m = RandomForestClassifier().fit(a, ya)
base = m.score(b, yb)
for c in b.columns:
    z = b.copy()
    z[c] = np.random.permutation(z[c])
    print(c, base - m.score(z, yb))""",
    "quantile_test_topk": """{split}
m = LogisticRegression().fit(a, ya)
p = m.predict_proba(b)[:, 1]
top = p >= np.quantile(p, 0.9)
print("precision in the top tenth", yb[top].mean())""",
    "quantile_train": """{split}
m = LogisticRegression().fit(a, ya)
t = np.quantile(m.predict_proba(a)[:, 1], 0.9)
print(f1_score(yb, m.predict_proba(b)[:, 1] > t))""",
    "rf_importances_refit": """{split}
m = RandomForestClassifier().fit(a, ya)
k = pd.Series(m.feature_importances_, a.columns).nlargest(10).index
m = RandomForestClassifier().fit(a[k], ya)
print(m.score(b[k], yb))""",
    "rf_importances_then_report": """{split}
m = RandomForestClassifier().fit(a, ya)
print(m.score(b, yb))
print(pd.Series(m.feature_importances_, a.columns).nlargest(10))""",
    "scale_after": """{split}
sc = StandardScaler()
a = pd.DataFrame(sc.fit_transform(a), columns=a.columns)
b = pd.DataFrame(sc.transform(b), columns=b.columns)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "scale_dict": """{split}
stats = {c: (a[c].mean(), a[c].std()) for c in a.columns}
for c, (m, s) in stats.items():
    a[c] = (a[c] - m) / s
    b[c] = (b[c] - m) / s
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "scale_func": """def standardise(train, *others):
    m, s = train.mean(), train.std()
    return [(t - m) / s for t in (train, *others)]
{split}
a, b = standardise(a, b)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "scale_loop_parts": """{split}
m, s = a.mean(), a.std()
for part in (a, b):
    part -= m
    part /= s
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "seeds_best_val": """{split}
fi, va, yfi, yva = train_test_split(a, ya, random_state=1)
ms = sorted((RandomForestClassifier(random_state=s).fit(fi, yfi) for s in range(5)), key=lambda m: m.score(va, yva))
print(ms[-1].score(b, yb))""",
    "select_corr_train": """{split}
k = a.corrwith(ya).abs().sort_values().index[-10:]
m = LogisticRegression().fit(a[k], ya)
print(m.score(b[k], yb))""",
    "select_train": """{split}
from sklearn.feature_selection import mutual_info_classif
mi = pd.Series(mutual_info_classif(a, ya), a.columns)
k = mi.nlargest(10).index
m = LogisticRegression().fit(a[k], ya)
print(m.score(b[k], yb))""",
    "shuffle_labels": """{split}
m = LogisticRegression().fit(a, ya)
real = m.score(b, yb)
null = [LogisticRegression().fit(a, np.random.permutation(ya)).score(b, yb) for _ in range(100)]
print(real, np.mean(np.array(null) >= real), max(null))""",
    "three": """tr, rest, ytr, yr = train_test_split(X, y, test_size=0.4)
va, te, yva, yte = train_test_split(rest, yr, test_size=0.5)
best, top = None, 0
for d in (2, 4, 8):
    m = RandomForestClassifier(max_depth=d).fit(tr, ytr)
    s = roc_auc_score(yva, m.predict_proba(va)[:, 1])
    if s > top:
        best, top = m, s
print(top, roc_auc_score(yte, best.predict_proba(te)[:, 1]))""",
    "three_list": """tr, rest, ytr, yr = train_test_split(X, y, test_size=0.4)
va, te, yva, yte = train_test_split(rest, yr, test_size=0.5)
ms = [RandomForestClassifier(max_depth=d).fit(tr, ytr) for d in (2, 4, 8)]
ss = [roc_auc_score(yva, m.predict_proba(va)[:, 1]) for m in ms]
m = ms[int(np.argmax(ss))]
print(roc_auc_score(yte, m.predict_proba(te)[:, 1]))""",
    "thresholds_table": """{split}
m = LogisticRegression().fit(a, ya)
p = m.predict_proba(b)[:, 1]
for t in (0.3, 0.5, 0.7):
    print(t, f1_score(yb, p > t))""",
    "train_and_test_scores": """{split}
m = LogisticRegression().fit(a, ya)
print("train", m.score(a, ya), "test", m.score(b, yb))""",
    "tta": """{split}
m = RandomForestClassifier().fit(a, ya)
ps = [m.predict_proba(b + np.random.normal(0, 0.01, b.shape))[:, 1] for _ in range(10)]
print(roc_auc_score(yb, np.mean(ps, axis=0)))""",
    "undersample_train": """{split}
few = ya[ya == 1].index
many = ya[ya == 0].sample(len(few), random_state=0).index
i = few.union(many)
m = LogisticRegression().fit(a.loc[i], ya.loc[i])
print(m.score(b, yb))""",
    "upsample_train": """{split}
t = a.assign(label=ya)
t = pd.concat([t, t[t.label == 1].sample(len(t), replace=True)])
m = LogisticRegression().fit(t.drop(columns="label"), t.label)
print(m.score(b, yb))""",
}
"""How a sound script chooses, prepares, resamples, refits and reports."""


@pytest.mark.parametrize("how", SOUND)
def test_sound_choices_and_scores_draw_nothing(tmp_path: Path, how: str) -> None:
    body = SOUND[how].replace("{split}", SPLIT)
    assert findings(tmp_path, PROCESS.replace("{body}", body)) == []
