# ruff: noqa: E501  the code under test is as others write it
"""Flawed ways to choose, prepare, resample and score, each of which draws a finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings
from tests.leakage.test_process_choices import PROCESS, SPLIT

FLAWED = {
    "corr_loop": """keep = [c for c in X.columns if abs(X[c].corr(y)) > 0.1]
X = X[keep]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "corr_pick": """k = df.corr()["label"].abs().sort_values(ascending=False).index[1:11]
X = df[k]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "cv_best_of": """best = 0
for s in range(50):
    v = cross_val_score(RandomForestClassifier(random_state=s), X, y, cv=5).mean()
    best = max(best, v)
print(best)""",
    "feature_subsets": """{split}
from itertools import combinations
best, pick = 0, None
for k in combinations(X.columns, 3):
    v = LogisticRegression().fit(a[list(k)], ya).score(b[list(k)], yb)
    if v > best:
        best, pick = v, k
print(pick, best)""",
    "fit_all_score_b": """{split}
m = RandomForestClassifier().fit(X, y)
print("accuracy", m.score(b, yb))""",
    "grid_on_test": """{split}
g = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=5).fit(b, yb)
m = LogisticRegression(**g.best_params_).fit(a, ya)
print(m.score(b, yb))""",
    "impute_all": """from sklearn.impute import SimpleImputer
X = SimpleImputer().fit_transform(X)
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())""",
    "kmeans_label": """df["seg"] = df["label"] * 2
X, y = df.drop(columns="label"), df["label"]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "label_derived": """df["high"] = df["price"] > df["price"].median()
X, y = df.drop(columns="high"), df["high"]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "label_in": """X = df.copy()
y = df["label"]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "lasso_pick": """from sklearn.linear_model import LassoCV
l = LassoCV().fit(X, y)
X = X.loc[:, l.coef_ != 0]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "lgb_train": """{split}
import lightgbm as lgb
m = lgb.train({"objective": "binary"}, lgb.Dataset(a, ya), 1000, valid_sets=[lgb.Dataset(b, yb)], callbacks=[lgb.early_stopping(20)])
print(roc_auc_score(yb, m.predict(b)))""",
    "pick_test_df": """{split}
rows = []
for d in (2, 4, 8):
    m = RandomForestClassifier(max_depth=d).fit(a, ya)
    rows.append((d, m.score(b, yb)))
t = pd.DataFrame(rows, columns=["d", "s"]).sort_values("s")
d = t.iloc[-1]["d"]
m = RandomForestClassifier(max_depth=int(d)).fit(a, ya)
print(m.score(b, yb))""",
    "pick_test_list": """{split}
ms = [RandomForestClassifier(max_depth=d).fit(a, ya) for d in (2, 4, 8)]
ss = [m.score(b, yb) for m in ms]
print(ms[int(np.argmax(ss))], max(ss))""",
    "pick_test_sorted": """{split}
ms = sorted((RandomForestClassifier(max_depth=d).fit(a, ya) for d in (2, 4)), key=lambda m: m.score(b, yb))
print(ms[-1].score(b, yb))""",
    "refit_scaler_test": """{split}
a = StandardScaler().fit_transform(a)
b = StandardScaler().fit_transform(b)
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "resample_all": """from imblearn.over_sampling import SMOTE
X, y = SMOTE().fit_resample(X, y)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "resample_manual": """d = pd.concat([df] + [df[df.label == 1]] * 5)
X, y = d.drop(columns="label"), d["label"]
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "scale_loop": """for c in X.columns:
    X[c] = (X[c] - X[c].min()) / (X[c].max() - X[c].min())
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "scale_manual": """X = (X - X.mean()) / X.std()
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "stack_test": """{split}
ms = [LogisticRegression().fit(a, ya), RandomForestClassifier().fit(a, ya)]
P = np.column_stack([m.predict_proba(b)[:, 1] for m in ms])
meta = LogisticRegression().fit(P, yb)
print(meta.score(P, yb))""",
    "te_func": """def encode(d, c, t):
    return d[c].map(d.groupby(c)[t].mean())
X["city_m"] = encode(df, "city", "label")
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "te_map": """m = df.groupby("city")["label"].mean().to_dict()
X["city_m"] = X["city"].map(m)
{split}
print(LogisticRegression().fit(a, ya).score(b, yb))""",
    "threshold_comp": """{split}
m = LogisticRegression().fit(a, ya)
p = m.predict_proba(b)[:, 1]
t = max(np.linspace(0, 1, 50), key=lambda t: f1_score(yb, p > t))
print(f1_score(yb, p > t))""",
    "threshold_dict": """{split}
m = LogisticRegression().fit(a, ya)
p = m.predict_proba(b)[:, 1]
f = {t: f1_score(yb, p > t) for t in np.linspace(0, 1, 50)}
best = max(f, key=f.get)
print(best, f[best])""",
    "train_only_score": """m = RandomForestClassifier().fit(X, y)
print("accuracy", m.score(X, y))""",
    "train_score_split": """{split}
m = RandomForestClassifier().fit(a, ya)
print("accuracy", accuracy_score(ya, m.predict(a)))""",
    "ttest_loop": """from scipy.stats import ttest_ind
keep = []
for c in X.columns:
    if ttest_ind(X.loc[y == 1, c], X.loc[y == 0, c]).pvalue < 0.05:
        keep.append(c)
X = X[keep]
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())""",
    "weights_test": """{split}
p, q = (m.fit(a, ya).predict_proba(b)[:, 1] for m in (LogisticRegression(), RandomForestClassifier()))
w = max(np.linspace(0, 1, 11), key=lambda w: roc_auc_score(yb, w * p + (1 - w) * q))
print(roc_auc_score(yb, w * p + (1 - w) * q))""",
    "xgb_stop": """{split}
import xgboost as xgb
m = xgb.XGBClassifier(early_stopping_rounds=10).fit(a, ya, eval_set=[(b, yb)])
print(m.score(b, yb))""",
}
"""Short scripts, each with one leak."""


@pytest.mark.parametrize("how", FLAWED)
def test_flawed_choices_and_scores_draw_a_finding(tmp_path: Path, how: str) -> None:
    body = FLAWED[how].replace("{split}", SPLIT)
    assert findings(tmp_path, PROCESS.replace("{body}", body)) != []
