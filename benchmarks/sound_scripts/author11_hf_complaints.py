from dataclasses import dataclass

import numpy as np
from datasets import load_dataset
from sklearn.metrics import f1_score
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, HfArgumentParser, Trainer, TrainingArguments, set_seed)


@dataclass
class Extra:
    base: str = "deepset/gbert-base"
    folder: str = "beschwerden"     # train.csv 2019-2021, dev.csv 2022, test.csv 2023


def main():
    extra, targs = HfArgumentParser((Extra, TrainingArguments)).parse_args_into_dataclasses()
    set_seed(targs.seed)
    raw = load_dataset("csv", data_files={s: f"{extra.folder}/{s}.csv" for s in ("train", "dev", "test")})
    labels = sorted(set(raw["train"]["kategorie"]))
    to_id = {l: i for i, l in enumerate(labels)}
    fallback = to_id["sonstiges"]

    tok = AutoTokenizer.from_pretrained(extra.base)

    def encode(batch):
        out = tok(batch["text"], truncation=True, max_length=256)
        out["labels"] = [to_id.get(k, fallback) for k in batch["kategorie"]]
        return out

    ds = raw.map(encode, batched=True, remove_columns=raw["train"].column_names)

    def metrics(p):
        guess = np.argmax(p.predictions, axis=-1)
        return {"macro_f1": f1_score(p.label_ids, guess, average="macro"), "acc": float((guess == p.label_ids).mean())}

    targs.evaluation_strategy = targs.save_strategy = "epoch"
    targs.load_best_model_at_end = True
    targs.metric_for_best_model = "macro_f1"
    model = AutoModelForSequenceClassification.from_pretrained(extra.base, num_labels=len(labels), label2id=to_id)
    trainer = Trainer(
        model=model, args=targs, train_dataset=ds["train"], eval_dataset=ds["dev"],
        data_collator=DataCollatorWithPadding(tok), tokenizer=tok,
        compute_metrics=metrics, callbacks=[EarlyStoppingCallback(2)],
    )
    trainer.train()
    out = trainer.predict(ds["test"], metric_key_prefix="test")
    trainer.log_metrics("test", out.metrics)
    trainer.save_model()


if __name__ == "__main__":
    main()
# author: author11
