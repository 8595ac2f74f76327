"""Soil moisture: folds by field come from a generator; everything is fitted within the fold."""
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


def leave_one_field_out(frame):
    for field in frame["field"].unique():
        held = frame["field"] == field
        yield field, frame[~held], frame[held]


def fit_predict(train, test, features):
    scaler = StandardScaler().fit(train[features])
    model = Ridge(1.0).fit(scaler.transform(train[features]), train["moisture"])
    return model.predict(scaler.transform(test[features]))


frame = pd.read_csv("probes.csv")
features = ["ndvi", "rain_7d", "clay", "slope"]
errors = []
for field, train, test in leave_one_field_out(frame):
    guess = fit_predict(train, test, features)
    errors.append(np.sqrt(np.mean((test["moisture"] - guess) ** 2)))
    print(field, errors[-1])
print("mean", np.mean(errors))
# author: maintainer
