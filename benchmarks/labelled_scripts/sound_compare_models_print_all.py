import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("german.csv")
X, y = pd.get_dummies(df.drop("risk", axis=1)), df["risk"] == "bad"
for model in (LogisticRegression(max_iter=2000), DecisionTreeClassifier(), RandomForestClassifier()):
    scores = cross_val_score(model, X, y, cv=10, scoring="roc_auc")
    print(f"{type(model).__name__:25s} {scores.mean():.3f} ({scores.std():.3f})")
