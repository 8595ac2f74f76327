import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

d = pd.read_csv("pump.csv")
few, many = d[d.fail == 1], d[d.fail == 0]
more = resample(few, replace=True, n_samples=len(many), random_state=1)  # leak: oversampling_before_split
d = pd.concat([many, more]).sample(frac=1, random_state=1)
a, b = train_test_split(d, test_size=0.3, random_state=1)
m = RandomForestClassifier().fit(a.drop(columns="fail"), a.fail)
print(recall_score(b.fail, m.predict(b.drop(columns="fail"))))
# author: maintainer
