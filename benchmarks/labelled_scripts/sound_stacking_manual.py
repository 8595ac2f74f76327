import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split

data = pd.read_csv("otto.csv").drop(columns="id")
y = data.pop("target").astype("category").cat.codes.to_numpy()
X = np.log1p(data.to_numpy())
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
level0 = [ExtraTreesClassifier(400, n_jobs=-1), GradientBoostingClassifier(), LogisticRegression(max_iter=500)]
n_class = len(np.unique(y))
meta_dev = np.zeros((len(X_dev), n_class * len(level0)))
meta_test = np.zeros((len(X_test), n_class * len(level0)))
skf = StratifiedKFold(5, shuffle=True, random_state=1)
for j, model in enumerate(level0):
    s = slice(j * n_class, (j + 1) * n_class)
    for fit, ask in skf.split(X_dev, y_dev):
        model.fit(X_dev[fit], y_dev[fit])
        meta_dev[ask, s] = model.predict_proba(X_dev[ask])
    model.fit(X_dev, y_dev)
    meta_test[:, s] = model.predict_proba(X_test)
    print(type(model).__name__, log_loss(y_test, meta_test[:, s]))
final = LogisticRegression(max_iter=1000).fit(meta_dev, y_dev)
print("stack", log_loss(y_test, final.predict_proba(meta_test)))
# author: maintainer
