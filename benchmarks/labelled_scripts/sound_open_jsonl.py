"""Ticket urgency; a vocabulary made by hand from the training tickets."""
import collections
import json
import random

import numpy as np
from sklearn.linear_model import LogisticRegression


def read(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            yield row["text"].lower().split(), row["urgent"]


rows = list(read("tickets.jsonl"))
random.Random(4).shuffle(rows)
cut = int(0.8 * len(rows))
learn, judge = rows[:cut], rows[cut:]
counts = collections.Counter(word for words, _ in learn for word in set(words))
vocabulary = {word: k for k, (word, n) in enumerate(counts.most_common(5000))}


def encode(part):
    x = np.zeros((len(part), len(vocabulary)), dtype=np.float32)
    for i, (words, _) in enumerate(part):
        for w in words:
            if w in vocabulary:
                x[i, vocabulary[w]] += 1
    return x, np.array([label for _, label in part])


x, y = encode(learn)
model = LogisticRegression(max_iter=500).fit(x, y)
x2, y2 = encode(judge)
print("accuracy", (model.predict(x2) == y2).mean())
# author: maintainer
