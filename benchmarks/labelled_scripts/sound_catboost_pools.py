import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("amazon.csv")
y = df["ACTION"]
X = df.drop("ACTION", axis=1)
X_tmp, X_test, y_tmp, y_test = train_test_split(X, y, test_size=0.15, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_tmp, y_tmp, test_size=0.15, random_state=0)
cats = list(X.columns)
train_pool, val_pool = Pool(X_train, y_train, cat_features=cats), Pool(X_val, y_val, cat_features=cats)
model = CatBoostClassifier(iterations=2000, od_wait=100, verbose=200)
model.fit(train_pool, eval_set=val_pool)
print(roc_auc_score(y_test, model.predict_proba(Pool(X_test, cat_features=cats))[:, 1]))
