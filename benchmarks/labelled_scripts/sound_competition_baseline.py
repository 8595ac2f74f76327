import gc
import warnings

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import LabelEncoder

warnings.filterwarnings("ignore")
train_df = pd.read_csv("../input/application_train.csv")
test_df = pd.read_csv("../input/application_test.csv")
bureau = pd.read_csv("../input/bureau.csv")
agg = bureau.groupby("SK_ID_CURR").agg({"DAYS_CREDIT": ["min", "mean"], "AMT_CREDIT_SUM": ["mean", "sum"]})
agg.columns = ["_".join(c) for c in agg.columns]
df = pd.concat([train_df, test_df]).reset_index(drop=True)
for col in df.select_dtypes("object"):
    df[col] = LabelEncoder().fit_transform(df[col].astype(str))
df["CREDIT_TERM"] = df["AMT_ANNUITY"] / df["AMT_CREDIT"]
df = df.merge(agg, on="SK_ID_CURR", how="left")
train_df, test_df = df[df["TARGET"].notnull()], df[df["TARGET"].isnull()]
del df, bureau, agg; gc.collect()

feats = [f for f in train_df.columns if f not in ["TARGET", "SK_ID_CURR"]]
oof, sub = np.zeros(len(train_df)), np.zeros(len(test_df))
folds = StratifiedKFold(5, shuffle=True, random_state=1001)
for n, (tr, va) in enumerate(folds.split(train_df[feats], train_df["TARGET"])):
    clf = lgb.LGBMClassifier(n_estimators=700, learning_rate=0.02)
    clf.fit(train_df[feats].iloc[tr], train_df["TARGET"].iloc[tr])
    oof[va] = clf.predict_proba(train_df[feats].iloc[va])[:, 1]
    sub += clf.predict_proba(test_df[feats])[:, 1] / folds.n_splits
    print("Fold %2d AUC : %.6f" % (n + 1, roc_auc_score(train_df["TARGET"].iloc[va], oof[va])))
print("Full AUC score %.6f" % roc_auc_score(train_df["TARGET"], oof))
test_df.assign(TARGET=sub)[["SK_ID_CURR", "TARGET"]].to_csv("submission.csv", index=False)
# author: maintainer
