import pandas as pd
from sklearn.inspection import permutation_importance
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

d = pd.read_csv("commute.csv")
train, test = train_test_split(d, test_size=0.2, random_state=1)
x = ["km", "hour", "rain", "mode"]
m = ExtraTreesRegressor(300).fit(train[x], train["minutes"])
test = test.assign(guess=m.predict(test[x]))
test["error"] = (test["guess"] - test["minutes"]).abs()
print(mean_absolute_error(test["minutes"], test["guess"]))
print(test.groupby("mode")["error"].agg(["mean", "count"]).sort_values("mean"))
print(test.nlargest(10, "error"))
importance = permutation_importance(m, test[x], test["minutes"], n_repeats=10)
print(pd.Series(importance.importances_mean, x).sort_values())
# author: maintainer
