from dataclasses import dataclass, field

import numpy as np
from datasets import DatasetDict, load_dataset
from sklearn.metrics import confusion_matrix, f1_score
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, HfArgumentParser,
                          Trainer, TrainingArguments, set_seed)


@dataclass
class Extra:
    model: str = field(default="xlm-roberta-base")
    dataset: str = field(default="dair-ai/emotion")
    max_len: int = 96


def prepare(extra: Extra) -> tuple[DatasetDict, AutoTokenizer]:
    ds = load_dataset(extra.dataset)          # comes with train / validation / test
    seen = set(ds["train"]["text"])
    for part in ("validation", "test"):
        ds[part] = ds[part].filter(lambda r: r["text"] not in seen)
    tok = AutoTokenizer.from_pretrained(extra.model)
    ds = ds.map(lambda b: tok(b["text"], truncation=True, max_length=extra.max_len), batched=True)
    return ds, tok


def macro(p):
    return {"macro_f1": f1_score(p.label_ids, p.predictions.argmax(-1), average="macro")}


def main():
    targs, extra = HfArgumentParser((TrainingArguments, Extra)).parse_args_into_dataclasses()
    targs.evaluation_strategy = targs.save_strategy = "epoch"
    targs.load_best_model_at_end = True
    targs.metric_for_best_model = "macro_f1"
    set_seed(targs.seed)

    ds, tok = prepare(extra)
    names = ds["train"].features["label"].names

    def init(trial=None):
        return AutoModelForSequenceClassification.from_pretrained(extra.model, num_labels=len(names))

    trainer = Trainer(model_init=init, args=targs, tokenizer=tok, compute_metrics=macro,
                      train_dataset=ds["train"], eval_dataset=ds["validation"])

    best = trainer.hyperparameter_search(
        direction="maximize", backend="optuna", n_trials=12,
        hp_space=lambda t: {
            "learning_rate": t.suggest_float("learning_rate", 5e-6, 8e-5, log=True),
            "per_device_train_batch_size": t.suggest_categorical("per_device_train_batch_size", [16, 32]),
            "num_train_epochs": t.suggest_int("num_train_epochs", 2, 6),
        },
        compute_objective=lambda m: m["eval_macro_f1"],
    )
    for k, v in best.hyperparameters.items():
        setattr(trainer.args, k, v)
    trainer.train()

    out = trainer.predict(ds["test"])
    print(out.metrics)
    print(names)
    print(confusion_matrix(out.label_ids, out.predictions.argmax(-1), normalize="true").round(2))
    np.save("test_logits.npy", out.predictions)


if __name__ == "__main__":
    main()
# author: author10
