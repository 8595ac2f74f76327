import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

d = pd.read_csv("mites.csv")
X, y = d.drop(columns="alive"), d["alive"]
aucs = []
for seed in range(20):
    a, b, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=seed)
    m = RandomForestClassifier(200, random_state=seed).fit(a, ya)
    aucs.append(roc_auc_score(yb, m.predict_proba(b)[:, 1]))
print(f"{np.mean(aucs):.3f} ± {np.std(aucs):.3f} (min {np.min(aucs):.3f}, max {np.max(aucs):.3f})")
# author: maintainer
