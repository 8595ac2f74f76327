import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("abalone.csv")
X = pd.get_dummies(df.drop(columns=["rings"]))
X_train, X_test, y_train, y_test = train_test_split(X, df["rings"], test_size=0.25, random_state=0)
best_score, best_model = -1e9, None
for cls in (Ridge, Lasso):
    for alpha in (0.01, 0.1, 1.0):
        candidate = cls(alpha=alpha)
        score = cross_val_score(candidate, X_train, y_train, scoring="neg_mean_squared_error").mean()
        if score > best_score:
            best_score, best_model = score, candidate
best_model.fit(X_train, y_train)
print("test MSE", mean_squared_error(y_test, best_model.predict(X_test)))
