# ruff: noqa: E501  the code under test is as others write it
"""Classes of a script whose methods are handed on, and fits by the label that they hide."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "partial_objective": (
        ("chosen_on_test", 11),
        """\
import optuna
import pandas as pd
from functools import partial
from sklearn.svm import SVC
class Task:
    def __init__(self, path):
        d = pd.read_csv(path)
        self.a, self.b = d[d.year < 2020], d[d.year >= 2020]
    def tried(self, kernel, trial):
        m = SVC(C=trial.suggest_float("C", 0.1, 10), kernel=kernel).fit(self.a[["u", "v"]], self.a.y)
        return m.score(self.b[["u", "v"]], self.b.y)
task = Task("d.csv")
s = optuna.create_study(direction="maximize")
s.optimize(partial(task.tried, "rbf"), n_trials=50)
print("accuracy on the later years", s.best_value)
""",
    ),
    "scipy_objective": (
        ("chosen_on_test", 12),
        """\
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics import mean_squared_error
class Fit:
    def __init__(self, d):
        n = int(0.8 * len(d))
        self.X, self.y = d[["u", "v"]].to_numpy()[:n], d["y"].to_numpy()[:n]
        self.Z, self.t = d[["u", "v"]].to_numpy()[n:], d["y"].to_numpy()[n:]
    def loss(self, p):
        return mean_squared_error(self.t, KernelRidge(alpha=np.exp(p[0]), kernel="rbf", gamma=np.exp(p[1])).fit(self.X, self.y).predict(self.Z))
f = Fit(pd.read_csv("d.csv"))
out = minimize(f.loss, [0.0, 0.0], method="Nelder-Mead")
best = KernelRidge(alpha=np.exp(out.x[0]), kernel="rbf", gamma=np.exp(out.x[1])).fit(f.X, f.y)
print("test MSE", mean_squared_error(f.t, best.predict(f.Z)))
""",
    ),
    "dataclass_property": (
        ("selection_before_split", 15),
        """\
from dataclasses import dataclass
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
@dataclass
class Study:
    path: str
    k: int = 20
    @property
    def table(self):
        return pd.read_csv(self.path)
    def picked(self):
        t = self.table
        return SelectKBest(f_classif, k=self.k).fit_transform(t.drop(columns="relapse"), t["relapse"]), t["relapse"]
X, y = Study("expr.csv").picked()
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())
""",
    ),
    "attrs_callable": (
        ("preprocessing_before_split", 13),
        """\
import attrs
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
@attrs.define
class Scaled:
    scaler: StandardScaler = attrs.field(factory=StandardScaler)
    def __call__(self, X):
        return self.scaler.transform(X)
d = pd.read_csv("d.csv")
s = Scaled()
s.scaler.fit(d[["u", "v"]])
a, b = train_test_split(d, random_state=0)
m = LogisticRegression().fit(s(a[["u", "v"]]), a.y)
print(m.score(s(b[["u", "v"]]), b.y))
""",
    ),
    "lda_axes": (
        ("selection_before_split", 8),
        """\
import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis as LDA
from sklearn.model_selection import LeaveOneGroupOut, cross_val_score
from sklearn.svm import SVC
d = np.load("epochs.npz")
X = d["x"].reshape(len(d["x"]), 32, -1).mean(axis=-1)
Z = LDA(n_components=3).fit(X, d["y"]).transform(X)
print(cross_val_score(SVC(), Z, d["y"], groups=d["subject"], cv=LeaveOneGroupOut()).mean())
""",
    ),
    "stack_in_sample": (
        ("target_encoding_before_split", 10),
        """\
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier
d = pd.read_csv("d.csv")
X, y = d.drop(columns="y"), d["y"]
zoo = {"lgbm": LGBMClassifier(), "knn": KNeighborsClassifier(5)}
meta = pd.DataFrame({name: zoo[name].fit(X, y).predict_proba(X)[:, 1] for name in zoo})
print(cross_val_score(LogisticRegression(), meta, y, cv=5, scoring="roc_auc").mean())
""",
    ),
    "woe_bins": (
        ("selection_before_split", 9),
        """\
import pandas as pd
from optbinning import OptimalBinning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
d = pd.read_csv("loans.csv", parse_dates=["opened"])
d.columns = [c.lower() for c in d.columns]
w = pd.DataFrame(index=d.index)
for c in [c for c in d.columns if c.startswith("b_")]:
    w[c] = OptimalBinning(name=c).fit_transform(d[c].values, d["bad"].values, metric="woe")
old = d.opened < "2022"
m = LogisticRegression().fit(w[old], d["bad"][old])
print(roc_auc_score(d["bad"][~old], m.predict_proba(w[~old])[:, 1]))
""",
    ),
}
SOUND = {
    "objective_by_folds": """\
import optuna
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
class Task:
    def __init__(self, path):
        d = pd.read_csv(path)
        self.a, self.b = d[d.year < 2020], d[d.year >= 2020]
    def tried(self, trial):
        return cross_val_score(SVC(C=trial.suggest_float("C", 0.1, 10)), self.a[["u", "v"]], self.a.y).mean()
task = Task("d.csv")
s = optuna.create_study(direction="maximize")
s.optimize(task.tried, n_trials=50)
m = SVC(**s.best_params).fit(task.a[["u", "v"]], task.a.y)
print("accuracy on the later years", m.score(task.b[["u", "v"]], task.b.y))
""",
    "callable_features": """\
import pandas as pd
from dataclasses import dataclass, field
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
@dataclass
class Words:
    most: int = 5000
    counter: CountVectorizer = field(init=False)
    def __post_init__(self):
        self.counter = CountVectorizer(max_features=self.most)
    def learn(self, texts):
        self.counter.fit(texts)
        return self
    def __call__(self, texts):
        return self.counter.transform(texts)
d = pd.read_csv("mails.csv")
old, new = d[d.year < 2020], d[d.year >= 2020]
words = Words().learn(old.body)
m = MultinomialNB().fit(words(old.body), old.spam)
print(m.score(words(new.body), new.spam))
""",
    "stack_oof": """\
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
d = pd.read_csv("d.csv")
X, y = d.drop(columns="y"), d["y"]
zoo = {"lgbm": LGBMClassifier(), "knn": KNeighborsClassifier(5)}
meta = pd.DataFrame({name: cross_val_predict(zoo[name], X, y, method="predict_proba")[:, 1] for name in zoo})
print(cross_val_score(LogisticRegression(), meta, y, cv=5, scoring="roc_auc").mean())
""",
    "woe_bins_of_old": """\
import pandas as pd
from optbinning import OptimalBinning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
d = pd.read_csv("loans.csv", parse_dates=["opened"])
d.columns = [c.lower() for c in d.columns]
old, new = d[d.opened < "2022"], d[d.opened >= "2022"]
w, v = pd.DataFrame(index=old.index), pd.DataFrame(index=new.index)
for c in [c for c in d.columns if c.startswith("b_")]:
    ob = OptimalBinning(name=c).fit(old[c].values, old["bad"].values)
    w[c] = ob.transform(old[c].values, metric="woe")
    v[c] = ob.transform(new[c].values, metric="woe")
m = LogisticRegression().fit(w, old["bad"])
print(roc_auc_score(new["bad"], m.predict_proba(v)[:, 1]))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
