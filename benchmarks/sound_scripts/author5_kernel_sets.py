"""Grain variety from 14 shape measures: prediction sets per class (Mondrian). One kernel per plot, plots randomised."""
import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.model_selection import StratifiedShuffleSplit, cross_val_score

ALPHA = 0.1


class Mondrian:
    def __init__(self, model):
        self.model = model

    def calibrate(self, X, y):
        p = self.model.predict_proba(X)
        self.s = {k: np.sort(1 - p[y == c, k]) for k, c in enumerate(self.model.classes_)}
        return self

    def pvalues(self, X):
        s = 1 - self.model.predict_proba(X)
        return np.column_stack([
            (len(ref) - np.searchsorted(ref, s[:, k], side="left") + 1) / (len(ref) + 1) for k, ref in self.s.items()])


d = pd.read_csv("kernels.csv")
y = d.pop("variety").to_numpy()
X = np.log(d.to_numpy(float))
rest, test = next(StratifiedShuffleSplit(1, test_size=0.25, random_state=41).split(X, y))
i, j = next(StratifiedShuffleSplit(1, test_size=0.3, random_state=42).split(X[rest], y[rest]))
proper, calib = rest[i], rest[j]

reg = max((0.0, 0.01, 0.05, 0.2, 0.5),
          key=lambda r: cross_val_score(QuadraticDiscriminantAnalysis(reg_param=r), X[proper], y[proper],
                                        scoring="neg_log_loss", cv=5).mean())
qda = QuadraticDiscriminantAnalysis(reg_param=reg).fit(X[proper], y[proper])
mon = Mondrian(qda).calibrate(X[calib], y[calib])

pv = mon.pvalues(X[test])
sets = pv > ALPHA
truth = np.searchsorted(qda.classes_, y[test])
covered = sets[np.arange(len(test)), truth]
print("reg", reg, "accuracy", (qda.predict(X[test]) == y[test]).mean())
print("coverage", covered.mean(), "mean size", sets.sum(1).mean(),
      "single", (sets.sum(1) == 1).mean(), "empty", (sets.sum(1) == 0).mean())
for k, c in enumerate(qda.classes_):
    print(f"   {c:<12} n={np.sum(truth == k):4d} covered {covered[truth == k].mean():.3f}")
# author: author5
