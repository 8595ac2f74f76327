import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import hinge_loss, accuracy_score
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("pulsars.csv").sample(frac=1, random_state=0)
n = len(frame) * 4 // 5
train, test = frame[:n], frame[n:]
sc = StandardScaler().fit(train.drop(columns="pulsar"))
A, a = sc.transform(train.drop(columns="pulsar")), train["pulsar"]
B, b = sc.transform(test.drop(columns="pulsar")), test["pulsar"]
clf = SGDClassifier(learning_rate="constant", eta0=1e-3)
lowest, bad = np.inf, 0
while bad < 5:
    clf.partial_fit(A, a, classes=[0, 1])
    loss = hinge_loss(b, clf.decision_function(B))
    if loss < lowest:  # leak: chosen_on_test
        lowest, bad, kept = loss, 0, (clf.coef_.copy(), clf.intercept_.copy())
    else:
        bad += 1
clf.coef_, clf.intercept_ = kept
print("accuracy", accuracy_score(b, clf.predict(B)))
# author: maintainer
