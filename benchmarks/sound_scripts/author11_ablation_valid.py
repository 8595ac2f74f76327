import itertools
import json

import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_squared_error

GROUPS = {
    "weather": ["temp", "rain", "wind"],
    "calendar": ["dow", "month", "holiday"],
    "history": ["trips_lag7", "trips_lag14", "trips_mean28_lag7"],
    "city": ["population", "stations"],
}
PARAMS = dict(n_estimators=400, learning_rate=0.05, max_depth=6, subsample=0.8, random_state=3)

frames = {name: pd.read_parquet(f"bikes_{name}.parquet") for name in ("2016_2018", "2019h1", "2019h2")}
train, valid, test = frames.values()


def rmse(cols, fit_on, look_at):
    m = xgb.XGBRegressor(**PARAMS).fit(fit_on[cols], fit_on["trips"])
    return mean_squared_error(look_at["trips"], m.predict(look_at[cols])) ** 0.5


def cols_of(groups):
    return [c for g in groups for c in GROUPS[g]]


rows = []
for r in range(1, len(GROUPS) + 1):
    for combo in itertools.combinations(GROUPS, r):
        rows.append({"groups": "+".join(combo), "valid_rmse": rmse(cols_of(combo), train, valid)})
table = pd.DataFrame(rows).sort_values("valid_rmse")
print(table.to_string(index=False))

full = table.set_index("groups").valid_rmse["+".join(GROUPS)]
for g in GROUPS:
    without = "+".join(x for x in GROUPS if x != g)
    print(f"without {g}: {table.set_index('groups').valid_rmse[without] - full:+.2f}")

winner = table.iloc[0]["groups"].split("+")
result = rmse(cols_of(winner), pd.concat([train, valid]), test)
with open("ablation.json", "w") as f:
    json.dump({"winner": winner, "test_rmse": result}, f)
print("second half of 2019:", result)
# author: author11
