from dataclasses import dataclass, field

import numpy as np
from datasets import load_dataset
from seqeval.metrics import classification_report, f1_score
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    EarlyStoppingCallback,
    HfArgumentParser,
    Trainer,
    TrainingArguments,
)


@dataclass
class ScriptArgs:
    model: str = field(default="dslim/bert-base-NER-uncased")
    dataset: str = field(default="wnut_17")
    lrs: str = field(default="1e-5,3e-5,5e-5")
    epochs: int = field(default=10)


def align(tok):
    def fn(batch):
        enc = tok(batch["tokens"], is_split_into_words=True, truncation=True)
        labels = []
        for i, tags in enumerate(batch["ner_tags"]):
            prev, row = None, []
            for w in enc.word_ids(i):
                row.append(-100 if w is None or w == prev else tags[w])
                prev = w
            labels.append(row)
        enc["labels"] = labels
        return enc

    return fn


def decode(pred, gold, names):
    hat = pred.argmax(-1)
    P, G = [], []
    for h, g in zip(hat, gold):
        keep = g != -100
        P.append([names[k] for k in h[keep]])
        G.append([names[k] for k in g[keep]])
    return G, P


def train_one(lr, a, tok, enc, names):
    def metrics(ep):
        G, P = decode(ep.predictions, ep.label_ids, names)
        return {"f1": f1_score(G, P)}

    net = AutoModelForTokenClassification.from_pretrained(
        a.model, num_labels=len(names), ignore_mismatched_sizes=True
    )
    targs = TrainingArguments(
        f"out/ner-{lr:g}",
        learning_rate=lr,
        num_train_epochs=a.epochs,
        per_device_train_batch_size=32,
        eval_strategy="epoch",
        save_strategy="epoch",
        load_best_model_at_end=True,
        metric_for_best_model="f1",
        save_total_limit=1,
        seed=0,
    )
    tr = Trainer(
        net, targs,
        data_collator=DataCollatorForTokenClassification(tok),
        train_dataset=enc["train"],
        eval_dataset=enc["validation"],
        compute_metrics=metrics,
        callbacks=[EarlyStoppingCallback(2)],
    )
    tr.train()
    return tr.evaluate()["eval_f1"], tr


def main():
    (a,) = HfArgumentParser(ScriptArgs).parse_args_into_dataclasses()
    raw = load_dataset(a.dataset)
    names = raw["train"].features["ner_tags"].feature.names
    tok = AutoTokenizer.from_pretrained(a.model)
    enc = raw.map(align(tok), batched=True, remove_columns=raw["train"].column_names)

    runs = [train_one(float(lr), a, tok, enc, names) for lr in a.lrs.split(",")]
    score, best = max(runs, key=lambda r: r[0])
    print("dev F1 per lr:", [round(r[0], 4) for r in runs])

    out = best.predict(enc["test"])
    G, P = decode(out.predictions, out.label_ids, names)
    print(classification_report(G, P, digits=3))
    best.save_model("out/ner-final")


if __name__ == "__main__":
    main()
# author: independent
