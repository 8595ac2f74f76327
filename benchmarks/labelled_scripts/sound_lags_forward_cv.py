import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

wind = pd.read_csv("wind.csv", parse_dates=["t"]).set_index("t").sort_index()
X = pd.concat({f"p{k}": wind["power"].shift(k) for k in range(1, 13)}, axis=1)
X["ramp"] = wind["power"].shift(1) - wind["power"].shift(2)
data = X.assign(power=wind["power"]).dropna()
score = cross_val_score(ExtraTreesRegressor(200), data.drop(columns="power"), data["power"], cv=TimeSeriesSplit(8, gap=3))
print(score.mean())
# author: maintainer
