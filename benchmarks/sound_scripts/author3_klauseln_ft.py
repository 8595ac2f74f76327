"""Feinabstimmung: Vertragsklauseln in acht Klassen."""
import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding,
                          EarlyStoppingCallback, Trainer, TrainingArguments)

BASIS = "deepset/gbert-base"
KLASSEN = ["haftung", "kuendigung", "zahlung", "gerichtsstand", "vertraulichkeit", "datenschutz", "laufzeit", "sonstiges"]

roh = load_dataset("csv", data_files={"lern": "klauseln_lern.csv", "pruef": "klauseln_pruef.csv"})
geteilt = roh["lern"].train_test_split(test_size=0.12, seed=17)

tok = AutoTokenizer.from_pretrained(BASIS)


def kodieren(batch):
    enc = tok(batch["text"], truncation=True, max_length=256)
    enc["labels"] = [KLASSEN.index(k) for k in batch["klasse"]]
    return enc


spalten = roh["lern"].column_names
lern = geteilt["train"].map(kodieren, batched=True, remove_columns=spalten)
abstimm = geteilt["test"].map(kodieren, batched=True, remove_columns=spalten)
pruef = roh["pruef"].map(kodieren, batched=True, remove_columns=spalten)

f1, acc = evaluate.load("f1"), evaluate.load("accuracy")


def kennzahlen(p):
    vorhersage = np.argmax(p.predictions, axis=-1)
    return {
        "macro_f1": f1.compute(predictions=vorhersage, references=p.label_ids, average="macro")["f1"],
        "acc": acc.compute(predictions=vorhersage, references=p.label_ids)["accuracy"],
    }


args = TrainingArguments(
    output_dir="laeufe/gbert",
    learning_rate=3e-5,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=64,
    num_train_epochs=10,
    warmup_ratio=0.1,
    weight_decay=0.01,
    eval_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="macro_f1",
    save_total_limit=2,
    seed=17,
    report_to="none",
)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained(BASIS, num_labels=len(KLASSEN)),
    args=args,
    train_dataset=lern,
    eval_dataset=abstimm,
    data_collator=DataCollatorWithPadding(tok),
    compute_metrics=kennzahlen,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=2)],
)
trainer.train()

ergebnis = trainer.predict(pruef, metric_key_prefix="pruef")
for k, v in ergebnis.metrics.items():
    print(k, round(v, 4))
trainer.save_model("modelle/klauseln")
# author: author3
