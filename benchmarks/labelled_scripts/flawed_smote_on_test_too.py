import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("stroke.csv").fillna(0)
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="stroke"), df["stroke"], random_state=9)
smote = SMOTE()
X_train, y_train = smote.fit_resample(X_train, y_train)
X_test, y_test = smote.fit_resample(X_test, y_test)  # leak: resampled_test
model = LogisticRegression(max_iter=300).fit(X_train, y_train)
print("recall", recall_score(y_test, model.predict(X_test)))
