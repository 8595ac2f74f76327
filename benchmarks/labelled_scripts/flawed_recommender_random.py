"""Next-item clicks; the events have timestamps, the features look back."""
import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

events = pd.read_parquet("events.parquet")
events["ts"] = pd.to_datetime(events["ts"], unit="ms")
events = events.sort_values(["user_id", "ts"])
by_user = events.groupby("user_id")
events["n_before"] = by_user.cumcount()
events["gap"] = by_user["ts"].diff().dt.total_seconds()
events["ctr_before"] = (by_user["clicked"].cumsum() - events["clicked"]) / events["n_before"].clip(lower=1)
events["prev_item"] = by_user["item_id"].shift()
events["hour"] = events["ts"].dt.hour

features = ["n_before", "gap", "ctr_before", "prev_item", "item_id", "hour", "device"]
X = events[features].fillna(-1)
y = events["clicked"]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=0)  # leak: random_split_of_time # or: random_split_of_groups
model = CatBoostClassifier(iterations=500, verbose=100, cat_features=["device"])
model.fit(X_tr, y_tr)
print("AUC", roc_auc_score(y_te, model.predict_proba(X_te)[:, 1]))
# author: maintainer
