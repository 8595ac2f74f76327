import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

X, y = load_breast_cancer(return_X_y=True)
selector = SelectKBest(f_classif, k=20)
X_new = selector.fit_transform(X, y)  # leak: selection_before_split
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
scores = cross_val_score(LogisticRegression(max_iter=5000), X_new, y, cv=cv, scoring="roc_auc")
print(f"AUC {np.mean(scores):.3f} +- {np.std(scores):.3f}")
