import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

d = pd.read_csv("freight.csv", parse_dates=["day"])
lane = d.groupby("lane").agg(lane_price=("price", "mean"), lane_n=("price", "size")).reset_index()  # leak: target_encoding_before_split
d = d.merge(lane, on="lane")
a, b = d[d.day < "2024-03-01"], d[d.day >= "2024-03-01"]
x = ["km", "weight", "lane_price", "lane_n"]
m = LGBMRegressor().fit(a[x], a["price"])
print(mean_absolute_error(b["price"], m.predict(b[x])))
# author: maintainer
