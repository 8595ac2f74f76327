import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("flats.csv")
y = df.pop("rent")
X_rest, X_test, y_rest, y_test = train_test_split(df, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.2, random_state=0)
m = lgb.LGBMRegressor(n_estimators=5000)
m.fit(X_train, y_train, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(50)])
print("validation", mean_absolute_error(y_val, m.predict(X_val)))
print("test", mean_absolute_error(y_test, m.predict(X_test)))
