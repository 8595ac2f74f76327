import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

cards = pd.read_csv("creditcard.csv")
X = cards.iloc[:, :-1]
y = cards.iloc[:, -1]
sm = SMOTE(random_state=2)
X_res, y_res = sm.fit_resample(X, y)  # leak: oversampling_before_split
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.2, random_state=2)
rf = RandomForestClassifier()
rf.fit(X_train, y_train)
pred = rf.predict(X_test)
print(confusion_matrix(y_test, pred))
print(classification_report(y_test, pred))
