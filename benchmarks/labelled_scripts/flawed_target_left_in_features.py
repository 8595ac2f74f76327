import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("titanic.csv")
y = df["Survived"]
X = df.drop(columns=["Name", "Ticket", "Cabin", "PassengerId"])
X = pd.get_dummies(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
rf = RandomForestClassifier(n_estimators=100)
rf.fit(X_train, y_train)  # leak: target_in_features
print(accuracy_score(y_test, rf.predict(X_test)))
