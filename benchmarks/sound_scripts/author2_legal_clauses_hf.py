from dataclasses import dataclass

import numpy as np
from datasets import load_dataset
from sklearn.metrics import classification_report, f1_score
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback,
                          Trainer, TrainingArguments)


@dataclass
class Cfg:
    base: str = "nlpaueb/legal-bert-small-uncased"
    dataset: str = "lex_glue"
    subset: str = "ledgar"
    max_len: int = 256
    lrs: tuple = (1e-5, 3e-5, 6e-5)
    seed: int = 13


cfg = Cfg()
ds = load_dataset(cfg.dataset, cfg.subset)      # ships with train / validation / test
tok = AutoTokenizer.from_pretrained(cfg.base)
ds = ds.map(lambda b: tok(b["text"], truncation=True, max_length=cfg.max_len), batched=True)
n_labels = ds["train"].features["label"].num_classes


def metrics(p):
    pred = p.predictions.argmax(-1)
    return {"micro": f1_score(p.label_ids, pred, average="micro"),
            "macro": f1_score(p.label_ids, pred, average="macro")}


def make_trainer(lr):
    args = TrainingArguments(
        f"out/ledgar-{lr:g}", learning_rate=lr, num_train_epochs=10,
        per_device_train_batch_size=32, per_device_eval_batch_size=128,
        eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True,
        metric_for_best_model="macro", save_total_limit=1, seed=cfg.seed, report_to=[])
    model = AutoModelForSequenceClassification.from_pretrained(cfg.base, num_labels=n_labels)
    return Trainer(model=model, args=args, train_dataset=ds["train"], eval_dataset=ds["validation"],
                   tokenizer=tok, compute_metrics=metrics,
                   callbacks=[EarlyStoppingCallback(early_stopping_patience=2)])


runs = {}
for lr in cfg.lrs:
    t = make_trainer(lr)
    t.train()
    runs[lr] = (t.evaluate()["eval_macro"], t)
    print(lr, runs[lr][0])

lr_best = max(runs, key=lambda k: runs[k][0])
winner = runs[lr_best][1]

out = winner.predict(ds["test"])
y_hat = np.argmax(out.predictions, axis=1)
print("learning rate", lr_best)
print(classification_report(out.label_ids, y_hat, digits=3))
# author: author2
