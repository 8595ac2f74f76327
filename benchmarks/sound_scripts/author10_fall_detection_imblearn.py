from collections import defaultdict

import numpy as np
from imblearn.ensemble import BalancedBaggingClassifier
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import Pipeline as ImbPipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_validate
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

npz = np.load("wrist_accel_windows.npz", allow_pickle=True)
windows, is_fall, wearer = npz["windows"], npz["fall"], npz["wearer"]   # (n, 128, 3)


def describe(w):
    mag = np.linalg.norm(w, axis=-1)
    jerk = np.diff(mag, axis=1)
    return np.column_stack([
        mag.mean(1), mag.std(1), mag.max(1), mag.min(1),
        np.abs(jerk).max(1), jerk.std(1),
        (mag > 2.5).sum(1), w.std(1), w.mean(1),
    ])


X = describe(windows)
samplers = {
    "none": "passthrough",
    "random over": RandomOverSampler(random_state=0),
    "random under": RandomUnderSampler(random_state=0),
    "smote": SMOTE(random_state=0),
}
heads = {
    "logit": LogisticRegression(max_iter=2000),
    "svc": SVC(C=3.0, gamma="scale"),
}

table = defaultdict(dict)
for s_name, sampler in samplers.items():
    for h_name, head in heads.items():
        pipe = ImbPipeline([("z", StandardScaler()), ("sampler", sampler), ("head", head)])
        res = cross_validate(pipe, X, is_fall, groups=wearer, cv=LeaveOneGroupOut(),
                             scoring=("recall", "precision"), n_jobs=4)
        table[s_name][h_name] = (res["test_recall"].mean(), res["test_precision"].mean())

bag = cross_validate(BalancedBaggingClassifier(n_estimators=50, random_state=0), X, is_fall,
                     groups=wearer, cv=LeaveOneGroupOut(), scoring=("recall", "precision"))
table["balanced bagging"]["trees"] = (bag["test_recall"].mean(), bag["test_precision"].mean())

for s_name, row in table.items():
    for h_name, (r, p) in row.items():
        print(f"{s_name:18s}{h_name:8s} recall {r:.2f}  precision {p:.2f}")
# author: author10
