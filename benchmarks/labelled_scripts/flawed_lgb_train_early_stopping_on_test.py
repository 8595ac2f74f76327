import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

df = pd.read_feather("taxi.feather")
target = df.pop("duration")
X_train, X_test, y_train, y_test = train_test_split(df, target, test_size=0.1, random_state=0)
dtrain = lgb.Dataset(X_train, label=y_train)
dtest = lgb.Dataset(X_test, label=y_test, reference=dtrain)
params = {"objective": "regression_l1", "learning_rate": 0.05, "num_leaves": 63}
booster = lgb.train(params, dtrain, num_boost_round=10000, valid_sets=[dtest], callbacks=[lgb.early_stopping(100)])  # leak: early_stopping_on_test
pred = booster.predict(X_test, num_iteration=booster.best_iteration)
print("MAE", mean_absolute_error(y_test, pred), np.abs(pred - y_test).max())
