"""Which meters will fail to report? The label is missingness itself; features are of the month before."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

m = pd.read_csv("meters.csv", parse_dates=["month"]).sort_values(["meter", "month"])
m["missing"] = m["kwh"].isna().astype(int)
m["was_missing"] = m.groupby("meter")["missing"].shift(1)
m["kwh_before"] = m.groupby("meter")["kwh"].shift(1)
m = m.dropna(subset=["was_missing"])
x = ["was_missing", "kwh_before", "age", "signal"]
a, b = m[m.month < "2024-01-01"], m[m.month >= "2024-01-01"]
f = RandomForestClassifier(200).fit(a[x].fillna(-1), a["missing"])
print(average_precision_score(b["missing"], f.predict_proba(b[x].fillna(-1))[:, 1]))
# author: maintainer
