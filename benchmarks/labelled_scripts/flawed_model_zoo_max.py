import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
from xgboost import XGBClassifier

df = pd.read_csv("heart.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("target", axis=1), df["target"], test_size=0.2)
models = {
    "lr": LogisticRegression(max_iter=1000),
    "rf": RandomForestClassifier(),
    "svm": SVC(),
    "xgb": XGBClassifier(),
}
results = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    results[name] = model.score(X_test, y_test)
winner = max(results, key=results.get)  # leak: chosen_on_test
print(f"Our model {winner} reaches {results[winner]:.2%} accuracy")
