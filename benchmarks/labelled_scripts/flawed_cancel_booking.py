import argparse
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import accuracy_score, roc_auc_score

parser = argparse.ArgumentParser(description="Will the guest cancel?")
parser.add_argument("--csv", default="hotel_bookings.csv")
parser.add_argument("--depth", type=int, default=6)
args = parser.parse_args()

b = pd.read_csv(args.csv, parse_dates=["booked_on", "arrival"])
b = b.sort_values("booked_on")
b["lead_days"] = (b.arrival - b.booked_on).dt.days
b["arrival_month"] = b.arrival.dt.month
b["nights"] = b.week_nights + b.weekend_nights

cat = ["hotel", "meal", "country", "market_segment", "reservation_status", "deposit_type"]  # leak: target_in_features
num = ["lead_days", "arrival_month", "nights", "adults", "children", "adr", "special_requests", "refund_amount"]  # or: target_in_features
b[cat] = b[cat].astype(str)

cut = b.booked_on.quantile(0.8)
train, test = b[b.booked_on <= cut], b[b.booked_on > cut]

m = CatBoostClassifier(iterations=600, depth=args.depth, learning_rate=0.06, cat_features=cat, verbose=100, random_seed=0)
m.fit(train[cat + num], train["is_canceled"])  # or: target_in_features

p = m.predict_proba(test[cat + num])[:, 1]
print("AUC     ", roc_auc_score(test.is_canceled, p))
print("Accuracy", accuracy_score(test.is_canceled, p > 0.5))
print(m.get_feature_importance(prettified=True).head(10))
# author: outsider
