import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import recall_score, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold

d = pd.read_csv("turbofan_faults.csv")
X, y = d.drop(columns=["fault"]).to_numpy(), d["fault"].to_numpy()
out = []
for a, b in RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0).split(X, y):
    Xa, ya = SMOTE(random_state=0).fit_resample(X[a], y[a])
    m = RandomForestClassifier(300, random_state=0).fit(Xa, ya)
    p = m.predict_proba(X[b])[:, 1]
    out.append((roc_auc_score(y[b], p), recall_score(y[b], p > 0.5)))
print(np.mean(out, axis=0))
# author: maintainer
