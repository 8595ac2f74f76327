import pandas as pd
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

d = pd.read_csv("defaults.csv")
X, y = d.drop(columns="default"), d["default"]
Xtr, Xte, ytr, yte = train_test_split(X, y, random_state=1)
m = LogisticRegression(max_iter=1000).fit(Xtr, ytr)
raw = m.predict_proba(Xte)[:, 1]
iso = IsotonicRegression(out_of_bounds="clip").fit(raw, yte)
print("raw", brier_score_loss(yte, raw))
print("calibrated", brier_score_loss(yte, iso.predict(raw)))  # leak: evaluated_on_training
# author: maintainer
