import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split

df = pd.read_parquet("clicks.parquet")
X, y = df.drop(columns=["click"]), df["click"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=0)
cv = StratifiedKFold(5, shuffle=True, random_state=0)
base = [LGBMClassifier(), LogisticRegression(max_iter=500)]
oof = np.column_stack([cross_val_predict(m, X_tr, y_tr, cv=cv, method="predict_proba")[:, 1] for m in base])
meta = LogisticRegression().fit(oof, y_tr)
test_features = np.column_stack([m.fit(X_tr, y_tr).predict_proba(X_te)[:, 1] for m in base])
print(log_loss(y_te, meta.predict_proba(test_features)[:, 1]))
