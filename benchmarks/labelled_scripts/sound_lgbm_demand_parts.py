import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error

# Weekly spare part demand per depot. One row = (part, depot, week).
df = pd.read_parquet("s3://parts-lake/gold/demand_weekly.parquet")
df["week"] = pd.to_datetime(df["week"])
df = df.sort_values(["part_id", "depot_id", "week"]).reset_index(drop=True)

key = ["part_id", "depot_id"]
g = df.groupby(key)["qty"]
for k in (1, 2, 3, 4, 13, 26, 52):
    df[f"lag_{k}"] = g.shift(k)
df["roll_4"] = g.transform(lambda s: s.shift(1).rolling(4).mean())
df["roll_13"] = g.transform(lambda s: s.shift(1).rolling(13).mean())
df["weekofyear"] = df["week"].dt.isocalendar().week.astype(int)
df = df.dropna(subset=["lag_52"])

features = [c for c in df.columns if c.startswith(("lag_", "roll_"))] + ["weekofyear"]

VALID_FROM = pd.Timestamp("2023-04-03")
TEST_FROM = pd.Timestamp("2023-07-03")
train = df[df.week < VALID_FROM]
valid = df[(df.week >= VALID_FROM) & (df.week < TEST_FROM)]
test = df[df.week >= TEST_FROM]

params = dict(
    objective="tweedie",
    tweedie_variance_power=1.2,
    learning_rate=0.03,
    num_leaves=63,
    min_data_in_leaf=200,
    feature_fraction=0.8,
    verbosity=-1,
)
dtrain = lgb.Dataset(train[features], train["qty"])
dvalid = lgb.Dataset(valid[features], valid["qty"], reference=dtrain)
booster = lgb.train(
    params,
    dtrain,
    num_boost_round=5000,
    valid_sets=[dtrain, dvalid],
    valid_names=["train", "valid"],
    callbacks=[lgb.early_stopping(150, first_metric_only=True), lgb.log_evaluation(100)],
)

pred = booster.predict(test[features], num_iteration=booster.best_iteration)
naive = test["lag_52"]
print("MAE model  %.3f" % mean_absolute_error(test["qty"], pred))
print("MAE snaive %.3f" % mean_absolute_error(test["qty"], naive))
wape = np.abs(test["qty"] - pred).sum() / test["qty"].sum()
print("WAPE       %.3f" % wape)
booster.save_model("demand_weekly.txt")
# author: outsider
