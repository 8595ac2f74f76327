import collections
import glob
import json
import random
import re

import numpy as np
import torch
from seqeval.metrics import classification_report, f1_score
from transformers import (AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer,
                          TrainingArguments, set_seed)

set_seed(8)
TAGS = ["O"] + [f"{p}-{k}" for k in ("JUDGE", "PARTY", "STATUTE", "DATE") for p in "BI"]
tok = AutoTokenizer.from_pretrained("deepset/gbert-base")

# one json per decision; appeals carry the docket of the first instance and travel together with it
by_docket = collections.defaultdict(list)
for p in sorted(glob.glob("urteile/*.json")):
    d = json.load(open(p, encoding="utf8"))
    by_docket[re.sub(r"\W", "", d.get("first_instance") or d["docket"]).upper()].append(d["sentences"])

dockets = sorted(by_docket)
random.Random(8).shuffle(dockets)
k = len(dockets) // 10
group = {"test": dockets[:k * 2], "dev": dockets[k * 2:k * 3], "train": dockets[k * 3:]}


class Sentences(torch.utils.data.Dataset):
    def __init__(self, which):
        self.items = [s for d in group[which] for doc in by_docket[d] for s in doc]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, n):
        words, tags = self.items[n]["words"], self.items[n]["tags"]
        enc = tok(words, is_split_into_words=True, truncation=True, max_length=256)
        lab, last = [], None
        for w in enc.word_ids():
            lab.append(-100 if w is None or w == last else TAGS.index(tags[w]))
            last = w
        return {**enc, "labels": lab}


def unpack(logits, gold):
    p = logits.argmax(-1)
    keep = gold != -100
    return ([[TAGS[t] for t in g[m]] for g, m in zip(gold, keep)],
            [[TAGS[t] for t in q[m]] for q, m in zip(p, keep)])


def compute(ev):
    y, p = unpack(ev.predictions, ev.label_ids)
    return {"f1": f1_score(y, p)}


train, dev, test = map(Sentences, ("train", "dev", "test"))
trainer = Trainer(
    model_init=lambda: AutoModelForTokenClassification.from_pretrained("deepset/gbert-base", num_labels=len(TAGS)),
    args=TrainingArguments(
        "ner_out", num_train_epochs=8, learning_rate=4e-5, per_device_train_batch_size=32, eval_strategy="epoch",
        save_strategy="epoch", save_total_limit=2, load_best_model_at_end=True, metric_for_best_model="f1", report_to="none"),
    train_dataset=train, eval_dataset=dev, data_collator=DataCollatorForTokenClassification(tok), compute_metrics=compute,
)
trainer.train()
pred = trainer.predict(test)
y, p = unpack(pred.predictions, pred.label_ids)
print(classification_report(y, p, digits=3))

rng = np.random.default_rng(0)
draws = [rng.integers(len(y), size=len(y)) for _ in range(500)]
boot = [f1_score([y[i] for i in d], [p[i] for i in d]) for d in draws]
print("sentence bootstrap 95%:", np.percentile(boot, [2.5, 97.5]).round(3))
# author: author6
