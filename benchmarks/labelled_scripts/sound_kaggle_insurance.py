# tabular playground - insurance cross-sell
import gc
import warnings

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

warnings.filterwarnings("ignore")

NFOLDS = 5
ROUNDS = 900

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
sub = pd.read_csv("../input/sample_submission.csv")

target = train.pop("Response")
train_id, test_id = train.pop("id"), test.pop("id")

both = pd.concat([train, test], keys=["train", "test"])
both["Vehicle_Age"] = both["Vehicle_Age"].map({"< 1 Year": 0, "1-2 Year": 1, "> 2 Years": 2})
both["Vehicle_Damage"] = (both["Vehicle_Damage"] == "Yes").astype("int8")
both["Gender"] = (both["Gender"] == "Male").astype("int8")
both["premium_log"] = np.log1p(both["Annual_Premium"])
both["age_band"] = pd.cut(both["Age"], [0, 25, 35, 45, 55, 65, 120], labels=False)
for c in ["Region_Code", "Policy_Sales_Channel"]:
    both[c] = both[c].astype("category")

train, test = both.loc["train"], both.loc["test"]
del both
gc.collect()

params = {
    "objective": "binary",
    "metric": "auc",
    "learning_rate": 0.03,
    "num_leaves": 80,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.9,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "seed": 0,
}

oof = np.zeros(len(train))
pred = np.zeros(len(test))
folds = StratifiedKFold(NFOLDS, shuffle=True, random_state=0)
for k, (tr, va) in enumerate(folds.split(train, target)):
    d_tr = lgb.Dataset(train.iloc[tr], target.iloc[tr])
    d_va = lgb.Dataset(train.iloc[va], target.iloc[va], reference=d_tr)
    bst = lgb.train(params, d_tr, ROUNDS, valid_sets=[d_va], callbacks=[lgb.log_evaluation(300)])
    oof[va] = bst.predict(train.iloc[va])
    pred += bst.predict(test) / NFOLDS
    print(f"fold {k}: {roc_auc_score(target.iloc[va], oof[va]):.5f}")

print(f"OOF AUC {roc_auc_score(target, oof):.5f}")

full = lgb.train(params, lgb.Dataset(train, target), int(ROUNDS * 1.1))
sub["id"] = test_id.values
sub["Response"] = 0.5 * pred + 0.5 * full.predict(test)
sub.to_csv("submission.csv", index=False)
# author: independent
