#!/usr/bin/env python3
"""Multinomial naive Bayes for SMS, standard library only.

usage: spam_bayes.py messages.tsv
"""
import csv
import hashlib
import math
import re
import sys
from collections import Counter

TOKEN = re.compile(r"[a-z']{2,}|\d{4,}|[£$€]")


def tokens(text):
    return TOKEN.findall(text.lower())


def bucket(text):
    """Same wording -> same bucket, so forwarded copies stay together."""
    key = " ".join(tokens(text)).encode()
    return int(hashlib.sha1(key).hexdigest(), 16) % 10


class Bayes:
    def __init__(self, alpha=1.0, min_count=1):
        self.alpha, self.min_count = alpha, min_count

    def fit(self, rows):
        total = Counter()
        per = {"ham": Counter(), "spam": Counter()}
        docs = Counter()
        for lab, text in rows:
            t = tokens(text)
            total.update(t)
            per[lab].update(t)
            docs[lab] += 1
        self.vocab = {w for w, c in total.items() if c >= self.min_count}
        self.prior = {k: math.log(docs[k] / sum(docs.values())) for k in per}
        self.lik = {}
        for k, c in per.items():
            z = sum(c[w] for w in self.vocab) + self.alpha * len(self.vocab)
            self.lik[k] = {w: math.log((c[w] + self.alpha) / z) for w in self.vocab}
        return self

    def predict(self, text):
        known = [w for w in tokens(text) if w in self.vocab]
        return max(self.prior, key=lambda k: self.prior[k] + sum(self.lik[k][w] for w in known))


def f1(model, rows):
    tp = fp = fn = 0
    for lab, text in rows:
        hat = model.predict(text)
        tp += hat == lab == "spam"
        fp += hat == "spam" != lab
        fn += lab == "spam" != hat
    return 2 * tp / max(1, 2 * tp + fp + fn)


def main(path):
    with open(path, encoding="utf8") as fh:
        rows = [(r[0], r[1]) for r in csv.reader(fh, delimiter="\t", quoting=csv.QUOTE_NONE)]
    train = [r for r in rows if bucket(r[1]) < 6]
    dev = [r for r in rows if bucket(r[1]) in (6, 7)]
    test = [r for r in rows if bucket(r[1]) >= 8]
    scored = [(f1(Bayes(a, m).fit(train), dev), a, m) for a in (0.05, 0.2, 0.5, 1.0) for m in (1, 2, 3)]
    top, a, m = max(scored)
    print(f"dev F1 {top:.3f} with alpha={a} min_count={m}")
    final = Bayes(a, m).fit(train + dev)
    print(f"test F1 {f1(final, test):.3f} on {len(test)} messages")


if __name__ == "__main__":
    main(sys.argv[1])
# author: author12
