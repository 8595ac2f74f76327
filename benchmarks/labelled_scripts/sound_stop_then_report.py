import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

ads = pd.read_csv("ads.csv.gz")
y = ads.pop("click")
cats = list(ads.select_dtypes("object"))
ads[cats] = ads[cats].astype("category")
X_dev, X_te, y_dev, y_te = train_test_split(ads, y, test_size=0.2, random_state=77)
X_tr, X_va, y_tr, y_va = train_test_split(X_dev, y_dev, test_size=0.2, random_state=77)
found = {}
for leaves in (15, 31, 63, 127):
    m = lgb.LGBMClassifier(num_leaves=leaves, n_estimators=3000)
    m.fit(X_tr, y_tr, eval_set=[(X_va, y_va)], callbacks=[lgb.early_stopping(100)])
    found[leaves] = (m.best_score_["valid_0"]["binary_logloss"], m.best_iteration_)
leaves, (_, n) = min(found.items(), key=lambda kv: kv[1][0])
m = lgb.LGBMClassifier(num_leaves=leaves, n_estimators=n).fit(X_dev, y_dev)
print(leaves, n, "AUC", roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]))
# author: maintainer
