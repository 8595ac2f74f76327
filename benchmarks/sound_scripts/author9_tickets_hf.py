from dataclasses import dataclass, field

import numpy as np
from datasets import load_dataset
from sklearn.metrics import classification_report, f1_score
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, HfArgumentParser, Trainer, TrainingArguments)

QUEUES = ["billing", "login", "delivery", "returns", "legal", "other"]


@dataclass
class DataArgs:
    jan_to_aug: str = field(default="tickets/2023-01_08.jsonl")
    sep_oct: str = field(default="tickets/2023-09_10.jsonl")
    nov_dec: str = field(default="tickets/2023-11_12.jsonl")
    checkpoint: str = field(default="distilbert-base-multilingual-cased")


def metrics(ep):
    return {"macro_f1": f1_score(ep.label_ids, ep.predictions.argmax(-1), average="macro")}


def main():
    (args,) = HfArgumentParser(DataArgs).parse_args_into_dataclasses()
    tok = AutoTokenizer.from_pretrained(args.checkpoint)
    ds = load_dataset("json", data_files={"train": args.jan_to_aug, "validation": args.sep_oct, "test": args.nov_dec})
    # replies within a thread repeat the first message; only the opener of a thread is routed
    ds = ds.filter(lambda r: r["position_in_thread"] == 0)
    ds = ds.map(lambda r: {"label": QUEUES.index(r["queue"])})
    ds = ds.map(lambda b: tok(b["subject"], b["body"], truncation=True, max_length=256),
                batched=True, remove_columns=["subject", "body", "queue", "position_in_thread"])

    model = AutoModelForSequenceClassification.from_pretrained(
        args.checkpoint, num_labels=len(QUEUES),
        id2label=dict(enumerate(QUEUES)), label2id={q: i for i, q in enumerate(QUEUES)})
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            "runs/tickets", learning_rate=3e-5, num_train_epochs=8, per_device_train_batch_size=32,
            eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True,
            metric_for_best_model="macro_f1", greater_is_better=True, warmup_ratio=0.06, seed=3),
        train_dataset=ds["train"],
        eval_dataset=ds["validation"],
        data_collator=DataCollatorWithPadding(tok),
        compute_metrics=metrics,
        callbacks=[EarlyStoppingCallback(early_stopping_patience=2)],
    )
    trainer.train()

    out = trainer.predict(ds["test"])
    print(classification_report(out.label_ids, np.argmax(out.predictions, -1),
                                labels=range(len(QUEUES)), target_names=QUEUES, digits=3))
    trainer.save_model("models/tickets")


if __name__ == "__main__":
    main()
# author: author9
