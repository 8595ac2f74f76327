import numpy as np
import pandas as pd
from gensim.models.doc2vec import Doc2Vec, TaggedDocument
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("reviews.tsv", sep="\t")
docs = [r.lower().split() for r in reviews.review]
d_tr, d_te, y_tr, y_te = train_test_split(docs, reviews.sentiment, stratify=reviews.sentiment, random_state=9)
tagged = [TaggedDocument(d, [i]) for i, d in enumerate(d_tr)]
d2v = Doc2Vec(tagged, vector_size=80, epochs=20)
X_tr = np.vstack([d2v.infer_vector(d) for d in d_tr])
X_te = np.vstack([d2v.infer_vector(d) for d in d_te])
clf = LogisticRegressionCV(Cs=8, cv=5, scoring="f1", max_iter=3000).fit(X_tr, y_tr)
print(clf.C_)
print(classification_report(y_te, clf.predict(X_te)))
# author: maintainer
