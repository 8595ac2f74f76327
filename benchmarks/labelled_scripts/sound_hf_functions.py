import evaluate
from datasets import DatasetDict, load_dataset
from transformers import AutoTokenizer, AutoModelForTokenClassification, DataCollatorForTokenClassification, Trainer, TrainingArguments

data = load_dataset("conll2003")
tok = AutoTokenizer.from_pretrained("bert-base-cased")
seqeval = evaluate.load("seqeval")


def align(batch):
    out = tok(batch["tokens"], truncation=True, is_split_into_words=True)
    out["labels"] = [[-100 if w is None else tags[w] for w in out.word_ids(i)] for i, tags in enumerate(batch["ner_tags"])]
    return out


def scores(pred):
    logits, labels = pred
    guess = logits.argmax(-1)
    kept = labels != -100
    return {"accuracy": float((guess[kept] == labels[kept]).mean())}


ready = data.map(align, batched=True, remove_columns=data["train"].column_names)
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)
args = TrainingArguments("ner", num_train_epochs=3, eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True)
trainer = Trainer(model=model, args=args, train_dataset=ready["train"], eval_dataset=ready["validation"],
                  data_collator=DataCollatorForTokenClassification(tok), compute_metrics=scores)
trainer.train()
print(trainer.evaluate(ready["test"], metric_key_prefix="test"))
# author: maintainer
