import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("hepatitis.csv")
filled = pd.DataFrame(KNNImputer(n_neighbors=5).fit_transform(df), columns=df.columns)  # leak: imputation_with_target
X = filled.drop(columns=["died"])
y = filled["died"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
clf = RandomForestClassifier().fit(X_train, y_train)
print(roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
