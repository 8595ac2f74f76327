import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.preprocessing import StandardScaler

# quarry blast (1) or small earthquake (0)?  one row per event, network-averaged features
ev = pd.read_csv("events_features.csv", index_col="event_id")
ev = ev[ev.n_stations >= 4]
y = (ev.pop("type") == "blast").astype(int).values
X = ev.drop(columns=["n_stations", "origin_time"]).values
print(X.shape, np.bincount(y))

Xd, Xh, yd, yh = train_test_split(X, y, stratify=y, test_size=0.3, random_state=17)

pipe = Pipeline(steps=[
    ("sc", StandardScaler()),
    ("smote", SMOTE(random_state=17)),
    ("rf", RandomForestClassifier(n_jobs=-1, random_state=17)),
])
grid = {
    "smote__k_neighbors": [3, 5, 9],
    "smote__sampling_strategy": [0.3, 0.6, 1.0],
    "rf__n_estimators": [400],
    "rf__min_samples_leaf": [1, 4, 10],
}
gs = GridSearchCV(pipe, grid, cv=StratifiedKFold(5, shuffle=True, random_state=17), scoring="f1", n_jobs=2)
gs.fit(Xd, yd)
print(gs.best_params_, round(gs.best_score_, 3))

yhat = gs.predict(Xh)
print(confusion_matrix(yh, yhat))
print("F1", round(f1_score(yh, yhat), 3))
# author: outsider
