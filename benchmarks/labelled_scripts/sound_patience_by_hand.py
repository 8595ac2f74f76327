import numpy as np
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, hinge_loss
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("pulsars.csv").sample(frac=1, random_state=0)
train, stop, test = np.split(frame, [int(0.6 * len(frame)), int(0.8 * len(frame))])
sc = StandardScaler().fit(train.drop(columns="pulsar"))
(A, a), (V, v), (B, b) = [(sc.transform(p.drop(columns="pulsar")), p["pulsar"]) for p in (train, stop, test)]
clf = SGDClassifier(learning_rate="constant", eta0=1e-3)
lowest, bad = np.inf, 0
while bad < 5:
    clf.partial_fit(A, a, classes=[0, 1])
    loss = hinge_loss(v, clf.decision_function(V))
    lowest, bad = (loss, 0) if loss < lowest else (lowest, bad + 1)
print("accuracy", accuracy_score(b, clf.predict(B)))
# author: maintainer
