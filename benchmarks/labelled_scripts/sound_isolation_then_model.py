import pandas as pd
from sklearn.ensemble import IsolationForest, RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

d = pd.read_csv("auctions.csv").dropna(subset=["price"])
train, test = train_test_split(d, random_state=0)
x = ["age", "weight", "bids"]
keep = IsolationForest(random_state=0).fit_predict(train[x]) == 1
train = train[keep]
m = RandomForestRegressor().fit(train[x], train["price"])
print(mean_squared_error(test["price"], m.predict(test[x])) ** 0.5)
# author: maintainer
