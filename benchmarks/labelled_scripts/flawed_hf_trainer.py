from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments
import numpy as np

raw = load_dataset("csv", data_files="tickets.csv")["train"].train_test_split(test_size=0.2, seed=0)
tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
encoded = raw.map(lambda batch: tokenizer(batch["text"], truncation=True, padding="max_length"), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=6)
options = TrainingArguments("out", eval_strategy="epoch", load_best_model_at_end=True, metric_for_best_model="accuracy")


def accuracy(pred):
    return {"accuracy": float((np.argmax(pred.predictions, -1) == pred.label_ids).mean())}


trainer = Trainer(model, options, train_dataset=encoded["train"], eval_dataset=encoded["test"], compute_metrics=accuracy)
trainer.train()  # leak: early_stopping_on_test
print(trainer.evaluate(encoded["test"]))
# author: maintainer
