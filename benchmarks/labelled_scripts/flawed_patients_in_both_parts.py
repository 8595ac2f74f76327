import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

visits = pd.read_csv("visits.csv")
visits["visit_no"] = visits.groupby("patient_id").cumcount()
visits["mean_bp"] = visits.groupby("patient_id")["blood_pressure"].transform("mean")
X = visits.drop(columns=["readmitted", "patient_id"])
y = visits["readmitted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)  # leak: random_split_of_groups
rf = RandomForestClassifier().fit(X_train, y_train)
print(roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
