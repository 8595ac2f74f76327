"""
Soft vote of three text models, weights found on the dev file by coordinate search.
    python toxicity_vote.py --dir data/jigsaw_internal
"""
import argparse
import os
from functools import partial

import fasttext
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline


def read(folder, part):
    f = pd.read_csv(os.path.join(folder, part + ".csv"))
    return f.text.str.replace(r"\s+", " ", regex=True).tolist(), f.toxic.to_numpy()


def run_fasttext(texts, y, folder):
    path = os.path.join(folder, "ft_train.txt")
    with open(path, "w") as fh:
        fh.writelines(f"__label__{v} {t.lower()}\n" for t, v in zip(texts, y))
    model = fasttext.train_supervised(path, epoch=8, lr=0.3, wordNgrams=2, minn=3, maxn=5, verbose=0)

    def score(batch):
        labels, probs = model.predict([t.lower() for t in batch])
        return np.array([p[0] if l[0] == "__label__1" else 1 - p[0] for l, p in zip(labels, probs)])
    return score


def run_sklearn(pipe, texts, y, folder=None):
    pipe.fit(texts, y)
    return lambda batch: pipe.predict_proba(batch)[:, 1]


MEMBERS = [
    run_fasttext,
    partial(run_sklearn, make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=3), LogisticRegression(C=4, max_iter=500))),
    partial(run_sklearn, make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=5), ComplementNB())),
]


def search(scores, y, rounds=4):
    weights = np.ones(scores.shape[1]) / scores.shape[1]
    for _ in range(rounds):
        for j in range(len(weights)):
            options = []
            for v in np.linspace(0, 1, 21):
                w = weights.copy()
                w[j] = v
                if w.sum():
                    options.append((roc_auc_score(y, scores @ w), v))
            weights[j] = max(options)[1]
    return weights / weights.sum()


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("--dir", required=True)
    folder = cli.parse_args().dir
    texts, y = read(folder, "train")
    scorers = [m(texts, y, folder) for m in MEMBERS]
    matrix = lambda batch: np.column_stack([s(batch) for s in scorers])

    dev_texts, dev_y = read(folder, "dev")
    weights = search(matrix(dev_texts), dev_y)
    print("weights", weights.round(2))

    test_texts, test_y = read(folder, "test")
    S = matrix(test_texts)
    print("test AUC vote   ", round(roc_auc_score(test_y, S @ weights), 4))
    print("test AUC members", [round(roc_auc_score(test_y, S[:, j]), 4) for j in range(S.shape[1])])
# author: author4
