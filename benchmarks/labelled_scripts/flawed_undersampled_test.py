import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

tx = pd.read_parquet("tx.parquet")
X, y = tx.drop(columns=["fraud"]), tx["fraud"]
rus = RandomUnderSampler(random_state=0)
X_res, y_res = rus.fit_resample(X, y)  # leak: undersampling_before_split
X_a, X_b, y_a, y_b = train_test_split(X_res, y_res, test_size=0.3, random_state=0)
clf = XGBClassifier().fit(X_a, y_a)
print(precision_score(y_b, clf.predict(X_b)), recall_score(y_b, clf.predict(X_b)))
# author: maintainer
