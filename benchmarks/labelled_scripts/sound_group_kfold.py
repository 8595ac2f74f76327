import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_score

visits = pd.read_csv("visits.csv")
visits["previous"] = visits.groupby("patient_id").cumcount()
X = visits.drop(columns=["patient_id", "outcome"])
print(cross_val_score(RandomForestClassifier(), X, visits["outcome"], groups=visits["patient_id"], cv=GroupKFold(5)).mean())
