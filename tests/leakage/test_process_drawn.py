# ruff: noqa: E501  the code under test is as others write it
"""Rows drawn twice apart from each other, and rows of which the rest is scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

FLAWED = {
    "polars": (
        ("evaluated_on_training", 6),
        """\
import polars as pl
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
homes = pl.read_parquet("homes.parquet")
fit_part = homes.sample(fraction=0.75, seed=4)
check = homes.sample(fraction=0.25, seed=9)
m = Ridge().fit(fit_part.drop("price").to_numpy(), fit_part["price"].to_numpy())
print(mean_absolute_error(check["price"].to_numpy(), m.predict(check.drop("price").to_numpy())))
""",
    ),
    "spark": (
        ("evaluated_on_training", 8),
        """\
from pyspark.sql import SparkSession
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
spark = SparkSession.builder.getOrCreate()
df = VectorAssembler(inputCols=["a", "b"], outputCol="features").transform(spark.read.parquet("clicks"))
train = df.sample(fraction=0.8, seed=1)
test = df.sample(fraction=0.2, seed=2)
model = RandomForestClassifier(labelCol="clicked").fit(train)
print(BinaryClassificationEvaluator(labelCol="clicked").evaluate(model.transform(test)))
""",
    ),
    "choice": (
        ("evaluated_on_training", 7),
        """\
import numpy as np
from sklearn.svm import SVC
d = np.load("digits.npz")
X, y = d["x"], d["y"]
rng = np.random.default_rng(0)
learn = rng.choice(len(X), 4000, replace=False)
judge = rng.choice(len(X), 1000, replace=False)
svm = SVC().fit(X[learn], y[learn])
print("accuracy", svm.score(X[judge], y[judge]))
""",
    ),
    "permutation": (
        ("evaluated_on_training", 7),
        """\
import numpy as np
import torch
from torch import nn
X, y = torch.tensor(np.load("x.npy")), torch.tensor(np.load("y.npy"))
n = len(X)
learn = torch.randperm(n)[: int(0.8 * n)]
judge = torch.randperm(n)[int(0.8 * n):]
net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
opt = torch.optim.Adam(net.parameters())
for epoch in range(50):
    opt.zero_grad()
    loss = nn.functional.cross_entropy(net(X[learn]), y[learn])
    loss.backward()
    opt.step()
with torch.no_grad():
    print("test acc", (net(X[judge]).argmax(1) == y[judge]).float().mean())
""",
    ),
    "hf": (
        ("evaluated_on_training", 5),
        """\
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
ds = load_dataset("csv", data_files="reviews.csv", split="train")
train = ds.shuffle(seed=1).select(range(8000))
test = ds.shuffle(seed=2).select(range(2000))
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
trainer = Trainer(model, TrainingArguments("out"), train_dataset=train)
trainer.train()
print(trainer.evaluate(test))
""",
    ),
    "pandas_valid": (
        ("evaluated_on_training", 8),
        """\
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score
t = pd.read_csv("leads.csv")
train = t.sample(frac=0.7, random_state=0)
valid = train.sample(frac=0.15, random_state=0)
train = train.drop(valid.index)
test = t.sample(n=5000, random_state=42)
m = lgb.LGBMClassifier(n_estimators=2000)
m.fit(train.drop(columns="won"), train.won, eval_set=[(valid.drop(columns="won"), valid.won)], callbacks=[lgb.early_stopping(50)])
print("valid", roc_auc_score(valid.won, m.predict_proba(valid.drop(columns="won"))[:, 1]))
print("test", roc_auc_score(test.won, m.predict_proba(test.drop(columns="won"))[:, 1]))
""",
    ),
    "samples_vectors": (
        ("evaluated_on_training", 10),
        """\
import numpy as np
import pandas as pd
from gensim.models import KeyedVectors
from sklearn.linear_model import LogisticRegression
wv = KeyedVectors.load_word2vec_format("glove.txt")
d = pd.read_csv("posts.csv")
def vec(text):
    known = [wv[t] for t in text.split() if t in wv]
    return np.mean(known, axis=0) if known else np.zeros(300)
a, b = d.sample(frac=0.7, random_state=1), d.sample(frac=0.3, random_state=2)
A, B = np.vstack([vec(t) for t in a.text]), np.vstack([vec(t) for t in b.text])
m = LogisticRegression().fit(A, a.mood)
print(m.score(B, b.mood))
""",
    ),
}
SOUND = {
    "polars_anti": """\
import polars as pl
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
homes = pl.read_parquet("homes.parquet").with_row_index("nr")
fit_part = homes.sample(fraction=0.75, seed=4)
check = homes.join(fit_part, on="nr", how="anti")
m = Ridge().fit(fit_part.drop("price").to_numpy(), fit_part["price"].to_numpy())
print(mean_absolute_error(check["price"].to_numpy(), m.predict(check.drop("price").to_numpy())))
""",
    "spark_subtract": """\
from pyspark.sql import SparkSession
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import VectorAssembler
spark = SparkSession.builder.getOrCreate()
df = VectorAssembler(inputCols=["a", "b"], outputCol="features").transform(spark.read.parquet("clicks"))
train = df.sample(fraction=0.8, seed=1)
test = df.subtract(train)
model = RandomForestClassifier(labelCol="clicked").fit(train)
print(BinaryClassificationEvaluator(labelCol="clicked").evaluate(model.transform(test)))
""",
    "choice_rest": """\
import numpy as np
from sklearn.svm import SVC
d = np.load("digits.npz")
X, y = d["x"], d["y"]
rng = np.random.default_rng(0)
learn = rng.choice(len(X), 4000, replace=False)
judge = np.setdiff1d(np.arange(len(X)), learn)
svm = SVC().fit(X[learn], y[learn])
print("accuracy", svm.score(X[judge], y[judge]))
""",
    "mask_rest": """\
import numpy as np
from sklearn.svm import SVC
d = np.load("digits.npz")
X, y = d["x"], d["y"]
rng = np.random.default_rng(0)
learn = rng.choice(len(X), 4000, replace=False)
left = np.ones(len(X), bool)
left[learn] = False
svm = SVC().fit(X[learn], y[learn])
print("accuracy", svm.score(X[left], y[left]))
""",
    "permutation_once": """\
import numpy as np
import torch
from torch import nn
X, y = torch.tensor(np.load("x.npy")), torch.tensor(np.load("y.npy"))
n = len(X)
order = torch.randperm(n)
learn, judge = order[: int(0.8 * n)], order[int(0.8 * n):]
net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
opt = torch.optim.Adam(net.parameters())
for epoch in range(50):
    opt.zero_grad()
    loss = nn.functional.cross_entropy(net(X[learn]), y[learn])
    loss.backward()
    opt.step()
with torch.no_grad():
    print("test acc", (net(X[judge]).argmax(1) == y[judge]).float().mean())
""",
    "hf_once": """\
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
ds = load_dataset("csv", data_files="reviews.csv", split="train").shuffle(seed=1)
train = ds.select(range(8000))
test = ds.select(range(8000, 10000))
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
trainer = Trainer(model, TrainingArguments("out"), train_dataset=train)
trainer.train()
print(trainer.evaluate(test))
""",
    "pandas_tuned_on_small": """\
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score
t = pd.read_csv("leads.csv")
train = t.sample(frac=0.7, random_state=0)
test = t.drop(train.index)
small = train.sample(n=2000, random_state=1)
for leaves in (15, 31):
    q = lgb.LGBMClassifier(num_leaves=leaves).fit(small.drop(columns="won"), small.won)
    print(leaves, len(small))
m = lgb.LGBMClassifier(n_estimators=2000).fit(train.drop(columns="won"), train.won)
print("test", roc_auc_score(test.won, m.predict_proba(test.drop(columns="won"))[:, 1]))
""",
    "split_vectors": """\
import numpy as np
import pandas as pd
from gensim.models import KeyedVectors
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
wv = KeyedVectors.load_word2vec_format("glove.txt")
d = pd.read_csv("posts.csv")
def vec(text):
    known = [wv[t] for t in text.split() if t in wv]
    return np.mean(known, axis=0) if known else np.zeros(300)
a, b = train_test_split(d, random_state=0)
A, B = np.vstack([vec(t) for t in a.text]), np.vstack([vec(t) for t in b.text])
m = LogisticRegression().fit(A, a.mood)
print(m.score(B, b.mood))
""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_the_leak_is_found_at_its_line(tmp_path: Path, how: str) -> None:
    place, text = FLAWED[how]
    assert place in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_its_sound_twins_draw_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, SOUND[how]) == []
