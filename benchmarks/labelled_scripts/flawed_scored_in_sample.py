import pandas as pd
from sklearn.metrics import r2_score
from sklearn.tree import DecisionTreeRegressor

sales = pd.read_csv("sales.csv")
features = ["price", "promo", "weekday", "holiday"]
tree = DecisionTreeRegressor()
tree.fit(sales[features], sales["units"])
fitted = tree.predict(sales[features])
print("R2 of the model:", r2_score(sales["units"], fitted))  # leak: evaluated_on_training
