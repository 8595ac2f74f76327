import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

p = pd.read_csv("parcels.csv", parse_dates=["sent"]).sort_values("sent")
p["courier_late"] = p.groupby("courier")["late"].transform(lambda s: s.expanding().mean())  # leak: target_in_features
x = ["courier_late", "km"]
a, b = p[p.sent < "2024-01-01"], p[p.sent >= "2024-01-01"]
m = RandomForestClassifier(300, random_state=0).fit(a[x], a["late"])
print(roc_auc_score(b["late"], m.predict_proba(b[x])[:, 1]))
# author: maintainer
