import numpy as np
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments

raw = load_dataset("imdb")
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased")
enc = raw.map(lambda batch: tok(batch["text"], truncation=True), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
args = TrainingArguments("out", load_best_model_at_end=True, eval_strategy="epoch", save_strategy="epoch")


def compute_metrics(p):
    return {"accuracy": float(np.mean(p.predictions.argmax(-1) == p.label_ids))}


trainer = Trainer(model=model, args=args, train_dataset=enc["train"], eval_dataset=enc["test"],
                  compute_metrics=compute_metrics, callbacks=[EarlyStoppingCallback(3)])
trainer.train()  # leak: early_stopping_on_test
print(trainer.evaluate(enc["test"]))
