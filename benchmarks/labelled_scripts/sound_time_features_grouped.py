"""Purchases: history of each customer before the order, split by date."""
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score

orders = pd.read_csv("orders.csv", parse_dates=["placed"]).sort_values("placed").reset_index(drop=True)
past = orders.groupby("customer")
orders["n_before"] = past.cumcount()
orders["spent_before"] = past["amount"].cumsum() - orders["amount"]
orders["returns_before"] = past["returned"].cumsum() - orders["returned"]
orders["rate_before"] = (orders["returns_before"] / orders["n_before"].clip(lower=1)).fillna(0)
orders["days_since"] = past["placed"].diff().dt.days
features = ["amount", "n_before", "spent_before", "rate_before", "days_since"]
edge = orders["placed"].quantile(0.8)
train, test = orders.query("placed <= @edge"), orders.query("placed > @edge")
inner = train["placed"].quantile(0.9)
fit, stop = train[train.placed <= inner], train[train.placed > inner]
model = CatBoostClassifier(iterations=2000, verbose=0)
model.fit(fit[features], fit["returned"], eval_set=(stop[features], stop["returned"]), early_stopping_rounds=100)
print(roc_auc_score(test["returned"], model.predict_proba(test[features])[:, 1]))
# author: maintainer
