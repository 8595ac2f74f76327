# ruff: noqa: E501  the code under test is as others write it
"""What first looks at scripts in other styles showed: folds' encodings, periods before, tuners, spatial patterns."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "pseudo_test_labels": (
        ("evaluated_on_training", 11),
        """\
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
d = pd.read_csv("d.csv")
a, b = train_test_split(d, test_size=0.2, random_state=0)
cols = [c for c in d if c != "y"]
m = LGBMClassifier().fit(a[cols], a.y)
both = pd.concat([a, b])
m2 = LGBMClassifier().fit(both[cols], both.y)
print("first", accuracy_score(b.y, m.predict(b[cols])))
print("with more data", accuracy_score(b.y, m2.predict(b[cols])))
""",
    ),
    "conformal_on_test": (
        ("evaluated_on_training", 11),
        """\
import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split
d = pd.read_csv("d.csv")
a, b = train_test_split(d, random_state=0)
rf = RandomForestClassifier().fit(a[["u", "v"]], a.y)
p = rf.predict_proba(b[["u", "v"]])[:, 1]
cal = IsotonicRegression(out_of_bounds="clip").fit(p, b.y)
print("Brier", brier_score_loss(b.y, p), "->", brier_score_loss(b.y, cal.predict(p)))
""",
    ),
    "csp_before_cv": (
        ("selection_before_split", 8),
        """\
import mne
import numpy as np
from mne.decoding import CSP
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import StratifiedKFold, cross_val_score
ep = mne.read_epochs("s1-epo.fif")
X, y = ep.get_data(), ep.events[:, -1]
Z = CSP(6).fit_transform(X, y)
print(cross_val_score(LinearDiscriminantAnalysis(), Z, y, cv=StratifiedKFold(10)).mean())
""",
    ),
    "hyperband_test": (
        ("chosen_on_test", 10),
        """\
import keras_tuner as kt
import numpy as np
from tensorflow import keras
(xa, ya), (xb, yb) = keras.datasets.fashion_mnist.load_data()
def build(hp):
    m = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(hp.Int("u", 32, 512, 32), activation="relu"), keras.layers.Dense(10, activation="softmax")])
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m
t = kt.Hyperband(build, objective="val_accuracy", max_epochs=10)
t.search(xa / 255, ya, validation_data=(xb / 255, yb))
best = t.get_best_models(1)[0]
print("test accuracy", best.evaluate(xb / 255, yb)[1])
""",
    ),
}
SOUND = {
    "kaggle_oof_te": """\
import numpy as np
import pandas as pd
from sklearn.model_selection import KFold
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score
train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
kf = KFold(5, shuffle=True, random_state=42)
cats = ["city", "device"]
for c in cats:
    train[c + "_te"] = np.nan
    for a, b in kf.split(train):
        means = train.iloc[a].groupby(c).target.mean()
        train.loc[train.index[b], c + "_te"] = train.iloc[b][c].map(means)
    test[c + "_te"] = test[c].map(train.groupby(c).target.mean())
feats = ["age", *[c + "_te" for c in cats]]
oof, pred = np.zeros(len(train)), np.zeros(len(test))
for a, b in kf.split(train):
    m = CatBoostClassifier(iterations=500, verbose=0)
    m.fit(train.iloc[a][feats], train.iloc[a].target)
    oof[b] = m.predict_proba(train.iloc[b][feats])[:, 1]
    pred += m.predict_proba(test[feats])[:, 1] / 5
print("OOF AUC", roc_auc_score(train.target, oof))
pd.DataFrame({"id": test.id, "target": pred}).to_csv("sub.csv", index=False)
""",
    "lopo_eeg": """\
import mne
import numpy as np
from mne.decoding import CSP
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import LeaveOneGroupOut, cross_val_score
from sklearn.pipeline import make_pipeline
X, y, who = [], [], []
for s in range(1, 21):
    raw = mne.io.read_raw_edf(f"S{s:03d}.edf", preload=True)
    raw.filter(8, 30)
    ep = mne.Epochs(raw, *mne.events_from_annotations(raw), tmin=0, tmax=2, baseline=None)
    X.append(ep.get_data())
    y.append(ep.events[:, -1])
    who.append(np.full(len(ep), s))
X, y, who = np.concatenate(X), np.concatenate(y), np.concatenate(who)
clf = make_pipeline(CSP(6), LinearDiscriminantAnalysis())
print(cross_val_score(clf, X, y, groups=who, cv=LeaveOneGroupOut()).mean())
""",
    "pivot_features": """\
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
log = pd.read_csv("visits.csv")
people = pd.read_csv("people.csv", index_col="person")
wide = log.pivot_table(index="person", columns="page", values="seconds", aggfunc="sum").fillna(0)
a, b = train_test_split(people.index, random_state=0)
svd = TruncatedSVD(20).fit(wide.loc[a])
m = LogisticRegression().fit(svd.transform(wide.loc[a]), people.loc[a, "churned"])
print(m.score(svd.transform(wide.loc[b]), people.loc[b, "churned"]))
""",
    "item_knn_train": """\
import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
e = pd.read_parquet("plays.parquet").sort_values("t")
e["rank"] = e.groupby("u").cumcount(ascending=False)
train, test = e[e["rank"] > 0], e[e["rank"] == 0]
n_u, n_i = e.u.max() + 1, e.i.max() + 1
R = coo_matrix((np.ones(len(train)), (train.u, train.i)), shape=(n_u, n_i)).tocsr()
C = (R.T @ R).toarray()
np.fill_diagonal(C, 0)
C = C / np.sqrt(np.outer(R.sum(0).A1 + 1, R.sum(0).A1 + 1))
score = R @ C
score[R.nonzero()] = -np.inf
top = np.argsort(-score, axis=1)[:, :20]
print("hit rate", np.mean([i in top[u] for u, i in zip(test.u, test.i)]))
""",
    "easy_and_hard_slices": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_predict, train_test_split
d = pd.read_csv("d.csv")
a, b = train_test_split(d, random_state=0)
m = RandomForestClassifier().fit(a[["u", "v"]], a.y)
p = m.predict(b[["u", "v"]])
wrong = p != b.y
print("accuracy", accuracy_score(b.y, p))
print(b[wrong].describe())
for region, g in b.groupby("region"):
    print(region, accuracy_score(g.y, m.predict(g[["u", "v"]])))
""",
    "group_mean_of_old_only": """\
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("rides.csv", parse_dates=["start"])
d["month"] = d.start.dt.to_period("M")
m = d.groupby(["zone", "month"]).fare.mean().groupby("zone").shift(1).rename("zone_last").reset_index()
d = d.merge(m, on=["zone", "month"])
d["hour_share"] = d.groupby("hour").km.transform("mean")
a, b = d[d.start < "2023-06-01"], d[d.start >= "2023-06-01"]
c = ["km", "zone_last"]
r = Ridge().fit(a[c], a.fare)
print(mean_absolute_error(b.fare, r.predict(b[c])))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
