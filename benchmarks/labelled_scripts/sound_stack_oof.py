import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict, train_test_split

d = pd.read_csv("screening.csv")
y = d["positive"]
X = d.drop(columns=["positive", "sample"])
Xa, Xb, ya, yb = train_test_split(X, y, stratify=y, random_state=0)
level0 = {"rf": RandomForestClassifier(300), "et": ExtraTreesClassifier(300)}
A = np.column_stack([cross_val_predict(m, Xa, ya, cv=5, method="predict_proba")[:, 1] for m in level0.values()])
B = np.column_stack([m.fit(Xa, ya).predict_proba(Xb)[:, 1] for m in level0.values()])
meta = LogisticRegression().fit(A, ya)
print(roc_auc_score(yb, meta.predict_proba(B)[:, 1]))
# author: maintainer
