import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

d = pd.read_csv("phishing.csv")
A, B = train_test_split(d, test_size=0.2, stratify=d.label, random_state=5)
clf = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, class_weight="balanced"))
cv = StratifiedKFold(10, shuffle=True, random_state=5)
inner = cross_val_predict(clf, A.drop(columns="label"), A.label, cv=cv, method="predict_proba")[:, 1]
precision, recall, cuts = precision_recall_curve(A.label, inner)
f1 = 2 * precision * recall / (precision + recall + 1e-12)
cut = cuts[np.argmax(f1[:-1])]
clf.fit(A.drop(columns="label"), A.label)
hat = clf.predict_proba(B.drop(columns="label"))[:, 1] >= cut
print(f"cut {cut:.2f}, F1 inside {f1.max():.3f}, F1 on held-out mail {f1_score(B.label, hat):.3f}")
# author: maintainer
