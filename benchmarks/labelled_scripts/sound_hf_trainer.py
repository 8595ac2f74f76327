from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments
import numpy as np

raw = load_dataset("csv", data_files="tickets.csv")["train"].train_test_split(test_size=0.2, seed=0)
inner = raw["train"].train_test_split(test_size=0.1, seed=0)
tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")


def encode(batch):
    return tokenizer(batch["text"], truncation=True, padding="max_length")


fit_set, dev_set, final_set = (part.map(encode, batched=True) for part in (inner["train"], inner["test"], raw["test"]))
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=6)
options = TrainingArguments("out", eval_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="accuracy")


def accuracy(pred):
    return {"accuracy": float((np.argmax(pred.predictions, -1) == pred.label_ids).mean())}


trainer = Trainer(model, options, train_dataset=fit_set, eval_dataset=dev_set, compute_metrics=accuracy, callbacks=[EarlyStoppingCallback(2)])
trainer.train()
print(trainer.evaluate(final_set))
# author: maintainer
