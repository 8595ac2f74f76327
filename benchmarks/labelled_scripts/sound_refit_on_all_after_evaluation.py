import joblib
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("energy.csv")
X, y = df.drop(columns=["kwh"]), df["kwh"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(300, random_state=0).fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, model.predict(X_test)))
final = RandomForestRegressor(300, random_state=0).fit(X, y)
joblib.dump(final, "model.joblib")
