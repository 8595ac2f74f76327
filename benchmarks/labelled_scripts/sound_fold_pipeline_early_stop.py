import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split

df = pd.read_csv("insurance.csv")
X, y = df.drop(columns=["response"]), df["response"]
oof = np.zeros(len(df))
for tr, te in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    X_tr, X_es, y_tr, y_es = train_test_split(X.iloc[tr], y.iloc[tr], test_size=0.1, random_state=0)
    model = lgb.LGBMClassifier(n_estimators=3000)
    model.fit(X_tr, y_tr, eval_set=[(X_es, y_es)], callbacks=[lgb.early_stopping(50)])
    oof[te] = model.predict_proba(X.iloc[te])[:, 1]
print("OOF AUC", roc_auc_score(y, oof))
