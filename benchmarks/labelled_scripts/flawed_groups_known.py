import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score

w = pd.read_parquet("windows.parquet")
w["amp"] = w["peak"] - w.groupby("patient_id")["peak"].transform("min")
w["z"] = w["rms"] / w.groupby("patient_id")["rms"].transform("mean")
X, y = w[["amp", "z", "hr"]], w["seizure"]
print(cross_val_score(RandomForestClassifier(400), X, y, cv=StratifiedKFold(10, shuffle=True, random_state=0), scoring="roc_auc").mean())  # leak: random_split_of_groups
# author: maintainer
