import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score

visits = pd.read_csv("visits.csv")
visits["visit_no"] = visits.groupby("patient_id").cumcount()
visits["mean_bp"] = visits.groupby("patient_id")["bp"].transform(lambda s: s.expanding().mean())
X = visits.drop(columns=["patient_id", "diabetes"])
y = visits["diabetes"]
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
print(cross_val_score(RandomForestClassifier(300, random_state=0), X, y, cv=cv, scoring="roc_auc").mean())  # leak: random_split_of_groups # or: random_split_of_time
# author: maintainer
