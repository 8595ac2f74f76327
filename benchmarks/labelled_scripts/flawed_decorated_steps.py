import functools
import time

import numpy as np
import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split

STEPS = []


def step(name):
    def register(function):
        @functools.wraps(function)
        def timed(*args, **kwargs):
            begun = time.perf_counter()
            result = function(*args, **kwargs)
            print(f"{name}: {time.perf_counter() - begun:.1f} s")
            return result

        STEPS.append(name)
        return timed

    return register


@step("read")
def read(path):
    frame = pd.read_csv(path)
    return frame.drop(columns=["policy_id", "claim"]), frame["claim"]


@step("clean")
def clean(x):
    x = pd.get_dummies(x, dummy_na=True)
    return x.fillna(-1)


@step("balance")
def balance(x, y):
    return ADASYN(random_state=3).fit_resample(x, y)  # leak: oversampling_before_split


@step("evaluate")
def evaluate(model, x, y):
    p = model.predict_proba(x)[:, 1]
    print(classification_report(y, p > 0.5))
    return roc_auc_score(y, p)


x, y = read("motor.csv")
x = clean(x)
x, y = balance(x, y)
parts = train_test_split(x, y, test_size=0.3, random_state=3)
forest = RandomForestClassifier(400, n_jobs=-1, random_state=3).fit(parts[0], parts[2])
print("AUC", evaluate(forest, parts[1], parts[3]))
# author: maintainer
