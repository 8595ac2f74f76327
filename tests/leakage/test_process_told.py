# ruff: noqa: E501  the code under test is as others write it
"""What tells which is best, which rows count, and what a filter on the label leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "best_and_its_score": (
        ("chosen_on_test", 8),
        """\
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
t = pd.read_csv("t.csv")
a, b = train_test_split(t, random_state=0)
res = pd.Series({n: m.fit(a[["u", "v"]], a.y).score(b[["u", "v"]], b.y) for n, m in {"ridge": Ridge(), "forest": RandomForestRegressor()}.items()})
best = res.idxmax()
print("we use", best, "with R2", res[best])
""",
    ),
    "filled_by_class": (
        ("target_encoding_before_split", 7),
        """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
d = pd.read_csv("d.csv")
d = d[d.age > 18]
for c in (0, 1):
    d.loc[d.ill == c, "bmi"] = d.loc[d.ill == c, "bmi"].fillna(d.loc[d.ill == c, "bmi"].mean())
a, b = train_test_split(d, random_state=0)
m = LogisticRegression().fit(a[["bmi", "age"]], a["ill"])
print(m.score(b[["bmi", "age"]], b["ill"]))
""",
    ),
}
SOUND = {
    "spark_where": """\
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
d = spark.table("claims.features")
lr = LogisticRegression(labelCol="paid")
grid = ParamGridBuilder().addGrid(lr.regParam, [0.0, 0.1]).build()
ev = BinaryClassificationEvaluator(labelCol="paid")
found = CrossValidator(estimator=lr, estimatorParamMaps=grid, evaluator=ev).fit(d.where("year <= 2020 AND state = 'NY'"))
print(max(found.avgMetrics))
print(ev.evaluate(found.bestModel.transform(d.where("year > 2020 AND state = 'NY'"))))
""",
    "duckdb_filter": """\
import duckdb
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
rel = duckdb.read_parquet("trips.parquet")
a = rel.filter("month < 10").df()
b = rel.filter("month >= 10").df()
g = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}).fit(a[["km", "hour"]], a["tip"])
print(g.best_score_, g.score(b[["km", "hour"]], b["tip"]))
""",
    "pandas_query": """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
d = pd.read_csv("d.csv")
a, b = d.query("year < 2020 and kept == 1"), d.query("year >= 2020 and kept == 1")
g = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}).fit(a[["u", "v"]], a["y"])
print(g.best_score_, g.score(b[["u", "v"]], b["y"]))
""",
    "best_by_get": """\
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
d = pd.read_csv("d.csv")
X, y = d[["u", "v"]].to_numpy(), d["y"].to_numpy()
def pick(X, y):
    err = {}
    for alpha in ALPHAS:
        parts = []
        for a, b in KFold(5).split(X):
            parts.append(np.mean((y[b] - Ridge(alpha=alpha).fit(X[a], y[a]).predict(X[b])) ** 2))
        err[alpha] = np.mean(parts)
    return min(err, key=err.get)
outer = []
for a, b in KFold(5).split(X):
    outer.append(Ridge(alpha=pick(X[a], y[a])).fit(X[a], y[a]).score(X[b], y[b]))
print("nested", np.mean(outer))
best = pick(X, y)
print("alpha for the field", best)
""",
    "best_by_place": """\
import numpy as np
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score
d = pd.read_csv("d.csv")
X, y = d[["u", "v"]].to_numpy(), d["y"].to_numpy()
KS = [1, 3, 5, 9]
def pick(X, y):
    return KS[int(np.argmax([cross_val_score(KNeighborsClassifier(k), X, y).mean() for k in KS]))]
acc = [KNeighborsClassifier(pick(X[a], y[a])).fit(X[a], y[a]).score(X[b], y[b]) for a, b in StratifiedKFold(5).split(X, y)]
print("nested accuracy", np.mean(acc))
print("k of the shipped model", pick(X, y))
""",
    "wins": """\
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
rows = []
for site in SITES:
    t = pd.read_csv(f"sites/{site}.csv")
    for name, m in {"ridge": Ridge(), "forest": RandomForestRegressor()}.items():
        rows.append({"site": site, "model": name, "r2": cross_val_score(m, t[["u", "v"]], t["y"]).mean()})
res = pd.DataFrame(rows).pivot(index="site", columns="model", values="r2")
print(res.mean())
print(res.idxmax(axis=1).value_counts())
""",
    "wins_numpy": """\
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
table = []
for site in SITES:
    t = pd.read_csv(f"sites/{site}.csv")
    table.append([cross_val_score(m, t[["u", "v"]], t["y"]).mean() for m in (Ridge(), RandomForestRegressor())])
table = np.array(table)
print("mean", table.mean(0), "sd", table.std(0))
print("wins", np.bincount(table.argmax(1), minlength=2))
""",
    "valid_labels_only": """\
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
d = pd.read_csv("rents.csv")
d = d[d["rent"] > 0]
def fill(t, med=None):
    t = t.copy()
    med = t[["area", "age"]].median() if med is None else med
    t[["area", "age"]] = t[["area", "age"]].fillna(med)
    return t, med
old, new = d[d.year < 2020], d[d.year >= 2020]
old, med = fill(old)
new, _ = fill(new, med)
m = Ridge().fit(old[["area", "age"]], old["rent"])
print(mean_absolute_error(new["rent"], m.predict(new[["area", "age"]])))
""",
    "valid_labels_polars": """\
import polars as pl
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
d = pl.read_csv("rents.csv").filter(pl.col("rent") > 0)
old, new = d.filter(pl.col("year") < 2020), d.filter(pl.col("year") >= 2020)
mean = old["area"].mean()
old = old.with_columns(pl.col("area").fill_null(mean))
new = new.with_columns(pl.col("area").fill_null(mean))
m = Ridge().fit(old.select("area").to_numpy(), old["rent"].to_numpy())
print(mean_absolute_error(new["rent"].to_numpy(), m.predict(new.select("area").to_numpy())))
""",
    "positive_survivals": """\
import pandas as pd
from lifelines import CoxPHFitter
from sklearn.model_selection import KFold
d = pd.read_csv("grafts.csv")
d = d[d.days > 0].reset_index(drop=True)
c = []
for a, b in KFold(5, shuffle=True, random_state=0).split(d):
    tr, te = d.iloc[a].copy(), d.iloc[b].copy()
    mid = tr["bmi"].median()
    tr["bmi"] = tr["bmi"].fillna(mid)
    te["bmi"] = te["bmi"].fillna(mid)
    cox = CoxPHFitter().fit(tr[["bmi", "age", "days", "lost"]], "days", "lost")
    c.append(cox.score(te[["bmi", "age", "days", "lost"]], scoring_method="concordance_index"))
print(sum(c) / 5)
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
