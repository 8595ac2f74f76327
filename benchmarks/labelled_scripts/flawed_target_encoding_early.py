import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

d = pd.read_csv("loans.csv")
rates = d.groupby("branch", as_index=False)["bad"].mean().rename(columns={"bad": "branch_rate"})  # leak: target_encoding_before_split
d = d.merge(rates, on="branch", how="left")  # or: target_encoding_before_split
train, test = d[d.issued < "2020-01-01"], d[d.issued >= "2020-01-01"]
cols = ["amount", "income", "branch_rate"]
m = LogisticRegression().fit(train[cols], train["bad"])
print(roc_auc_score(test["bad"], m.predict_proba(test[cols])[:, 1]))
# the line of the statistic:
# author: maintainer
