"""The rate of a courier so far: every parcel sees the parcels before it only."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

p = pd.read_csv("parcels.csv", parse_dates=["sent"]).sort_values("sent")
p["courier_late"] = p.groupby("courier")["late"].transform(lambda s: s.shift().expanding().mean())
p["zone_late"] = p.groupby("zone")["late"].apply(lambda s: s.shift().rolling(200, min_periods=5).mean()).reset_index(level=0, drop=True)
total = p.groupby("depot")["late"].cumsum() - p["late"]
count = p.groupby("depot").cumcount()
p["depot_late"] = total / count.where(count > 0)
p = p.dropna()
x = ["courier_late", "zone_late", "depot_late", "km"]
a, b = p[p.sent < "2024-01-01"], p[p.sent >= "2024-01-01"]
m = RandomForestClassifier(300, random_state=0).fit(a[x], a["late"])
print(roc_auc_score(b["late"], m.predict_proba(b[x])[:, 1]))
# author: maintainer
