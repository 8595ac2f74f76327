# ruff: noqa: E501  the code under test is as others write it
"""Rows dropped by residuals, columns taken out of lists, functions handed to other processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "isolation_pred": (
        ("hard_rows_dropped_before_split", 11),
        """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import cross_val_predict, train_test_split
d = pd.read_csv("rents.csv")
X, y = d.drop(columns="rent"), d["rent"]
oof = cross_val_predict(RandomForestRegressor(), X, y, cv=5)
res = np.abs(oof - y)
keep = res < 3 * res.std()
X, y = X[keep], y[keep]
a, b, ya, yb = train_test_split(X, y, random_state=0)
m = RandomForestRegressor().fit(a, ya)
print(mean_absolute_error(yb, m.predict(b)))
""",
    ),
    "cooks": (
        ("hard_rows_dropped_before_split", 11),
        """\
import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
d = pd.read_csv("concrete.csv")
X, y = d.drop(columns="mpa"), d["mpa"]
fit = sm.OLS(y, sm.add_constant(X)).fit()
cooks = fit.get_influence().cooks_distance[0]
ok = cooks < 4 / len(d)
X, y = X[ok], y[ok]
print("R2", cross_val_score(Ridge(), X, y, cv=10, scoring="r2").mean())
""",
    ),
    "cleanlab": (
        ("hard_rows_dropped_before_split", 10),
        """\
import pandas as pd
from cleanlab.filter import find_label_issues
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_predict, train_test_split
d = pd.read_csv("tickets_emb.csv")
X, y = d.filter(like="e_").to_numpy(), d["queue"].to_numpy()
proba = cross_val_predict(LogisticRegression(), X, y, cv=5, method="predict_proba")
issues = find_label_issues(y, proba)
X, y = X[~issues], y[~issues]
a, b, ya, yb = train_test_split(X, y, stratify=y, random_state=0)
m = LogisticRegression().fit(a, ya)
print(accuracy_score(yb, m.predict(b)))
""",
    ),
    "all": (
        ("target_in_features", 6),
        """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
d = pd.read_csv("d.csv")
cols = d.columns.drop("id")
a, b = d[:100], d[100:]
m = LogisticRegression().fit(a[cols], a["y"])
print(m.score(b[cols], b["y"]))
""",
    ),
    "joblib": (
        ("chosen_on_test", 12),
        """\
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.metrics import mean_squared_error
from sklearn.svm import SVR
d = pd.read_csv("d.csv", parse_dates=["t"]).sort_values("t")
a, b = d.iloc[:800], d.iloc[800:]
def tried(C, eps):
    m = SVR(C=C, epsilon=eps).fit(a[["u", "v"]], a["y"])
    return mean_squared_error(b["y"], m.predict(b[["u", "v"]])), C, eps
res = Parallel(n_jobs=4)(delayed(tried)(C, e) for C in (1, 10) for e in (0.1, 0.5))
best = min(res)
print("test MSE", best[0], "with", best[1:])
""",
    ),
    "starmap": (
        ("chosen_on_test", 12),
        """\
import multiprocessing as mp
import pandas as pd
from prophet import Prophet
s = pd.read_csv("s.csv", parse_dates=["ds"])
train, test = s[:-90], s[-90:]
def tried(prior, mode):
    m = Prophet(changepoint_prior_scale=prior, seasonality_mode=mode).fit(train)
    f = m.predict(test)
    return {"prior": prior, "mode": mode, "mape": ((f.yhat.values - test.y.values) / test.y.values).__abs__().mean()}
with mp.Pool(4) as pool:
    res = pool.starmap(tried, [(p, q) for p in (0.01, 0.1) for q in ("additive", "multiplicative")])
best = sorted(res, key=lambda r: r["mape"])[0]
print("MAPE on the last 90 days", best["mape"])
""",
    ),
}
SOUND = {
    "train_only": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import cross_val_predict, train_test_split
d = pd.read_csv("rents.csv")
X, y = d.drop(columns="rent"), d["rent"]
a, b, ya, yb = train_test_split(X, y, random_state=0)
oof = cross_val_predict(RandomForestRegressor(), a, ya, cv=5)
res = np.abs(oof - ya)
keep = res < 3 * res.std()
m = RandomForestRegressor().fit(a[keep], ya[keep])
print(mean_absolute_error(yb, m.predict(b)))
""",
    "cooks_report": """\
import numpy as np
import pandas as pd
import statsmodels.api as sm
d = pd.read_csv("concrete.csv")
X, y = d.drop(columns="mpa"), d["mpa"]
fit = sm.OLS(y, sm.add_constant(X)).fit()
cooks = fit.get_influence().cooks_distance[0]
print(d[cooks > 4 / len(d)])
again = sm.OLS(y[cooks < 4 / len(d)], sm.add_constant(X)[cooks < 4 / len(d)]).fit()
print("coefficients without influential rows", again.params)
""",
    "cleanlab_train": """\
import pandas as pd
from cleanlab.filter import find_label_issues
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_predict, train_test_split
d = pd.read_csv("tickets_emb.csv")
X, y = d.filter(like="e_").to_numpy(), d["queue"].to_numpy()
a, b, ya, yb = train_test_split(X, y, stratify=y, random_state=0)
proba = cross_val_predict(LogisticRegression(), a, ya, cv=5, method="predict_proba")
issues = find_label_issues(ya, proba)
m = LogisticRegression().fit(a[~issues], ya[~issues])
print(accuracy_score(yb, m.predict(b)))
""",
    "impossible": """\
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
d = pd.read_csv("taxi.csv")
d = d[(d.minutes > 1) & (d.minutes < 180) & (d.km > 0.2)]
d = d[d.km / d.minutes * 60 < 130]
X, y = d.drop(columns="minutes"), d["minutes"]
a, b, ya, yb = train_test_split(X, y, random_state=0)
m = HistGradientBoostingRegressor().fit(a, ya)
print(mean_absolute_error(yb, m.predict(b)))
""",
    "remove": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
d = pd.read_csv("d.csv")
cols = list(d.columns)
cols.remove("y")
a, b = d[:100], d[100:]
m = LogisticRegression().fit(a[cols], a["y"])
print(m.score(b[cols], b["y"]))
""",
    "drop_tolist": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
d = pd.read_csv("d.csv")
cols = d.columns.drop(["id", "y"]).tolist()
a, b = d[:100], d[100:]
m = LogisticRegression().fit(a[cols], a["y"])
print(m.score(b[cols], b["y"]))
""",
    "pop": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
d = pd.read_csv("d.csv")
cols = d.columns.tolist()
label = cols.pop()
a, b = d[:100], d[100:]
m = LogisticRegression().fit(a[cols], a[label])
print(m.score(b[cols], b[label]))
""",
    "joblib_valid": """\
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.metrics import mean_squared_error
from sklearn.svm import SVR
d = pd.read_csv("d.csv", parse_dates=["t"]).sort_values("t")
a, v, b = d.iloc[:600], d.iloc[600:800], d.iloc[800:]
def tried(C, eps):
    m = SVR(C=C, epsilon=eps).fit(a[["u", "v"]], a["y"])
    return mean_squared_error(v["y"], m.predict(v[["u", "v"]])), C, eps
res = Parallel(n_jobs=4)(delayed(tried)(C, e) for C in (1, 10) for e in (0.1, 0.5))
_, C, e = min(res)
m = SVR(C=C, epsilon=e).fit(a[["u", "v"]], a["y"])
print("test MSE", mean_squared_error(b["y"], m.predict(b[["u", "v"]])))
""",
    "submit_refit": """\
from concurrent.futures import ThreadPoolExecutor
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score, train_test_split
d = pd.read_csv("d.csv")
a, b = train_test_split(d, random_state=0)
def tried(depth):
    return cross_val_score(RandomForestClassifier(max_depth=depth), a[["u", "v"]], a["y"]).mean(), depth
with ThreadPoolExecutor() as ex:
    jobs = [ex.submit(tried, depth) for depth in (3, 6, 9)]
    _, depth = max(job.result() for job in jobs)
m = RandomForestClassifier(max_depth=depth).fit(a[["u", "v"]], a["y"])
print(m.score(b[["u", "v"]], b["y"]))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
