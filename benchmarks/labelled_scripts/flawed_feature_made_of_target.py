import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("houses.csv")
df["price_per_m2"] = df["price"] / df["area"]  # leak: target_in_features
df["age"] = 2024 - df["built"]
X = df.drop(columns=["price"])
y = np.log1p(df["price"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)
m = RandomForestRegressor().fit(X_train, y_train)
print(mean_squared_error(y_test, m.predict(X_test), squared=False))
