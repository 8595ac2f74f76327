import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("train.csv")
X = df.drop(columns=["target"])
y = df["target"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=2024)
model = xgb.XGBClassifier(n_estimators=5000, learning_rate=0.02, early_stopping_rounds=50)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)  # leak: early_stopping_on_test
print("Test AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
