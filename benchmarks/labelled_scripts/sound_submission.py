"""A competition: the test file has no labels; statistics of both files are used for levels only."""
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
y = train.pop("claim")
features = [c for c in train.columns if c != "id"]
for c in train.select_dtypes("object"):
    levels = pd.concat([train[c], test[c]]).astype("category").cat.categories
    train[c] = pd.Categorical(train[c], levels)
    test[c] = pd.Categorical(test[c], levels)
oof, sub = np.zeros(len(train)), np.zeros(len(test))
folds = StratifiedKFold(5, shuffle=True, random_state=1)
for k, (a, b) in enumerate(folds.split(train, y)):
    model = lgb.LGBMClassifier(n_estimators=400, learning_rate=0.05)
    model.fit(train.loc[a, features], y[a])
    oof[b] = model.predict_proba(train.loc[b, features])[:, 1]
    sub += model.predict_proba(test[features])[:, 1] / folds.get_n_splits()
print("out of fold", roc_auc_score(y, oof))
pd.DataFrame({"id": test["id"], "claim": sub}).to_csv("submission.csv", index=False)
# author: maintainer
