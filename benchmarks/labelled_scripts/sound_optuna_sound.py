import optuna
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("bank.csv")
X_dev, X_test, y_dev, y_test = train_test_split(df.drop(columns=["y"]), df["y"], test_size=0.2, random_state=0)


def objective(trial):
    model = XGBClassifier(max_depth=trial.suggest_int("max_depth", 2, 10), eta=trial.suggest_float("eta", 0.01, 0.3))
    return cross_val_score(model, X_dev, y_dev, cv=5, scoring="roc_auc").mean()


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
print(study.best_value)
model = XGBClassifier(**study.best_params).fit(X_dev, y_dev)
print("test", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
