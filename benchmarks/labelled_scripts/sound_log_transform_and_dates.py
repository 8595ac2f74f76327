import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("flats.csv")
df["listed"] = pd.to_datetime(df["listed"])
df["month"] = df["listed"].dt.month
df["log_area"] = np.log1p(df["area"])
df["rooms_per_m2"] = df["rooms"] / df["area"]
df = df.dropna().drop_duplicates()
df = pd.get_dummies(df.drop(columns=["listed"]), columns=["district"])
y = df.pop("price")
X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.2, random_state=0)
rf = RandomForestRegressor().fit(X_train, np.log(y_train))
print(mean_absolute_error(y_test, np.exp(rf.predict(X_test))))
