import numpy as np
import torch
from datasets import load_dataset
from sklearn.metrics import average_precision_score, f1_score, precision_recall_curve, roc_auc_score
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments)

CKPT = "distilbert-base-uncased"
ds = load_dataset("google/civil_comments")
tok = AutoTokenizer.from_pretrained(CKPT)


def encode(batch):
    enc = tok(batch["text"], truncation=True, max_length=192)
    enc["labels"] = [int(t >= 0.5) for t in batch["toxicity"]]
    return enc


ds = ds.map(encode, batched=True, remove_columns=ds["train"].column_names)
ds["train"] = ds["train"].shuffle(seed=5).select(range(300_000))


def metrics(ev):
    p = torch.softmax(torch.tensor(ev.predictions), -1)[:, 1].numpy()
    return {"ap": average_precision_score(ev.label_ids, p), "auc": roc_auc_score(ev.label_ids, p)}


args = TrainingArguments(
    "out_civil", eval_strategy="steps", save_strategy="steps", eval_steps=1500, save_steps=1500,
    load_best_model_at_end=True, metric_for_best_model="ap", greater_is_better=True,
    per_device_train_batch_size=64, per_device_eval_batch_size=256, num_train_epochs=3,
    learning_rate=3e-5, warmup_ratio=0.05, fp16=True, report_to="none",
)
trainer = Trainer(
    AutoModelForSequenceClassification.from_pretrained(CKPT, num_labels=2),
    args,
    train_dataset=ds["train"],
    eval_dataset=ds["validation"],
    data_collator=DataCollatorWithPadding(tok),
    compute_metrics=metrics,
    callbacks=[EarlyStoppingCallback(4)],
)
trainer.train()

probs = {}
gold = {}
for part in ("validation", "test"):
    out = trainer.predict(ds[part], metric_key_prefix=part)
    probs[part] = torch.softmax(torch.tensor(out.predictions), -1)[:, 1].numpy()
    gold[part] = out.label_ids

pr, rc, thr = precision_recall_curve(gold["validation"], probs["validation"])
f1 = 2 * pr[:-1] * rc[:-1] / np.clip(pr[:-1] + rc[:-1], 1e-9, None)
cut = thr[f1.argmax()]

y, p = gold["test"], probs["test"]
print(f"cut {cut:.3f}")
print(f"AUC {roc_auc_score(y, p):.4f}  AP {average_precision_score(y, p):.4f}  F1@cut {f1_score(y, p >= cut):.4f}")
trainer.save_model("out_civil/final")
# author: author6
