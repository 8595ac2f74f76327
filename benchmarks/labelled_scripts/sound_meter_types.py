import datetime as dt
import json

import joblib
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder
from sklearn.compose import make_column_transformer

# Smart meters: is a meter of the wrong type installed? One row per meter, a static survey.
meters = pd.read_csv("meter_survey_2022.csv")
assert meters["meter_id"].is_unique

cat = ["vendor", "tariff", "building_type"]
num = ["floor_area", "n_phases", "fuse_amp", "annual_kwh"]
X = meters[cat + num]
y = meters["wrong_type"].astype(int)

template = make_pipeline(
    make_column_transformer(
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), cat),
        remainder="passthrough",
    ),
    HistGradientBoostingClassifier(max_iter=300, learning_rate=0.05, l2_regularization=1.0),
)

# --- step 1: an honest number -------------------------------------------------
X1, X2, y1, y2 = train_test_split(X, y, test_size=0.25, random_state=5, stratify=y)
audit_model = clone(template).fit(X1, y1)
y_hat = audit_model.predict(X2)
print(classification_report(y2, y_hat, digits=3))
metrics = {"f1": f1_score(y2, y_hat), "n_test": int(len(y2))}

# --- step 2: what goes to the field crew --------------------------------------
# same configuration, all the rows we own; the number above stays the number we quote
production = clone(template).fit(X, y)
stamp = dt.date.today().isoformat()
joblib.dump(production, f"wrong_type_{stamp}.joblib")
with open(f"wrong_type_{stamp}.json", "w") as fh:
    json.dump({"holdout": metrics, "fitted_on_rows": len(X)}, fh)
# author: outsider
