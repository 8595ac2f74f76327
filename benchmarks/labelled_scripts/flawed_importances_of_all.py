"""Students' dropout: keep the 15 features that a forest finds important."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.svm import SVC

students = pd.read_csv("students.csv", sep=";")
y = (students.pop("Target") == "Dropout").astype(int)
X = students

forest = RandomForestClassifier(n_estimators=500, random_state=1)
forest.fit(X, y)  # or: selection_before_split
importance = pd.Series(forest.feature_importances_, index=X.columns)  # leak: selection_before_split
keep = importance.sort_values(ascending=False).index[:15]
X = X[keep]

accuracies = []
sss = StratifiedShuffleSplit(n_splits=10, test_size=0.25, random_state=1)
for train_ix, test_ix in sss.split(X, y):
    clf = SVC(C=3, gamma="scale")
    clf.fit(X.iloc[train_ix], y.iloc[train_ix])
    accuracies.append(clf.score(X.iloc[test_ix], y.iloc[test_ix]))
print("accuracy: %.3f" % (sum(accuracies) / len(accuracies)))
# author: maintainer
