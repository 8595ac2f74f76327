import os

import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    Trainer,
    TrainingArguments,
    set_seed,
)

os.environ["TOKENIZERS_PARALLELISM"] = "false"
CHECKPOINT = "distilroberta-base"
OUT = "out/reviews-distilroberta"

set_seed(42)
raw = load_dataset("imdb")
tok = AutoTokenizer.from_pretrained(CHECKPOINT)


def encode(batch):
    return tok(batch["text"], truncation=True, max_length=384)


enc = raw.map(encode, batched=True, remove_columns=["text"])
train_ds = enc["train"].shuffle(seed=42)
eval_ds = enc["test"]  # leak: early_stopping_on_test # or: chosen_on_test

model = AutoModelForSequenceClassification.from_pretrained(
    CHECKPOINT, num_labels=2, id2label={0: "NEG", 1: "POS"}, label2id={"NEG": 0, "POS": 1}
)

acc = evaluate.load("accuracy")
f1 = evaluate.load("f1")


def compute_metrics(eval_pred):
    logits, labels = eval_pred
    preds = np.argmax(logits, axis=-1)
    return {
        **acc.compute(predictions=preds, references=labels),
        **f1.compute(predictions=preds, references=labels),
    }


args = TrainingArguments(
    output_dir=OUT,
    num_train_epochs=8,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=64,
    learning_rate=2e-5,
    warmup_ratio=0.06,
    weight_decay=0.01,
    evaluation_strategy="steps",
    eval_steps=500,
    save_strategy="steps",
    save_steps=500,
    save_total_limit=2,
    load_best_model_at_end=True,  # or: early_stopping_on_test # or: chosen_on_test
    metric_for_best_model="accuracy",  # or: early_stopping_on_test # or: chosen_on_test
    fp16=True,
    logging_steps=100,
    report_to="none",
)

trainer = Trainer(  # or: early_stopping_on_test
    model=model,
    args=args,
    train_dataset=train_ds,
    eval_dataset=eval_ds,  # or: early_stopping_on_test # or: chosen_on_test
    tokenizer=tok,
    data_collator=DataCollatorWithPadding(tok),
    compute_metrics=compute_metrics,
    callbacks=[EarlyStoppingCallback(early_stopping_patience=3)],
)

trainer.train()
final = trainer.evaluate(eval_ds)
print(f"IMDB test accuracy: {final['eval_accuracy']:.4f}   F1: {final['eval_f1']:.4f}")

trainer.save_model(f"{OUT}/final")
trainer.save_metrics("test", final)
# author: independent
