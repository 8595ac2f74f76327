import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

d = pd.read_csv("genes.csv", index_col=0)
y = d.pop("responder")
ranker = xgb.XGBClassifier(n_estimators=200).fit(d, y)
top = pd.Series(ranker.feature_importances_, index=d.columns).nlargest(30).index  # leak: selection_before_split
Xa, Xb, ya, yb = train_test_split(d[top], y, test_size=0.3, random_state=0, stratify=y)
final = xgb.XGBClassifier(n_estimators=200).fit(Xa, ya)
print(roc_auc_score(yb, final.predict_proba(Xb)[:, 1]))
# author: maintainer
