"""Parkinson from sustained vowels; several recordings per speaker. Nested grouped CV, score per speaker."""
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.svm import SVC

voice = pd.read_csv("vowels.csv")
speaker = voice.pop("speaker").to_numpy()
status = voice.pop("pd").to_numpy()
voice = voice.drop(columns=["file", "recorded_on"])

pipe = Pipeline([
    ("fill", SimpleImputer(strategy="median")),
    ("scale", RobustScaler()),
    ("best", SelectKBest(f_classif)),
    ("svm", SVC(class_weight="balanced")),
])
space = {"best__k": [5, 10, 20, "all"], "svm__C": [.1, 1, 10], "svm__gamma": ["scale", .01]}

rounds = []
for seed in range(5):
    outer = StratifiedGroupKFold(6, shuffle=True, random_state=seed)
    margin = np.empty(len(status))
    hard = np.empty(len(status), int)
    for fit_rows, new_rows in outer.split(voice, status, speaker):
        inner = StratifiedGroupKFold(4, shuffle=True, random_state=100 + seed)
        search = GridSearchCV(clone(pipe), space, scoring="balanced_accuracy", cv=inner, n_jobs=4)
        search.fit(voice.iloc[fit_rows], status[fit_rows], groups=speaker[fit_rows])
        # decision values of different folds are put on a common footing with the fold's learning rows
        d = search.decision_function(voice.iloc[fit_rows])
        margin[new_rows] = search.decision_function(voice.iloc[new_rows]) / np.std(d)
        hard[new_rows] = search.predict(voice.iloc[new_rows])
    people = pd.DataFrame({"speaker": speaker, "y": status, "m": margin, "h": hard}).groupby("speaker").mean()
    rounds.append({"auc": roc_auc_score(people["y"], people["m"]),
                   "bal_acc": balanced_accuracy_score(people["y"], people["h"] >= .5),
                   "auc_recordings": roc_auc_score(status, margin)})
    print(seed, {k: round(v, 3) for k, v in rounds[-1].items()})

summary = pd.DataFrame(rounds).agg(["mean", "min", "max"]).round(3)
print(summary.to_string())

final = GridSearchCV(pipe, space, scoring="balanced_accuracy", cv=StratifiedGroupKFold(4, shuffle=True, random_state=0))
final.fit(voice, status, groups=speaker)
pd.to_pickle(final.best_estimator_, "parkinson_svm.pkl")
# author: author8
