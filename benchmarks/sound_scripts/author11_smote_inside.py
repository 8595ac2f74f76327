import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.impute import KNNImputer
from sklearn.metrics import average_precision_score, matthews_corrcoef
from sklearn.model_selection import GridSearchCV, StratifiedKFold, TunedThresholdClassifierCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import RobustScaler

# one casting per row, each from its own mould and melt
castings = pd.read_csv("castings.csv", index_col="casting_no")
assert castings.index.is_unique and castings.melt_no.is_unique
y = castings.pop("cracked")
X = castings.drop(columns="melt_no")

X_work, X_end, y_work, y_end = train_test_split(X, y, test_size=0.25, stratify=y, random_state=9)

pipe = Pipeline([
    ("impute", KNNImputer(n_neighbors=5)),
    ("scale", RobustScaler()),
    ("over", SMOTE(random_state=0)),
    ("knn", KNeighborsClassifier()),
])
grid = GridSearchCV(
    pipe,
    {"over__sampling_strategy": [0.1, 0.3, 1.0], "over__k_neighbors": [3, 5], "knn__n_neighbors": [5, 15, 45]},
    scoring="average_precision",
    cv=StratifiedKFold(5, shuffle=True, random_state=1),
    n_jobs=4,
).fit(X_work, y_work)
print(grid.best_params_)
print(pd.DataFrame(grid.cv_results_).nlargest(5, "mean_test_score")[["params", "mean_test_score", "std_test_score"]])

tuned = TunedThresholdClassifierCV(
    grid.best_estimator_, scoring="matthews_corrcoef", cv=StratifiedKFold(5, shuffle=True, random_state=2), refit=True,
).fit(X_work, y_work)

s = tuned.predict_proba(X_end)[:, 1]
print("threshold", round(tuned.best_threshold_, 3))
print("AP", average_precision_score(y_end, s), "of", y_end.mean())
print("MCC", matthews_corrcoef(y_end, tuned.predict(X_end)))
# author: author11
