"""Predict the hardness of steel coils. Final model + report for the customer."""
import json
import joblib
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import GridSearchCV, GroupShuffleSplit, GroupKFold

coils = pd.read_csv("coils.csv")
chem = ["C", "Mn", "Si", "Cr", "Ni", "Mo", "V", "Nb"]
proc = ["finish_temp", "coil_temp", "cool_rate", "thickness", "speed"]
a, b = next(GroupShuffleSplit(1, test_size=.2, random_state=0).split(coils, groups=coils.heat_no))
train, test = coils.iloc[a], coils.iloc[b]

gs = GridSearchCV(
    ExtraTreesRegressor(400, n_jobs=-1, random_state=0),
    {"min_samples_leaf": [1, 2, 5], "max_features": [.3, .6, 1.0]},
    cv=GroupKFold(5), scoring="neg_mean_absolute_error",
)
gs.fit(train[chem + proc], train.hv, groups=train.heat_no)
print("params", gs.best_params_)

# use every coil we have for the delivered model
full = pd.concat([train, test])  # or: evaluated_on_training
model = ExtraTreesRegressor(400, n_jobs=-1, random_state=0, **gs.best_params_)
model.fit(full[chem + proc], full.hv)  # or: evaluated_on_training
joblib.dump(model, "hardness.joblib")

hat = model.predict(test[chem + proc])  # leak: evaluated_on_training
report = {
    "n_test": len(test),
    "mae_hv": round(mean_absolute_error(test.hv, hat), 2),  # or: evaluated_on_training
    "r2": round(r2_score(test.hv, hat), 3),
    "within_5hv": round(float(np.mean(np.abs(test.hv - hat) < 5)), 3),
}
print(json.dumps(report, indent=2))
json.dump(report, open("acceptance_report.json", "w"))
# author: outsider
