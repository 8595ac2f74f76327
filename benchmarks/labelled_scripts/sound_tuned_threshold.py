import argparse

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, make_scorer
from sklearn.model_selection import TunedThresholdClassifierCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def gain(y, yhat):
    tn, fp, fn, tp = confusion_matrix(y, yhat).ravel()
    return 100 * tp - 7 * fp - 250 * fn


parser = argparse.ArgumentParser()
parser.add_argument("csv")
args = parser.parse_args()

loans = pd.read_csv(args.csv).dropna(subset=["bad"])
numeric = loans.select_dtypes("number").columns.drop("bad").tolist()
nominal = loans.select_dtypes("object").columns.tolist()
prep = ColumnTransformer([
    ("n", Pipeline([("i", SimpleImputer(strategy="median")), ("s", StandardScaler())]), numeric),
    ("c", OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=30), nominal),
])
X_dev, X_test, y_dev, y_test = train_test_split(loans[numeric + nominal], loans["bad"], stratify=loans["bad"])
tuned = TunedThresholdClassifierCV(
    Pipeline([("prep", prep), ("lr", LogisticRegression(max_iter=2000))]),
    scoring=make_scorer(gain), cv=5, store_cv_results=True,
).fit(X_dev, y_dev)
print("threshold", tuned.best_threshold_)
print("gain on test", gain(y_test, tuned.predict(X_test)))
# author: maintainer
