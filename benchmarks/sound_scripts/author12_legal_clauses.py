import os

import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments, set_seed)

set_seed(7)
CKPT = os.environ.get("CKPT", "nlpaueb/legal-bert-base-uncased")

# contracts were dealt to the three files by contract id when the corpus was built
ds = load_dataset("json", data_files={s: f"clauses/{s}.jsonl" for s in ("train", "dev", "test")})
labels = sorted(set(ds["train"]["clause_type"]))
l2i = {l: i for i, l in enumerate(labels)}

tok = AutoTokenizer.from_pretrained(CKPT)


def encode(batch):
    out = tok(batch["text"], truncation=True, max_length=384)
    out["labels"] = [l2i[l] for l in batch["clause_type"]]
    return out


ds = ds.map(encode, batched=True, remove_columns=ds["train"].column_names)

f1 = evaluate.load("f1")
acc = evaluate.load("accuracy")


def metrics(p):
    hat = np.argmax(p.predictions, -1)
    return {
        "macro_f1": f1.compute(predictions=hat, references=p.label_ids, average="macro")["f1"],
        "acc": acc.compute(predictions=hat, references=p.label_ids)["accuracy"],
    }


def run(lr):
    model = AutoModelForSequenceClassification.from_pretrained(CKPT, num_labels=len(labels))
    args = TrainingArguments(
        f"out/lr{lr}",
        learning_rate=lr,
        num_train_epochs=8,
        per_device_train_batch_size=16,
        per_device_eval_batch_size=64,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=1,
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        warmup_ratio=0.06,
        report_to=[],
    )
    t = Trainer(model, args, train_dataset=ds["train"], eval_dataset=ds["dev"],
                data_collator=DataCollatorWithPadding(tok), compute_metrics=metrics,
                callbacks=[EarlyStoppingCallback(2)])
    t.train()
    return t, t.evaluate()["eval_macro_f1"]


runs = {lr: run(lr) for lr in (1e-5, 2e-5, 5e-5)}
lr, (trainer, dev_f1) = max(runs.items(), key=lambda kv: kv[1][1])
print("dev macro F1", {k: round(v[1], 4) for k, v in runs.items()}, "->", lr)
print(trainer.predict(ds["test"], metric_key_prefix="test").metrics)
trainer.save_model("out/final")
# author: author12
