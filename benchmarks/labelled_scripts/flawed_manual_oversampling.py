import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("fraud.csv")
majority = df[df.fraud == 0]
minority = df[df.fraud == 1]
minority_up = resample(minority, replace=True, n_samples=len(majority), random_state=123)  # leak: oversampling_before_split
balanced = pd.concat([majority, minority_up])
X = balanced.drop("fraud", axis=1)
y = balanced.fraud
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
