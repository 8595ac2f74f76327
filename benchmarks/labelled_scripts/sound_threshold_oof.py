import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict, train_test_split

d = pd.read_csv("sepsis.csv")
X_a, X_b, y_a, y_b = train_test_split(d.drop(columns="sepsis"), d["sepsis"], random_state=0)
oof = cross_val_predict(GradientBoostingClassifier(), X_a, y_a, cv=5, method="predict_proba")[:, 1]
grid = np.linspace(0.05, 0.95, 19)
cut = grid[int(np.argmax([f1_score(y_a, oof >= t) for t in grid]))]
model = GradientBoostingClassifier().fit(X_a, y_a)
print("F1", f1_score(y_b, model.predict_proba(X_b)[:, 1] >= cut))
# author: maintainer
