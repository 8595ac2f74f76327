"""Route helpdesk tickets. Many tickets are copies of one mail, so near-duplicates are tied together first."""

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, top_k_accuracy_score
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

QUEUES = ["access", "billing", "hardware", "network", "printing", "software", "telephony"]


def shingles(text, n=4):
    t = " ".join(text.lower().split())
    return {t[i:i + n] for i in range(max(1, len(t) - n + 1))}


def clusters(texts, threshold=0.7, perm=128):
    lsh = MinHashLSH(threshold=threshold, num_perm=perm)
    parent = list(range(len(texts)))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, t in enumerate(texts):
        mh = MinHash(num_perm=perm)
        for s in shingles(t):
            mh.update(s.encode())
        for j in lsh.query(mh):
            parent[root(i)] = root(j)
        lsh.insert(i, mh)
    return np.array([root(i) for i in range(len(texts))])


def main():
    tickets = pd.read_parquet("tickets.parquet", columns=["subject", "body", "queue", "opened"])
    tickets["text"] = tickets.subject.fillna("") + "\n" + tickets.body.str.slice(0, 2000)
    tickets = tickets[tickets.queue.isin(QUEUES)].reset_index(drop=True)
    tickets["copy_of"] = clusters(tickets.text)
    print("tickets", len(tickets), "distinct", tickets.copy_of.nunique())

    # a cluster counts as new only if its first ticket came after the cut
    first = tickets.groupby("copy_of").opened.transform("min")
    cut = pd.Timestamp("2023-09-01")
    train = tickets[(first < cut) & (tickets.opened < cut)]
    test = tickets[first >= cut].drop_duplicates("copy_of")

    enc = SentenceTransformer("intfloat/multilingual-e5-base")
    emb = {n: enc.encode(("query: " + d.text).tolist(), batch_size=64, normalize_embeddings=True) for n, d in (("a", train), ("b", test))}

    gs = GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000)),
        {"logisticregression__C": [0.003, 0.01, 0.03, 0.1]},
        cv=GroupKFold(5),
        scoring="f1_macro",
        n_jobs=4,
    )
    gs.fit(emb["a"], train.queue, groups=train.copy_of)
    print(gs.best_params_, round(gs.best_score_, 4))

    proba = gs.predict_proba(emb["b"])
    hat = gs.classes_[proba.argmax(1)]
    print(classification_report(test.queue, hat, digits=3))
    print("top 3:", round(top_k_accuracy_score(test.queue, proba, k=3, labels=gs.classes_), 4))
    wrong = test.assign(hat=hat).query("queue != hat")
    wrong.sample(min(50, len(wrong)), random_state=0).to_csv("to_read.csv")


if __name__ == "__main__":
    main()
# author: author12
