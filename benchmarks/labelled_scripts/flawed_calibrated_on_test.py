import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

ads = pd.read_csv("ads.csv.gz")
y = ads.pop("click")
for c in ads.select_dtypes("object"):
    ads[c] = ads[c].astype("category")
X_tr, X_te, y_tr, y_te = train_test_split(ads, y, test_size=0.2, random_state=77)
rounds = {}
for leaves in (15, 31, 63, 127):
    m = lgb.LGBMClassifier(num_leaves=leaves, n_estimators=3000)
    m.fit(X_tr, y_tr, eval_set=[(X_te, y_te)], callbacks=[lgb.early_stopping(100)])  # leak: early_stopping_on_test
    rounds[leaves] = m.best_iteration_
print(rounds)
m = lgb.LGBMClassifier(num_leaves=31, n_estimators=rounds[31]).fit(X_tr, y_tr)
print("AUC", roc_auc_score(y_te, m.predict_proba(X_te)[:, 1]))
# author: maintainer
