import argparse
import os

import evaluate
import numpy as np
from datasets import DatasetDict, load_dataset
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments, set_seed)

LABELS = ["neutral", "complaint", "praise", "question"]


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="allegro/herbert-base-cased")
    p.add_argument("--train_file", required=True)
    p.add_argument("--test_file", required=True, help="tweets collected a month later by another team")
    p.add_argument("--lr", type=float, default=2e-5)
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--out", default="out/herbert")
    return p.parse_args()


def main():
    a = parse()
    set_seed(13)
    os.environ.setdefault("WANDB_PROJECT", "transit-tweets")
    raw = load_dataset("json", data_files={"all": a.train_file, "test": a.test_file})
    cut = raw["all"].train_test_split(test_size=0.1, seed=13)
    ds = DatasetDict(train=cut["train"], validation=cut["test"], test=raw["test"])

    tok = AutoTokenizer.from_pretrained(a.model)
    lab2id = {l: i for i, l in enumerate(LABELS)}

    def encode(batch):
        out = tok(batch["text"], truncation=True, max_length=128)
        out["labels"] = [lab2id[l] for l in batch["label"]]
        return out

    ds = ds.map(encode, batched=True, remove_columns=ds["train"].column_names)
    model = AutoModelForSequenceClassification.from_pretrained(a.model, num_labels=len(LABELS))
    f1 = evaluate.load("f1")

    def metrics(pred):
        return f1.compute(predictions=np.argmax(pred.predictions, -1), references=pred.label_ids, average="macro")

    args = TrainingArguments(
        a.out, learning_rate=a.lr, num_train_epochs=a.epochs, per_device_train_batch_size=32,
        per_device_eval_batch_size=64, warmup_ratio=0.06, weight_decay=0.01,
        eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True,
        metric_for_best_model="f1", greater_is_better=True, seed=13,
    )
    trainer = Trainer(model=model, args=args, train_dataset=ds["train"], eval_dataset=ds["validation"],
                      data_collator=DataCollatorWithPadding(tok), compute_metrics=metrics,
                      callbacks=[EarlyStoppingCallback(2)])
    trainer.train()
    result = trainer.predict(ds["test"], metric_key_prefix="test")
    trainer.log_metrics("test", result.metrics)
    trainer.save_metrics("test", result.metrics)
    trainer.save_model(a.out)


if __name__ == "__main__":
    main()
# author: outsider
