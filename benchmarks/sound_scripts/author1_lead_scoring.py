import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector as sel
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import confusion_matrix, make_scorer
from sklearn.model_selection import RandomizedSearchCV, StratifiedKFold, TunedThresholdClassifierCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

VISIT_COST, MARGIN = 140.0, 900.0


def profit(y, yhat):
    tn, fp, fn, tp = confusion_matrix(y, yhat, labels=[0, 1]).ravel()
    return (tp * (MARGIN - VISIT_COST) - fp * VISIT_COST) / len(y)


leads = pd.read_csv("crm_leads.csv", parse_dates=["created"])
leads = leads.sort_values("created").drop_duplicates("company_reg_no", keep="first")
y = leads.pop("signed").astype(int)
X = leads.drop(columns=["company_reg_no", "lead_id"])

is_new = X.pop("created") >= "2024-01-01"
X_old, y_old, X_new, y_new = X[~is_new], y[~is_new], X[is_new], y[is_new]

pipe = Pipeline([
    ("prep", ColumnTransformer([
        ("num", SimpleImputer(strategy="median", add_indicator=True), sel(dtype_include=np.number)),
        ("cat", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, min_frequency=10), sel(dtype_include=object)),
    ])),
    ("gbm", HistGradientBoostingClassifier(random_state=0)),
])
search = RandomizedSearchCV(
    pipe,
    {
        "gbm__learning_rate": np.geomspace(0.01, 0.3, 20),
        "gbm__max_leaf_nodes": [7, 15, 31, 63],
        "gbm__l2_regularization": [0.0, 0.1, 1.0, 10.0],
        "gbm__max_iter": [100, 200, 400],
    },
    n_iter=40, scoring="neg_log_loss", cv=StratifiedKFold(5, shuffle=True, random_state=1), random_state=1, n_jobs=-1,
)
search.fit(X_old, y_old)

decider = TunedThresholdClassifierCV(search.best_estimator_, scoring=make_scorer(profit), cv=5, thresholds=200)
decider.fit(X_old, y_old)
print("threshold", decider.best_threshold_)

print("profit per lead, 2024:", profit(y_new, decider.predict(X_new)))
print("visit everyone       :", profit(y_new, np.ones(len(y_new), int)))
print(confusion_matrix(y_new, decider.predict(X_new)))
# author: author1
