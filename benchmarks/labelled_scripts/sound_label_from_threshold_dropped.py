import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

d = pd.read_csv("rivers.csv")
d["poor"] = (d["oxygen"] < 5).astype(int)
label = "poor"
features = d.columns.difference([label, "oxygen", "site_name"])
a, b = train_test_split(d, stratify=d[label], test_size=0.25, random_state=4)
m = GradientBoostingClassifier().fit(a[features], a[label])
print(f1_score(b[label], m.predict(b[features])))
# author: maintainer
