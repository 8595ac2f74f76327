import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("genes.csv")
train, test = train_test_split(df, test_size=0.3, random_state=0)
corr = train.corr()["outcome"].abs().drop("outcome")
top = corr.nlargest(30).index.tolist()
lr = LogisticRegression(max_iter=5000).fit(train[top], train["outcome"])
print(roc_auc_score(test["outcome"], lr.predict_proba(test[top])[:, 1]), np.sum(lr.coef_ != 0))
