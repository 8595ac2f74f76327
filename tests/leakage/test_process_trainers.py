# ruff: noqa: E501  the code under test is as others write it
"""Checkpoints and rounds chosen on the test, told where its rows are handed over; beside sound ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import numpy as np, pandas as pd, lightgbm as lgb, xgboost as xgb
from datasets import Dataset, DatasetDict, load_dataset
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments
tok = AutoTokenizer.from_pretrained("bert-base-cased")
d = pd.read_csv("d.csv")
def cut(batch):
    return tok(batch["text"], truncation=True)
def metrics(p):
    y = p.predictions.argmax(-1)
    return dict(acc=accuracy_score(p.label_ids, y), f1=f1_score(p.label_ids, y))
args = TrainingArguments("out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="f1")
plain = TrainingArguments("out", eval_strategy="epoch", save_strategy="no")
net = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
"""

FLAWED = {
    "dataset_dict": (
        "early_stopping_on_test",
        'eval_dataset=ds["test"],',
        """\
s = Dataset.from_pandas(d, preserve_index=False).train_test_split(test_size=0.2, seed=1)
ds = DatasetDict(train=s["train"], test=s["test"])
ds = ds.map(cut, batched=True)
t = Trainer(
    net, args,
    train_dataset=ds["train"],
    eval_dataset=ds["test"],
    compute_metrics=metrics,
    callbacks=[EarlyStoppingCallback(2)],
)
t.train()
r = t.evaluate(ds["test"])
print({k: round(v, 4) for k, v in r.items() if k.startswith("eval_")})
""",
    ),
    "dict_literal": (
        "early_stopping_on_test",
        'eval_dataset=ds["test"], compute_metrics=metrics)',
        """\
a, b = train_test_split(d, test_size=0.2, stratify=d["label"])
ds = DatasetDict({"train": Dataset.from_pandas(a), "test": Dataset.from_pandas(b)}).map(cut, batched=True).remove_columns(["text"])
t = Trainer(model=net, args=args, train_dataset=ds["train"],
            eval_dataset=ds["test"], compute_metrics=metrics)
t.train()
print("test", t.evaluate())
""",
    ),
    "predict_metrics": (
        "early_stopping_on_test",
        't = Trainer(model=net, args=args, train_dataset=ds["train"], eval_dataset=ds["test"], compute_metrics=metrics)',
        """\
ds = load_dataset("csv", data_files="d.csv", split="train").train_test_split(test_size=0.1)
ds = ds.map(cut, batched=True)
t = Trainer(model=net, args=args, train_dataset=ds["train"], eval_dataset=ds["test"], compute_metrics=metrics)
t.train()
p = t.predict(ds["test"])
print("F1", f1_score(p.label_ids, p.predictions.argmax(-1)))
""",
    ),
    "callback_only": (
        "early_stopping_on_test",
        "eval_dataset=test_ds,",
        """\
full = Dataset.from_dict({"text": d["text"].tolist(), "label": d["label"].tolist()})
parts = full.train_test_split(test_size=0.2, seed=3)
train_ds, test_ds = parts["train"].map(cut), parts["test"].map(cut)
t = Trainer(
    model=net,
    args=plain,
    train_dataset=train_ds,
    eval_dataset=test_ds,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=3)],
)
t.train()
p = t.predict(test_ds)
print("accuracy", accuracy_score(p.label_ids, p.predictions.argmax(1)))
""",
    ),
    "lgb_multi_line": (
        "early_stopping_on_test",
        'eval_set=[(b[cols], b["y"])],',
        """\
a, b = train_test_split(d, random_state=0)
cols = ["u", "v"]
m = lgb.LGBMClassifier(n_estimators=5000)
m.fit(
    a[cols], a["y"],
    eval_set=[(b[cols], b["y"])],
    callbacks=[lgb.early_stopping(100)],
)
print(f1_score(b["y"], m.predict(b[cols])))
""",
    ),
    "xgb_train_multi_line": (
        "early_stopping_on_test",
        'evals=[(db, "test")],',
        """\
a, b = train_test_split(d, random_state=0)
da, db = xgb.DMatrix(a[["u", "v"]], a["y"]), xgb.DMatrix(b[["u", "v"]], b["y"])
m = xgb.train(
    {"eta": 0.1},
    da,
    num_boost_round=5000,
    evals=[(db, "test")],
    early_stopping_rounds=50,
)
print(accuracy_score(b["y"], m.predict(db) > 0.5))
""",
    ),
}
SOUND = {
    "three_splits": """\
s = Dataset.from_pandas(d).train_test_split(test_size=0.3, seed=1)
v = s["test"].train_test_split(test_size=0.5, seed=1)
ds = DatasetDict(train=s["train"], validation=v["train"], test=v["test"]).map(cut, batched=True)
t = Trainer(net, args, train_dataset=ds["train"], eval_dataset=ds["validation"], compute_metrics=metrics, callbacks=[EarlyStoppingCallback(2)])
t.train()
print("validation", t.evaluate())
print("test", t.evaluate(ds["test"]))
""",
    "no_choice": """\
s = Dataset.from_pandas(d).train_test_split(test_size=0.2, seed=1)
ds = DatasetDict(train=s["train"], test=s["test"]).map(cut, batched=True)
t = Trainer(net, plain, train_dataset=ds["train"], eval_dataset=ds["test"], compute_metrics=metrics)
t.train()
print("after the last epoch", t.evaluate())
""",
    "split_of_train": """\
ds = load_dataset("imdb").map(cut, batched=True)
s = ds["train"].train_test_split(test_size=0.1, seed=0)
t = Trainer(net, args, train_dataset=s["train"], eval_dataset=s["test"], compute_metrics=metrics)
t.train()
print("test", t.evaluate(ds["test"]))
""",
    "dict_of_data_mapped": """\
raw = DatasetDict({"train": Dataset.from_pandas(pd.read_csv("a.csv")), "dev": Dataset.from_pandas(pd.read_csv("b.csv")), "test": Dataset.from_pandas(pd.read_csv("c.csv"))})
raw = raw.filter(lambda r: len(r["text"]) > 0).map(cut, batched=True).rename_column("y", "labels")
t = Trainer(net, args, train_dataset=raw["train"], eval_dataset=raw["dev"], compute_metrics=metrics)
t.train()
p = t.predict(raw["test"])
print(f1_score(p.label_ids, p.predictions.argmax(1)))
""",
    "kfold_hf": """\
from sklearn.model_selection import StratifiedKFold
out = []
for i, j in StratifiedKFold(5).split(d, d["label"]):
    ds = DatasetDict(train=Dataset.from_pandas(d.iloc[i]), test=Dataset.from_pandas(d.iloc[j])).map(cut, batched=True)
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    t = Trainer(model, plain, train_dataset=ds["train"], eval_dataset=ds["test"], compute_metrics=metrics)
    t.train()
    p = t.predict(ds["test"])
    out.append(f1_score(p.label_ids, p.predictions.argmax(1)))
print(np.mean(out))
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
