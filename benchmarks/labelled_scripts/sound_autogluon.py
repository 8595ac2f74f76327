import pandas as pd
from autogluon.tabular import TabularPredictor

train = pd.read_csv("train.csv")
test = pd.read_csv("test_labelled.csv")
label = "churned"
for frame in (train, test):
    frame["tenure_years"] = frame["tenure_months"] / 12
    frame.drop(columns=["customer_id"], inplace=True)

predictor = TabularPredictor(label=label, eval_metric="roc_auc", path="ag").fit(
    train, presets="good_quality", time_limit=1800
)
print(predictor.leaderboard(silent=True))
print(predictor.evaluate(test))
print(predictor.feature_importance(test).head(20))
# author: maintainer
