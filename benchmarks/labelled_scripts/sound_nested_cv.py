import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
inner = KFold(3, shuffle=True, random_state=0)
outer = KFold(5, shuffle=True, random_state=1)
search = GridSearchCV(SVC(), {"C": [1, 10], "gamma": [1e-3, 1e-2]}, cv=inner)
print(np.mean(cross_val_score(search, X, y, cv=outer)))
