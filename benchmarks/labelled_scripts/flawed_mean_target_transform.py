import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold, cross_val_score

d = pd.read_csv("wages.csv")
for c in ["firm", "job"]:
    d[c + "_m"] = d.groupby(c)["wage"].transform("mean")  # leak: target_encoding_before_split
X = d[["age", "firm_m", "job_m"]]
print(cross_val_score(RandomForestRegressor(), X, d["wage"], cv=KFold(5, shuffle=True)).mean())
# author: maintainer
