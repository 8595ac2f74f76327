import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

SEED = 1887
TARGET = "claim_paid"
CATS = ["vehicle_make", "region", "cause", "channel"]

params = dict(
    objective="regression_l1",
    learning_rate=0.03,
    num_leaves=63,
    min_data_in_leaf=80,
    feature_fraction=0.7,
    bagging_fraction=0.8,
    bagging_freq=1,
    seed=SEED,
    verbosity=-1,
)


def build_frame(path):
    return (
        pd.read_csv(path, parse_dates=["loss_date", "report_date"])
        .query("claim_paid > 0")
        .assign(
            report_delay=lambda d: (d["report_date"] - d["loss_date"]).dt.days,
            loss_dow=lambda d: d["loss_date"].dt.dayofweek,
            loss_month=lambda d: d["loss_date"].dt.month,
            vehicle_age=lambda d: d["loss_date"].dt.year - d["vehicle_year"],
        )
        .drop(columns=["loss_date", "report_date", "claim_id"])
        .astype({c: "category" for c in CATS})
    )


df = build_frame("claims.csv")
train, test = train_test_split(df, test_size=0.2, random_state=SEED)

y_tr = np.log1p(train.pop(TARGET))
y_te = np.log1p(test.pop(TARGET))

dtrain = lgb.Dataset(train, y_tr, categorical_feature=CATS, free_raw_data=False)
deval = lgb.Dataset(test, y_te, reference=dtrain, free_raw_data=False)  # leak: early_stopping_on_test

history = {}
booster = lgb.train(  # or: early_stopping_on_test
    params,
    dtrain,
    num_boost_round=10_000,
    valid_sets=[dtrain, deval],  # or: early_stopping_on_test
    valid_names=["train", "eval"],
    callbacks=[
        lgb.early_stopping(200, first_metric_only=True, verbose=True),  # or: early_stopping_on_test
        lgb.log_evaluation(250),
        lgb.record_evaluation(history),
    ],
)

pred = booster.predict(test, num_iteration=booster.best_iteration)
mae_eur = mean_absolute_error(np.expm1(y_te), np.expm1(pred))
base = mean_absolute_error(np.expm1(y_te), np.full(len(y_te), np.expm1(y_tr.median())))

print(f"rounds used    : {booster.best_iteration}")
print(f"median baseline: {base:,.0f} EUR")
print(f"test MAE       : {mae_eur:,.0f} EUR")

gain = pd.Series(booster.feature_importance("gain"), booster.feature_name())
print(gain.sort_values(ascending=False).head(15).to_string())
booster.save_model("severity.txt", num_iteration=booster.best_iteration)
# author: independent
