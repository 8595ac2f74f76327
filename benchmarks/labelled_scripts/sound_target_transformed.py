import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

d = pd.read_csv("rents.csv")
d["log_rent"] = np.log1p(d["rent"])
X = d.drop(columns=["rent", "log_rent", "url"])
X = pd.get_dummies(X, columns=["quarter", "heating"])
a, b, ya, yb = train_test_split(X, d["log_rent"], test_size=0.2, random_state=0)
m = RandomForestRegressor(300).fit(a, ya)
print(mean_absolute_error(np.expm1(yb), np.expm1(m.predict(b))))
# author: maintainer
