import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import ShuffleSplit, cross_val_score

wind = pd.read_csv("wind.csv", parse_dates=["t"]).set_index("t")
X = pd.concat({f"p{k}": wind["power"].shift(k) for k in range(1, 13)}, axis=1)
X["speed"] = wind["speed"].shift(1)
data = X.assign(power=wind["power"]).dropna()
cv = ShuffleSplit(10, test_size=0.2, random_state=0)
print(cross_val_score(ExtraTreesRegressor(200), data.drop(columns="power"), data["power"], cv=cv).mean())  # leak: random_split_of_time
# author: maintainer
