# ruff: noqa: E501  the code under test is as others write it
"""Leaks of everyday scripts in many libraries, each beside sound code that looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np
import pandas as pd
import jax, jax.numpy as jnp, optax
from datasets import load_dataset
from pyspark.sql import SparkSession, functions as F
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from transformers import Trainer, TrainingArguments
d = pd.read_csv("d.csv")
"""
PROBES = """class Probes:
    def rank(self, X, y):
        a, b = X[y == 1], X[y == 0]
        self.keep = np.argsort(-np.abs(a.mean(0) - b.mean(0)) / X.std(0))[:50]
        return self
    def cut(self, X):
        return X[:, self.keep]
y = d.pop("ill").to_numpy()
X = d.to_numpy()
"""
SPARK = """m = GBTClassifier(labelCol="fraud").fit(VectorAssembler().transform(a))
print(BinaryClassificationEvaluator(labelCol="fraud").evaluate(m.transform(VectorAssembler().transform(b))))"""
JAX = """def say(p, x):
    return x @ p["w"] + p["b"]
def loss(p, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(say(p, x), y).mean()
opt = optax.adam(1e-3)
p = {"w": jnp.zeros((784, 10)), "b": jnp.zeros(10)}
state = opt.init(p)
@jax.jit
def step(p, state, x, y):
    move, state = opt.update(jax.grad(loss)(p, x, y), state)
    return optax.apply_updates(p, move), state
a, b, c = np.load("train.npz"), np.load("test.npz"), np.load("valid.npz")
best, kept = 0.0, p
for epoch in range(50):
    p, state = step(p, state, a["x"], a["y"])
"""
HF = """data = load_dataset("csv", data_files={"train": "a.csv", "validation": "v.csv", "test": "b.csv"})
args = TrainingArguments("out", load_best_model_at_end=True, metric_for_best_model="f1", eval_strategy="epoch")
"""
COX = """def p_value(t, gene):
    return CoxPHFitter().fit(t[["months", "died", gene]], "months", "died").summary.loc[gene, "p"]
def top(t, genes):
    return pd.Series({g: p_value(t, g) for g in genes}).sort_values().head(20).index.tolist()
"""
FLAWED = {
    "probes_ranked_by_a_class": (
        "selection_before_split",
        f"""{PROBES}Z = Probes().rank(X, y).cut(X)
print(cross_val_score(LogisticRegression(), Z, y, cv=StratifiedKFold(5)).mean())""",
    ),
    "genes_by_their_own_model": (
        "selection_before_split",
        f"""{COX}signature = top(d, GENES)
a, b = train_test_split(d, random_state=0)
m = CoxPHFitter().fit(a[["months", "died", *signature]], "months", "died")
print(concordance_index(b.months, -m.predict_partial_hazard(b[signature]), b.died))""",
    ),
    "a_rate_by_merchant_in_spark": (
        "target_encoding_before_split",
        f"""tx = SparkSession.builder.getOrCreate().read.parquet("tx")
tx = tx.join(tx.groupBy("merchant").agg(F.avg("fraud").alias("rate")), "merchant")
a, b = tx.randomSplit([0.8, 0.2], seed=1)
{SPARK}""",
    ),
    "the_best_epoch_in_jax": (
        "chosen_on_test",
        f"""{JAX}    best = max(best, float((say(p, b["x"]).argmax(1) == b["y"]).mean()))
print("accuracy", best)""",
    ),
    "a_checkpoint_by_the_test_file": (
        "early_stopping_on_test",
        f"""{HF}t = Trainer(model=NET, args=args, train_dataset=data["train"], eval_dataset=data["test"])
t.train()
print(t.evaluate())""",
    ),
    "the_first_of_a_sorted_list": (
        "chosen_on_test",
        """a, b = train_test_split(d, random_state=0)
tried = []
for k in range(1, 30):
    tried.append((KNeighborsClassifier(k).fit(a[COLS], a.y).score(b[COLS], b.y), k))
tried.sort(reverse=True)
score, k = tried[0]
print(k, score)""",
    ),
    "two_samples_drawn_apart": (
        "evaluated_on_training",
        """a, b = d.sample(frac=0.8, random_state=1), d.sample(frac=0.2, random_state=2)
print(LogisticRegression().fit(a[COLS], a.y).score(b[COLS], b.y))""",
    ),
    "a_mean_that_counts_the_game_itself": (
        "target_in_features",
        """d = d.sort_values("date")
for k in (3, 5):
    d[f"points_{k}"] = d.groupby("team").points.transform(lambda s: s.rolling(k).mean())
a, b = d[d.date < "2022"], d[d.date >= "2022"]
m = LogisticRegression().fit(a[["points_3", "points_5"]], a.points)
print(m.score(b[["points_3", "points_5"]], b.points))""",
    ),
    "orders_of_all_time_in_one_query": (
        "future_in_features",
        """import sqlite3
q = '''select c.age, o.n, case when exists (select 1 from orders x where x.c = c.id and x.day >= '2023-07-01') then 0 else 1 end as gone
from customers c join (select c, count(*) as n from orders group by c) o on o.c = c.id'''
d = pd.read_sql(q, sqlite3.connect("shop.db"))
a, b = train_test_split(d, random_state=0)
print(LogisticRegression().fit(a[["age", "n"]], a.gone).score(b[["age", "n"]], b.gone))""",
    ),
    "all_articles_are_counted_before_the_cut": (
        "preprocessing_before_split",
        """import polars as pl
from sklearn.feature_extraction.text import TfidfVectorizer
news = pl.read_ndjson("news.ndjson").unique("body", keep="first").sort("day")
old = (news["day"] < CUT).to_numpy()
Z, y = TfidfVectorizer().fit_transform(news["body"].to_list()), news["topic"].to_numpy()
print(LogisticRegression().fit(Z[old], y[old]).score(Z[~old], y[~old]))""",
    ),
}
SOUND = {
    "probes_ranked_in_each_fold": f"""{PROBES}found = []
for a, b in StratifiedKFold(5).split(X, y):
    probes = Probes().rank(X[a], y[a])
    found.append(LogisticRegression().fit(probes.cut(X[a]), y[a]).score(probes.cut(X[b]), y[b]))
print(np.mean(found))""",
    "classes_are_compared_for_the_paper": f"""{PROBES}a, b = X[y == 1], X[y == 0]
print("difference", a.mean(0) - b.mean(0))
print(cross_val_score(LogisticRegression(), X, y).mean())""",
    "genes_of_the_training_part": f"""{COX}a, b = train_test_split(d, random_state=0)
signature = top(a, GENES)
m = CoxPHFitter().fit(a[["months", "died", *signature]], "months", "died")
print(concordance_index(b.months, -m.predict_partial_hazard(b[signature]), b.died))""",
    "a_rate_of_the_training_part_in_spark": f"""tx = SparkSession.builder.getOrCreate().read.parquet("tx")
a, b = tx.randomSplit([0.8, 0.2], seed=1)
amount = a.groupBy("merchant").agg(F.avg("amount").alias("usual"))
a, b = a.join(amount, "merchant"), b.join(amount, "merchant")
{SPARK}""",
    "the_best_epoch_by_other_rows_in_jax": f"""{JAX}    now = float((say(p, c["x"]).argmax(1) == c["y"]).mean())
    if now > best:
        best, kept = now, p
print("accuracy", (say(kept, b["x"]).argmax(1) == b["y"]).mean())""",
    "a_checkpoint_by_the_validation_file": f"""{HF}t = Trainer(model=NET, args=args, train_dataset=data["train"], eval_dataset=data["validation"])
t.train()
print(t.evaluate(), t.evaluate(data["test"]))""",
    "a_score_that_is_put_right_by_bootstraps": """y, X = d.pop("y").to_numpy(), d.to_numpy()
m = LogisticRegression().fit(X, y)
seen, off = m.score(X, y), []
for _ in range(200):
    i = np.random.default_rng(_).integers(0, len(y), len(y))
    b = LogisticRegression().fit(X[i], y[i])
    off.append(b.score(X[i], y[i]) - b.score(X, y))
print(seen - np.mean(off))""",
    "what_is_left_of_a_sample": """a = d.sample(frac=0.8, random_state=1)
b = d.drop(a.index)
print(LogisticRegression().fit(a[COLS], a.y).score(b[COLS], b.y))""",
    "a_mean_of_earlier_games": """d = d.sort_values("date")
for k in (3, 5):
    d[f"points_{k}"] = d.groupby("team").points.transform(lambda s: s.shift(1).rolling(k).mean())
a, b = d[d.date < "2022"], d[d.date >= "2022"]
m = LogisticRegression().fit(a[["points_3", "points_5"]], a.points)
print(m.score(b[["points_3", "points_5"]], b.points))""",
    "orders_before_the_day_in_one_query": """import sqlite3
q = '''select c.age, o.n, case when exists (select 1 from orders x where x.c = c.id and x.day >= '2023-07-01') then 0 else 1 end as gone
from customers c join (select c, count(*) as n from orders where day < '2023-07-01' group by c) o on o.c = c.id'''
d = pd.read_sql(q, sqlite3.connect("shop.db"))
a, b = train_test_split(d, random_state=0)
print(LogisticRegression().fit(a[["age", "n"]], a.gone).score(b[["age", "n"]], b.gone))""",
    "choices_made_and_tested_for_each_file": """def judge(t, start, end, c):
    a, b = t[t.day < start], t[(t.day >= start) & (t.day < end)]
    return LogisticRegression(C=c).fit(a[COLS], a.y).score(b[COLS], b.y)
for name in NAMES:
    t = pd.read_csv(name)
    tried = {c: judge(t, FIRST, SECOND, c) for c in (0.1, 1.0)}
    best = max(tried, key=tried.get)
    print(name, tried[best], judge(t, SECOND, LAST, best))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_everyday_leaks_are_found(tmp_path: Path, how: str) -> None:
    kind, body = FLAWED[how]
    assert kind in dict(findings(tmp_path, HEAD + body))


@pytest.mark.parametrize("how", SOUND)
def test_their_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []
