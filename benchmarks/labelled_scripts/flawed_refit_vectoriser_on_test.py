import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score

train = pd.read_csv("train.tsv", sep="\t")
test = pd.read_csv("labelled_test.tsv", sep="\t")
cv = CountVectorizer(max_features=2000)
A = cv.fit_transform(train["sentence"])
B = cv.fit_transform(test["sentence"])  # leak: refit_on_test
clf = SGDClassifier().fit(A, train["polarity"])
print(accuracy_score(test["polarity"], clf.predict(B)))
