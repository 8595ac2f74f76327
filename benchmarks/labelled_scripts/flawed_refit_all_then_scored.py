"""Fit on everything, then tell the score on the part that was held out before."""
import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GridSearchCV, train_test_split

flats = pd.read_parquet("flats.parquet")
train, test = train_test_split(flats, test_size=0.2, random_state=3)
cols = ["rooms", "area", "floor", "year"]
search = GridSearchCV(GradientBoostingRegressor(), {"max_depth": [2, 3, 4]}, cv=5).fit(train[cols], train["rent"])
final = GradientBoostingRegressor(**search.best_params_)
final.fit(pd.concat([train, test])[cols], pd.concat([train, test])["rent"])
joblib.dump(final, "rent.joblib")
print("test MAE", mean_absolute_error(test["rent"], final.predict(test[cols])))  # leak: evaluated_on_training
# author: maintainer
