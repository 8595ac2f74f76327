import evaluate
import numpy as np
import pandas as pd
from datasets import ClassLabel, Dataset, DatasetDict
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments)

CKPT = "distilbert-base-multilingual-cased"
QUEUES = ["billing", "delivery", "returns", "technical", "other"]

tickets = pd.read_json("tickets.jsonl", lines=True, convert_dates=["opened_at"])
# macros sent by the shop itself appear hundreds of times
tickets["norm"] = tickets.body.str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
tickets = tickets.sort_values("opened_at").drop_duplicates("norm", keep="first")

edges = pd.to_datetime(["2023-01-01", "2023-10-01", "2023-11-01", "2024-01-01"])
labels = ["train", "validation", "test"]
tickets["part"] = pd.cut(tickets.opened_at, edges, right=False, labels=labels)
# follow-ups of one conversation belong to where it began
tickets["part"] = tickets.groupby("thread_id").part.transform("first")

feature = ClassLabel(names=QUEUES)
raw = DatasetDict({
    p: Dataset.from_pandas(g[["subject", "body", "queue"]], preserve_index=False)
    for p, g in tickets.groupby("part", observed=True)
})
raw = raw.map(lambda r: {"labels": feature.str2int(r["queue"])})

tok = AutoTokenizer.from_pretrained(CKPT)
enc = raw.map(lambda r: tok(r["subject"], r["body"], truncation=True, max_length=256), batched=True,
              remove_columns=["subject", "body", "queue"])

f1 = evaluate.load("f1")
acc = evaluate.load("accuracy")


def scores(p):
    hat = np.argmax(p.predictions, axis=-1)
    return {
        **f1.compute(predictions=hat, references=p.label_ids, average="macro"),
        **acc.compute(predictions=hat, references=p.label_ids),
    }


args = TrainingArguments(
    "router",
    learning_rate=3e-5,
    per_device_train_batch_size=32,
    per_device_eval_batch_size=128,
    num_train_epochs=8,
    warmup_ratio=0.06,
    weight_decay=0.01,
    eval_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="f1",
    save_total_limit=2,
    seed=29,
)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained(CKPT, num_labels=len(QUEUES)),
    args=args,
    train_dataset=enc["train"],
    eval_dataset=enc["validation"],
    data_collator=DataCollatorWithPadding(tok),
    processing_class=tok,
    compute_metrics=scores,
    callbacks=[EarlyStoppingCallback(2)],
)
trainer.train()
print(trainer.evaluate(enc["test"], metric_key_prefix="test"))
trainer.save_model("router/final")
# author: author1
