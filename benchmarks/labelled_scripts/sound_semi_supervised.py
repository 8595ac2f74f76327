import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

labelled = pd.read_csv("labelled.csv")
pool = pd.read_csv("unlabelled.csv")
cols = [c for c in labelled.columns if c != "topic"]
train, test = train_test_split(labelled, test_size=0.3, random_state=0)
model = LogisticRegression(max_iter=500).fit(train[cols], train["topic"])
sure = model.predict_proba(pool[cols]).max(axis=1) > 0.95
pseudo = pool[sure].assign(topic=model.predict(pool.loc[sure, cols]))
again = LogisticRegression(max_iter=500).fit(pd.concat([train, pseudo])[cols], pd.concat([train, pseudo])["topic"])
print("before", accuracy_score(test["topic"], model.predict(test[cols])))
print("after", accuracy_score(test["topic"], again.predict(test[cols])))
# author: maintainer
