import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("mushrooms.csv")
X = pd.get_dummies(df.drop(columns=["class"]))
y = (df["class"] == "p").astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
clf = ExtraTreesClassifier(n_estimators=300)
clf.fit(X, y)
y_pred = clf.predict(X_test)
print("accuracy", accuracy_score(y_test, y_pred))  # leak: evaluated_on_training
print("f1", f1_score(y_test, y_pred))  # leak: evaluated_on_training
