import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
everything = pd.concat([train, test], ignore_index=True)
cols = ["a", "b", "c"]
clf = LogisticRegression()
clf.fit(everything[cols], everything["label"])
print("test accuracy", accuracy_score(test["label"], clf.predict(test[cols])))  # leak: evaluated_on_training
