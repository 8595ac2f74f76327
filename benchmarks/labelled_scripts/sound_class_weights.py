import numpy as np
import pandas as pd
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.class_weight import compute_class_weight
from xgboost import XGBClassifier

tx = pd.read_parquet("tx.parquet")
X, y = tx.drop(columns=["fraud"]), tx["fraud"]
ratio = (y == 0).sum() / (y == 1).sum()
out = []
for a, b in StratifiedKFold(5).split(X, y):
    w = compute_class_weight("balanced", classes=np.unique(y.iloc[a]), y=y.iloc[a])
    clf = XGBClassifier(scale_pos_weight=ratio).fit(X.iloc[a], y.iloc[a], sample_weight=w[y.iloc[a]])
    hat = clf.predict(X.iloc[b])
    out.append((precision_score(y.iloc[b], hat), recall_score(y.iloc[b], hat)))
print(np.mean(out, axis=0))
# author: maintainer
