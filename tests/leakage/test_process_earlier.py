# ruff: noqa: E501  the code under test is as others write it
"""Values of later rows that stand beside others, and models that are written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "centred_beside": (
        ("future_in_features", 5),
        """\
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
t = pd.read_csv("plant.csv", index_col=0, parse_dates=True)
calm = t.rolling(13, center=True).median().add_prefix("calm_")
X = t.join(calm)
X["goal"] = t["co2"].shift(-10)
X = X.dropna()
a, b = X[:"2021-06"], X["2021-07":]
cols = [c for c in X.columns if c != "goal"]
m = ExtraTreesRegressor().fit(a[cols], a["goal"])
print(mean_absolute_error(b["goal"], m.predict(b[cols])))
""",
    ),
    "next_visit": (
        ("future_in_features", 9),
        """\
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
v = pd.read_csv("visits.csv", parse_dates=["day"]).sort_values(["client", "day"])
v["until_next"] = (v.groupby("client")["day"].shift(-1) - v["day"]).dt.days
v["back_soon"] = (v["until_next"] < 60).astype(int)
y = v["back_soon"]
X = v.drop(columns=["back_soon", "client", "day"])
pre = ColumnTransformer([
    ("n", SimpleImputer(), make_column_selector(dtype_include="number")),
    ("c", OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include=object)),
])
early = v["day"] < "2022-01-01"
m = make_pipeline(pre, LogisticRegression()).fit(X[early], y[early])
print(m.score(X[~early], y[~early]))
""",
    ),
    "made_in_place": (
        ("target_in_features", 5),
        """\
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
d = pd.read_csv("loans.csv")
d["status"] = (d["days_late"] > 90).map({True: "bad", False: "good"})
y = (d["status"] == "bad").astype(int)
X = d.drop(columns=["status", "id"])
a, b, ya, yb = train_test_split(X, y, random_state=0)
print(RandomForestClassifier().fit(a, ya).score(b, yb))
""",
    ),
    "z_by_machine": (
        ("preprocessing_before_split", 6),
        """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
d = pd.read_csv("presses.csv", parse_dates=["ts"])
g = d.groupby("press")["force"]
d["force_z"] = (d["force"] - g.transform("mean")) / g.transform("std")
a, b = d[d.ts < "2023-01-01"], d[d.ts >= "2023-01-01"]
m = LogisticRegression().fit(a[["force_z"]], a["jam"])
print(roc_auc_score(b["jam"], m.predict_proba(b[["force_z"]])[:, 1]))
""",
    ),
    "standardised": (
        ("preprocessing_before_split", 11),
        """\
import csv
import numpy as np
def read(path):
    X, y = [], []
    with open(path) as fh:
        for row in csv.reader(fh):
            X.append([float(v) for v in row[:-1]])
            y.append(float(row[-1]))
    return np.array(X), np.array(y)
X, y = read("abalone.csv")
X = (X - X.mean(0)) / X.std(0)
n = int(0.8 * len(X))
A, B = X[:n], X[n:]
w = np.linalg.lstsq(A, y[:n], rcond=None)[0]
print("RMSE", np.sqrt(np.mean((B @ w - y[n:]) ** 2)))
""",
    ),
}
SOUND = {
    "trailing_beside": """\
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
t = pd.read_csv("plant.csv", index_col=0, parse_dates=True)
calm = t.rolling(13).median().add_prefix("calm_")
X = pd.concat([t, calm], axis=1)
X["goal"] = t["co2"].shift(-10)
X = X.dropna()
a, b = X[:"2021-06"], X["2021-07":]
cols = [c for c in X.columns if c != "goal"]
m = ExtraTreesRegressor().fit(a[cols], a["goal"])
print(mean_absolute_error(b["goal"], m.predict(b[cols])))
""",
    "centred_label": """\
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
t = pd.read_csv("plant.csv", index_col=0, parse_dates=True)
X = t[["o2", "feed"]].copy()
goal = t["co2"].rolling(13, center=True).mean().rename("goal")
X = pd.concat([X, goal], axis=1).dropna()
a, b = X[:"2021-06"], X["2021-07":]
m = ExtraTreesRegressor().fit(a[["o2", "feed"]], a["goal"])
print(mean_absolute_error(b["goal"], m.predict(b[["o2", "feed"]])))
""",
    "centred_label_rest": """\
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
t = pd.read_csv("plant.csv", index_col=0, parse_dates=True)
goal = t["co2"].rolling(13, center=True).mean().rename("goal")
X = pd.concat([t[["o2", "feed"]], goal], axis=1).dropna()
a, b = X[:"2021-06"], X["2021-07":]
m = ExtraTreesRegressor().fit(a.drop(columns="goal"), a["goal"])
print(mean_absolute_error(b["goal"], m.predict(b.drop(columns="goal"))))
""",
    "next_visit_dropped": """\
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
v = pd.read_csv("visits.csv", parse_dates=["day"]).sort_values(["client", "day"])
v["until_next"] = (v.groupby("client")["day"].shift(-1) - v["day"]).dt.days
v["back_soon"] = (v["until_next"] < 60).astype(int)
y = v["back_soon"]
X = v.drop(columns=["back_soon", "until_next", "client", "day"])
pre = ColumnTransformer([
    ("n", SimpleImputer(), make_column_selector(dtype_include="number")),
    ("c", OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include=object)),
])
early = v["day"] < "2022-01-01"
m = make_pipeline(pre, LogisticRegression()).fit(X[early], y[early])
print(m.score(X[~early], y[~early]))
""",
    "made_in_place_dropped": """\
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
d = pd.read_csv("loans.csv")
d["status"] = (d["days_late"] > 90).map({True: "bad", False: "good"})
y = (d["status"] == "bad").astype(int)
X = d.drop(columns=["status", "id", "days_late"])
a, b, ya, yb = train_test_split(X, y, random_state=0)
print(RandomForestClassifier().fit(a, ya).score(b, yb))
""",
    "z_by_machine_of_old": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
d = pd.read_csv("presses.csv", parse_dates=["ts"])
a, b = d[d.ts < "2023-01-01"], d[d.ts >= "2023-01-01"]
s = a.groupby("press")["force"].agg(["mean", "std"])
def z(t):
    t = t.join(s, on="press")
    return ((t["force"] - t["mean"]) / t["std"]).to_frame("force_z")
m = LogisticRegression().fit(z(a), a["jam"])
print(roc_auc_score(b["jam"], m.predict_proba(z(b))[:, 1]))
""",
    "z_new_machines": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_score
d = pd.read_csv("presses.csv", parse_dates=["ts"])
g = d.groupby("press")["force"]
d["force_z"] = (d["force"] - g.transform("mean")) / g.transform("std")
print(cross_val_score(LogisticRegression(), d[["force_z"]], d["jam"], groups=d["press"], cv=GroupKFold(5)).mean())
""",
    "standardised_by_train": """\
import csv
import numpy as np
def read(path):
    X, y = [], []
    with open(path) as fh:
        for row in csv.reader(fh):
            X.append([float(v) for v in row[:-1]])
            y.append(float(row[-1]))
    return np.array(X), np.array(y)
X, y = read("abalone.csv")
n = int(0.8 * len(X))
mu, sd = X[:n].mean(0), X[:n].std(0)
A, B = (X[:n] - mu) / sd, (X[n:] - mu) / sd
w = np.linalg.lstsq(A, y[:n], rcond=None)[0]
print("RMSE", np.sqrt(np.mean((B @ w - y[n:]) ** 2)))
""",
    "groups_left_out": """\
import numpy as np
import pandas as pd
d = pd.read_csv("d.csv")
X, y, who = d[["u", "v"]].to_numpy(), d["y"].to_numpy(), d["patient"].to_numpy()
people = np.unique(who)
np.random.default_rng(0).shuffle(people)
def auc(y, s):
    order = np.argsort(s)
    rank = np.empty(len(s))
    rank[order] = np.arange(1, len(s) + 1)
    return (rank[y == 1].sum() - y.sum() * (y.sum() + 1) / 2) / (y.sum() * (len(y) - y.sum()))
out = []
for part in np.array_split(people, 5):
    held = np.isin(who, part)
    A = X[~held]
    mu, sd = A.mean(0), A.std(0)
    w = np.linalg.solve((A - mu).T @ (A - mu) + np.eye(2), (A - mu).T @ y[~held])
    out.append(auc(y[held], (X[held] - mu) @ w))
print(np.mean(out))
""",
    "days_since_first": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
d = pd.read_csv("orders.csv", parse_dates=["day"]).sort_values("day")
d["age"] = (d["day"] - d.groupby("client")["day"].transform("first")).dt.days
d["old"] = d["cents"] / d.groupby("client")["cents"].transform("first")
a, b = d[d.day < "2023-01-01"], d[d.day >= "2023-01-01"]
m = LogisticRegression().fit(a[["age", "old"]], a["sent_back"])
print(roc_auc_score(b["sent_back"], m.predict_proba(b[["age", "old"]])[:, 1]))
""",
    "functions": """\
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import MinMaxScaler
raw = pd.read_parquet("plant.parquet").sort_index()
n = len(raw)
scaler = MinMaxScaler().fit(raw[["power", "ghi"]].iloc[: int(n * 0.7)])
values = scaler.transform(raw[["power", "ghi"]])
bounds = {"train": (0, int(n * 0.7)), "val": (int(n * 0.7), int(n * 0.85)), "test": (int(n * 0.85), n)}
def windows(lo, hi):
    X, Y = [], []
    for s in range(lo, hi - 96 + 1):
        X.append(values[s:s + 72])
        Y.append(values[s + 72:s + 96, 0])
    return np.stack(X), np.stack(Y)
data = {k: windows(*b) for k, b in bounds.items()}
model = tf.keras.Sequential([tf.keras.layers.LSTM(48), tf.keras.layers.Dense(24)])
model.compile("adam", loss="mse")
model.fit(*data["train"], validation_data=data["val"], epochs=50, callbacks=[tf.keras.callbacks.EarlyStopping(patience=6)])
X_te, Y_te = data["test"]
pred = model.predict(X_te)
print("test RMSE", np.sqrt(np.mean((pred - Y_te) ** 2)))
""",
    "comprehensions": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
v = pd.read_csv("v.csv", parse_dates=["t"]).sort_values("t")["q"].to_numpy()
W, n = 24, int(0.8 * len(v))
A, a = np.array([v[i - W:i] for i in range(W, n)]), np.array([v[i] for i in range(W, n)])
B, b = np.array([v[i - W:i] for i in range(n, len(v))]), np.array([v[i] for i in range(n, len(v))])
m = RandomForestRegressor().fit(A, a)
print("MAE", np.abs(m.predict(B) - b).mean())
""",
    "loops": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
v = pd.read_csv("v.csv", parse_dates=["t"]).sort_values("t")["q"].to_numpy()
W, cut = 24, int(0.8 * len(v))
A, a, B, b = [], [], [], []
for i in range(W, cut):
    A.append(v[i - W:i])
    a.append(v[i])
for i in range(cut, len(v)):
    B.append(v[i - W:i])
    b.append(v[i])
m = RandomForestRegressor().fit(np.array(A), np.array(a))
print(mean_absolute_error(b, m.predict(np.array(B))))
""",
    "class": """\
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
series = np.load("series.npy")
class Windows(Dataset):
    def __init__(self, x, start, stop, width=48):
        self.x, self.start, self.stop, self.width = torch.as_tensor(x), start, stop, width
    def __len__(self):
        return self.stop - self.start - self.width
    def __getitem__(self, i):
        j = self.start + i
        return self.x[j:j + self.width], self.x[j + self.width]
n = len(series)
train, test = Windows(series, 0, int(0.8 * n)), Windows(series, int(0.8 * n), n)
net = nn.GRU(1, 32, batch_first=True)
head = nn.Linear(32, 1)
opt = torch.optim.Adam([*net.parameters(), *head.parameters()])
for epoch in range(10):
    for x, y in DataLoader(train, 64, shuffle=True):
        opt.zero_grad()
        loss = ((head(net(x)[0][:, -1]) - y) ** 2).mean()
        loss.backward()
        opt.step()
err = []
with torch.no_grad():
    for x, y in DataLoader(test, 256):
        err.append(((head(net(x)[0][:, -1]) - y) ** 2).mean())
print("test MSE", np.mean(err))
""",
    "helper_range": """\
import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
p = pd.read_csv("p.csv", parse_dates=["d"]).sort_values("d")["price"].to_numpy()
def table(first, last, lags=14):
    rows = range(first + lags, last)
    return np.stack([p[r - lags:r] for r in rows]), np.array([p[r] for r in rows])
X, y = table(0, 3000)
Z, t = table(3000, len(p))
m = LGBMRegressor().fit(X, y)
print(np.mean(np.abs(m.predict(Z) - t)))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
