import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
target = train["Survived"]
whole = pd.concat([train.drop(columns=["Survived"]), test])
whole["Title"] = whole["Name"].str.extract(r" ([A-Za-z]+)\.")
whole["Family"] = whole["SibSp"] + whole["Parch"] + 1
whole = pd.get_dummies(whole[["Pclass", "Sex", "Title", "Family"]])
X, X_sub = whole[: len(train)], whole[len(train) :]
X_tr, X_va, y_tr, y_va = train_test_split(X, target, test_size=0.2, random_state=0)
rf = RandomForestClassifier(300).fit(X_tr, y_tr)
print(accuracy_score(y_va, rf.predict(X_va)))
pd.DataFrame({"PassengerId": test["PassengerId"], "Survived": rf.predict(X_sub)}).to_csv("sub.csv")
