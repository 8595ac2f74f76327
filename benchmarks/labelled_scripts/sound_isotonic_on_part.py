import pandas as pd
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

d = pd.read_csv("defaults.csv")
X, y = d.drop(columns="default"), d["default"]
Xtr, Xte, ytr, yte = train_test_split(X, y, random_state=1)
Xfit, Xcal, yfit, ycal = train_test_split(Xtr, ytr, random_state=2)
m = LogisticRegression(max_iter=1000).fit(Xfit, yfit)
iso = IsotonicRegression(out_of_bounds="clip").fit(m.predict_proba(Xcal)[:, 1], ycal)
print("calibration part", brier_score_loss(ycal, iso.predict(m.predict_proba(Xcal)[:, 1])))
print("test", brier_score_loss(yte, iso.predict(m.predict_proba(Xte)[:, 1])))
# author: maintainer
