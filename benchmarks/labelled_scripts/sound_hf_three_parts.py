from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

ds = load_dataset("ag_news")
parts = ds["train"].train_test_split(test_size=0.1, seed=0)
tok = AutoTokenizer.from_pretrained("roberta-base")


def encode(batch):
    return tok(batch["text"], truncation=True, padding="max_length", max_length=128)


train = parts["train"].map(encode, batched=True)
valid = parts["test"].map(encode, batched=True)
test = ds["test"].map(encode, batched=True)
model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=4)
args = TrainingArguments("out", eval_strategy="epoch", load_best_model_at_end=True, save_strategy="epoch")
trainer = Trainer(model=model, args=args, train_dataset=train, eval_dataset=valid)
trainer.train()
print(trainer.evaluate(test))
