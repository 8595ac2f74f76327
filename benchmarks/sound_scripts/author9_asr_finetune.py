"""Fine-tune wav2vec2 on parliament speech. The corpus comes with its own splits (no speaker in two of them)."""
import re
from dataclasses import dataclass
from typing import Any

import evaluate
import numpy as np
import torch
from datasets import Audio, load_dataset
from transformers import (EarlyStoppingCallback, Trainer, TrainingArguments, Wav2Vec2CTCTokenizer,
                          Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC, Wav2Vec2Processor)

CORPUS = "local/parl_audio"
DROP = re.compile(r"[^a-zäöüß' ]")


def clean(row):
    row["text"] = DROP.sub("", row["transcript"].lower()).strip()
    return row


raw = load_dataset(CORPUS).cast_column("audio", Audio(16_000)).map(clean)
chars = sorted(set("".join(raw["train"]["text"])) - {" "})
vocab = {c: i for i, c in enumerate(["<pad>", "<unk>", "|", *chars])}
import json, os
os.makedirs("tok", exist_ok=True)
json.dump(vocab, open("tok/vocab.json", "w"))

processor = Wav2Vec2Processor(
    feature_extractor=Wav2Vec2FeatureExtractor(feature_size=1, sampling_rate=16_000, do_normalize=True, return_attention_mask=True),
    tokenizer=Wav2Vec2CTCTokenizer("tok/vocab.json", pad_token="<pad>", unk_token="<unk>", word_delimiter_token="|"))


def prepare(row):
    row["input_values"] = processor(row["audio"]["array"], sampling_rate=16_000).input_values[0]
    row["labels"] = processor.tokenizer(row["text"]).input_ids
    return row


ready = {k: raw[k].filter(lambda r: r["duration"] < 20).map(prepare, remove_columns=raw[k].column_names, num_proc=4)
         for k in ("train", "validation", "test")}


@dataclass
class Pad:
    processor: Any
    def __call__(self, rows):
        b = self.processor.pad([{"input_values": r["input_values"]} for r in rows], padding=True, return_tensors="pt")
        l = self.processor.tokenizer.pad([{"input_ids": r["labels"]} for r in rows], padding=True, return_tensors="pt")
        b["labels"] = l["input_ids"].masked_fill(l.attention_mask.ne(1), -100)
        return b


wer, cer = evaluate.load("wer"), evaluate.load("cer")


def compute(pred):
    ids = np.where(pred.label_ids == -100, processor.tokenizer.pad_token_id, pred.label_ids)
    hyp = processor.batch_decode(pred.predictions.argmax(-1))
    ref = processor.batch_decode(ids, group_tokens=False)
    return {"wer": wer.compute(predictions=hyp, references=ref), "cer": cer.compute(predictions=hyp, references=ref)}


model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-xls-r-300m", vocab_size=len(vocab), pad_token_id=0, ctc_loss_reduction="mean",
                                       mask_time_prob=0.06, layerdrop=0.05)
model.freeze_feature_encoder()
trainer = Trainer(model, TrainingArguments("runs/parl", per_device_train_batch_size=8, gradient_accumulation_steps=4, learning_rate=2e-4,
                  warmup_steps=500, num_train_epochs=30, eval_strategy="steps", eval_steps=500, save_steps=500, save_total_limit=2,
                  load_best_model_at_end=True, metric_for_best_model="wer", greater_is_better=False, fp16=torch.cuda.is_available()),
                  data_collator=Pad(processor), train_dataset=ready["train"], eval_dataset=ready["validation"],
                  compute_metrics=compute, callbacks=[EarlyStoppingCallback(6)])
trainer.train()
print(trainer.evaluate(ready["test"], metric_key_prefix="test"))
# author: author9
