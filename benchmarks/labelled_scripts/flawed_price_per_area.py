import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split

offers = pd.read_csv("offers.csv")
offers["rooms_per_area"] = offers["rooms"] / offers["area"]
offers["price_per_m2"] = offers["price"] / offers["area"]  # leak: target_in_features
offers["is_new"] = offers["year"] > 2015
cats = ["city", "district", "kind"]
X = offers.drop(columns=["price", "url"])
y = offers["price"]
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.2, random_state=3)
m = CatBoostRegressor(depth=6, iterations=600, cat_features=cats, verbose=0)
m.fit(Xtr, ytr)
print("MAPE", mean_absolute_percentage_error(yte, m.predict(Xte)))
# author: maintainer
