import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

df = pd.read_csv("iris.csv")
X, y = df.drop("species", axis=1), df["species"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
grid = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": [0.01, 0.1]}, cv=5)
grid.fit(X, y)
pred = grid.predict(X_test)
print(accuracy_score(y_test, pred))  # leak: evaluated_on_training
