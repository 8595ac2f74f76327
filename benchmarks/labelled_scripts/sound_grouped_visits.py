import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

visits = pd.read_csv("visits.csv").sort_values(["patient_id", "date"])
visits["visit_no"] = visits.groupby("patient_id").cumcount()
visits["bp_change"] = visits.groupby("patient_id")["bp"].diff().fillna(0)
visits["mean_bp"] = visits.groupby("patient_id")["bp"].transform("mean")
X = visits.drop(columns=["patient_id", "date", "diabetes"])
y = visits["diabetes"]
aucs = []
for tr, te in StratifiedGroupKFold(5).split(X, y, visits["patient_id"]):
    model = RandomForestClassifier(300, random_state=0).fit(X.iloc[tr], y.iloc[tr])
    aucs.append(roc_auc_score(y.iloc[te], model.predict_proba(X.iloc[te])[:, 1]))
print(pd.Series(aucs).describe())
# author: maintainer
