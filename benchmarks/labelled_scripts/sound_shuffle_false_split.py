import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("river.csv", parse_dates=["when"]).sort_values("when")
df["yesterday"] = df["level"].shift(1)
df = df.dropna()
X_train, X_test, y_train, y_test = train_test_split(df[["yesterday", "rain"]], df["level"], shuffle=False, test_size=0.2)
m = LinearRegression().fit(X_train, y_train)
print(mean_absolute_error(y_test, m.predict(X_test)))
