import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("credit.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("default", axis=1), df["default"], test_size=0.2, random_state=3)
gs = GridSearchCV(GradientBoostingClassifier(), {"max_depth": [2, 3, 4]}, scoring="roc_auc", cv=5)
gs.fit(X_train, y_train)
print("cv", gs.best_score_, gs.best_params_)
print("test", roc_auc_score(y_test, gs.best_estimator_.predict_proba(X_test)[:, 1]))
