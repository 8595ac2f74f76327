import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("sales.csv")
df["date"] = pd.to_datetime(df["date"])
df = df.sort_values("date")
for lag in (1, 7, 14):
    df[f"lag_{lag}"] = df["sales"].shift(lag)
df = df.dropna()
X = df.drop(columns=["sales", "date"])
y = df["sales"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)  # leak: random_split_of_time
rf = RandomForestRegressor(n_estimators=200).fit(X_train, y_train)
print(mean_absolute_percentage_error(y_test, rf.predict(X_test)))
