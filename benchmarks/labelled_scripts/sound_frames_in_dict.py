"""Delivery times by depot; splits kept in a dictionary that is handed around."""
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import OneHotEncoder


def cut(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ordered = frame.sort_values("picked_up")
    n = len(ordered)
    return {
        "train": ordered.iloc[: int(0.7 * n)],
        "valid": ordered.iloc[int(0.7 * n) : int(0.85 * n)],
        "test": ordered.iloc[int(0.85 * n) :],
    }


def columns(part):
    return part[["depot", "km", "parcels", "rain"]], part["minutes"]


data = cut(pd.read_csv("deliveries.csv", parse_dates=["picked_up"]))
prepare = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), ["depot"]), (SimpleImputer(), ["km", "parcels", "rain"])
)
x, y = columns(data["train"])
prepare.fit(x)
candidates = {}
for leaves in (3, 10, 30):
    model = RandomForestRegressor(200, min_samples_leaf=leaves, random_state=0)
    model.fit(prepare.transform(x), y)
    xv, yv = columns(data["valid"])
    candidates[leaves] = (mean_absolute_error(yv, model.predict(prepare.transform(xv))), model)
best = min(candidates, key=lambda k: candidates[k][0])
xt, yt = columns(data["test"])
print(best, mean_absolute_error(yt, candidates[best][1].predict(prepare.transform(xt))))
# author: maintainer
