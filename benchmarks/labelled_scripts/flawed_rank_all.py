import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

d = pd.read_csv("apps.csv", parse_dates=["day"]).sort_values("day")
d["next_open"] = d.groupby("user")["opens"].shift(-1)
d["change"] = d["next_open"] - d["opens"]  # leak: future_in_features
d["stays"] = (d["next_open"] > 0).astype(int)
d = d.dropna()
x = ["opens", "change", "age"]
train, test = d[d.day < "2024-02-01"], d[d.day >= "2024-02-01"]
m = LogisticRegression().fit(train[x], train["stays"])
print(m.score(test[x], test["stays"]))
# author: maintainer
