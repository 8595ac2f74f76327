import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

d = pd.read_csv("loans.csv")
train = d[d.issued < "2020-01-01"].copy()
test = d[d.issued >= "2020-01-01"].copy()
overall = train["bad"].mean()
train["branch_rate"] = np.nan
for a, b in KFold(5, shuffle=True, random_state=0).split(train):
    rates = train.iloc[a].groupby("branch")["bad"].mean()
    train.iloc[b, train.columns.get_loc("branch_rate")] = train.iloc[b]["branch"].map(rates)
train["branch_rate"] = train["branch_rate"].fillna(overall)
test["branch_rate"] = test["branch"].map(train.groupby("branch")["bad"].mean()).fillna(overall)
cols = ["amount", "income", "branch_rate"]
m = LogisticRegression().fit(train[cols], train["bad"])
print(roc_auc_score(test["bad"], m.predict_proba(test[cols])[:, 1]))
# author: maintainer
