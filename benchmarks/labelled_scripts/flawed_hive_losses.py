from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer
import pandas as pd
import logging, sys

logging.basicConfig(stream=sys.stderr, level=logging.INFO)

bees = pd.read_csv("hive_survey.csv").drop_duplicates("hive")
y = bees["died_in_winter"]
X = bees.drop(columns=["hive", "died_in_winter", "beekeeper_name"])
X = X.select_dtypes("number")

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=9, stratify=y)

pipe = Pipeline([("imp", SimpleImputer(strategy="median")), ("gb", GradientBoostingClassifier(random_state=9))])
param_grid = {
    "gb__n_estimators": [100, 300, 600],
    "gb__max_depth": [2, 3, 5],
    "gb__learning_rate": [0.03, 0.1],
}
search = GridSearchCV(pipe, param_grid, cv=10, scoring="roc_auc", n_jobs=-1, verbose=1)
search.fit(X, y)  # leak: evaluated_on_training
logging.info("best params: %s", search.best_params_)

proba = search.best_estimator_.predict_proba(X_test)[:, 1]  # or: evaluated_on_training
print("Test AUC:", round(roc_auc_score(y_test, proba), 4))  # or: evaluated_on_training
# author: outsider
