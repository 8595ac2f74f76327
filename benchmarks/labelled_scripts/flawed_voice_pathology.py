"""Voice disorder detection from sustained vowels.

recordings.csv: speaker_id, session, vowel, label, then 88 eGeMAPS features.
Each speaker says /a/, /i/, /u/ three times.
"""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.metrics import classification_report, roc_auc_score

rec = pd.read_csv("recordings.csv")
print("recordings:", len(rec), "speakers:", rec["speaker_id"].nunique())

y = (rec["label"] != "healthy").astype(int)
X = rec.drop(columns=["speaker_id", "session", "vowel", "label"])

X_train, X_test, y_train, y_test = train_test_split(  # leak: random_split_of_groups
    X, y, test_size=0.2, stratify=y, random_state=2
)

clf = make_pipeline(StandardScaler(), SVC(C=10, gamma=0.005, probability=True, class_weight="balanced"))
clf.fit(X_train, y_train)

p = clf.predict_proba(X_test)[:, 1]
print("AUC", round(roc_auc_score(y_test, p), 3))
print(classification_report(y_test, p > 0.5))
# author: outsider
