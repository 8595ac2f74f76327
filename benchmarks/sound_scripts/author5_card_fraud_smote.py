"""Card fraud, oversampling inside the pipeline."""
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, classification_report, precision_recall_curve
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.preprocessing import RobustScaler

tx = pd.read_parquet("tx_2023.parquet").sort_values("ts", kind="stable").reset_index(drop=True)
cols = [c for c in tx if c.startswith(("v", "amt"))]
chargeback_lag = pd.Timedelta(days=45)

history = tx[tx.ts < pd.Timestamp("2023-09-01") - chargeback_lag]
tune = tx[(tx.ts >= "2023-09-01") & (tx.ts < pd.Timestamp("2023-11-15") - chargeback_lag)]
final = tx[tx.ts >= "2023-11-15"]

pipe = Pipeline([
    ("imp", SimpleImputer(strategy="median")),
    ("sc", RobustScaler()),
    ("over", SMOTE(random_state=0)),
    ("clf", LogisticRegression(max_iter=2000)),
])
grid = [
    {"clf": [LogisticRegression(max_iter=2000)], "clf__C": [0.01, 0.1, 1], "over__sampling_strategy": [0.05, 0.2]},
    {"clf": [RandomForestClassifier(300, n_jobs=-1, random_state=0)], "clf__max_depth": [8, 14],
     "over__sampling_strategy": [0.05, 0.2]},
]
search = GridSearchCV(pipe, grid, scoring="average_precision",
                      cv=TimeSeriesSplit(4, gap=20000), n_jobs=1)
search.fit(history[cols], history.fraud)
print(search.best_params_)

X, y = tune[cols], tune.fraud
prec, rec, thr = precision_recall_curve(y, search.predict_proba(X)[:, 1])
ok = np.flatnonzero(prec[:-1] >= 0.5)
cut = thr[ok[0]] if ok.size else 0.5

X, y = final[cols], final.fraud
prob = search.predict_proba(X)[:, 1]
print("AP", average_precision_score(y, prob))
print(classification_report(y, (prob >= cut).astype(int), digits=3))
# author: author5
