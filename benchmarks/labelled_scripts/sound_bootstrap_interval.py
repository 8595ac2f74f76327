import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

d = pd.read_csv("retention.csv")
a, b = train_test_split(d, test_size=0.3, random_state=0, stratify=d["left"])
x = d.columns.drop("left")
m = RandomForestClassifier(500, random_state=0).fit(a[x], a["left"])
p, y = m.predict_proba(b[x])[:, 1], b["left"].to_numpy()
rng = np.random.default_rng(0)
draws = []
for _ in range(1000):
    i = rng.integers(0, len(y), len(y))
    draws.append(roc_auc_score(y[i], p[i]))
print(roc_auc_score(y, p), np.percentile(draws, [2.5, 97.5]))
print("worst draw", min(draws), "best draw", max(draws))
# author: maintainer
