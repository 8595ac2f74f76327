import numpy as np
import evaluate
from datasets import load_dataset
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments, set_seed)

set_seed(7)
CKPT = "distilroberta-base"
ds = load_dataset("json", data_files={
    "train": "tickets/2019_2021.jsonl",
    "validation": "tickets/2022_h1.jsonl",
    "test": "tickets/2022_h2.jsonl",
})
names = ds["train"].unique("queue")
ds = ds.filter(lambda r: r["queue"] in names)   # retired/new queues go to manual routing

tok = AutoTokenizer.from_pretrained(CKPT)


def encode(batch):
    enc = tok(batch["subject"], batch["body"], truncation=True, max_length=256)
    enc["labels"] = [names.index(q) for q in batch["queue"]]
    return enc


ds = ds.map(encode, batched=True, remove_columns=ds["train"].column_names)
f1, acc = evaluate.load("f1"), evaluate.load("accuracy")


def metrics(p):
    guess = np.argmax(p.predictions, axis=-1)
    return {**f1.compute(predictions=guess, references=p.label_ids, average="macro"),
            **acc.compute(predictions=guess, references=p.label_ids)}


args = TrainingArguments(
    "out/tickets", learning_rate=3e-5, per_device_train_batch_size=32, per_device_eval_batch_size=64,
    num_train_epochs=8, warmup_ratio=0.06, weight_decay=0.01,
    evaluation_strategy="epoch", save_strategy="epoch",
    load_best_model_at_end=True, metric_for_best_model="f1", greater_is_better=True, report_to="none",
)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained(CKPT, num_labels=len(names)),
    args=args, train_dataset=ds["train"], eval_dataset=ds["validation"],
    data_collator=DataCollatorWithPadding(tok), compute_metrics=metrics,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=2)],
)
trainer.train()
final = trainer.evaluate(ds["test"], metric_key_prefix="h2")
print({k: round(v, 4) for k, v in final.items() if k.startswith("h2_")})
trainer.save_model("out/tickets/best")
# author: author4
