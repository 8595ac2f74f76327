import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("creditcard.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("Class", axis=1), df["Class"], stratify=df["Class"], test_size=0.2)
X_res, y_res = SMOTE().fit_resample(X_train, y_train)
clf = XGBClassifier().fit(X_res, y_res)
print(average_precision_score(y_test, clf.predict_proba(X_test)[:, 1]))
