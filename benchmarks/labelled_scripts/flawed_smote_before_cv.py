from imblearn.over_sampling import RandomOverSampler
from sklearn.datasets import make_classification
from sklearn.model_selection import cross_validate
from sklearn.tree import DecisionTreeClassifier

X, y = make_classification(5000, weights=[0.95], random_state=3)
X, y = RandomOverSampler(random_state=0).fit_resample(X, y)  # leak: oversampling_before_split
res = cross_validate(DecisionTreeClassifier(), X, y, cv=10, scoring=["roc_auc", "f1"])
print({k: v.mean() for k, v in res.items()})
