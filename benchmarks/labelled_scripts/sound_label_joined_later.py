import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv", parse_dates=["at"])
index = visits[visits["kind"] == "admission"].sort_values("at").drop_duplicates("person", keep="last")
history = visits.merge(index[["person", "at"]], on="person", suffixes=("", "_index"))
before = history[history["at"] < history["at_index"]]
x = before.groupby("person").agg(n=("kind", "size"), last_bp=("bp", "last"), mean_hr=("hr", "mean"))
after = history[(history["at"] > history["at_index"]) & (history["at"] <= history["at_index"] + pd.Timedelta(days=30))]
y = x.index.isin(after["person"]).astype(int)
a, b, ya, yb = train_test_split(x, y, test_size=0.3, random_state=0, stratify=y)
m = LogisticRegression().fit(a.fillna(a.median()), ya)
print(roc_auc_score(yb, m.predict_proba(b.fillna(a.median()))[:, 1]))
# author: maintainer
