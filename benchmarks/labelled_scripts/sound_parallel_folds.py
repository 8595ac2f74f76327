import os
from functools import partial

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.feature_selection import SelectPercentile, f_regression
from sklearn.metrics import r2_score
from sklearn.model_selection import RepeatedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer
from sklearn.svm import SVR


def one_fold(base, x, y, indices):
    fit, ask = indices
    model = clone(base).fit(x[fit], y[fit])
    return r2_score(y[ask], model.predict(x[ask]))


def score(base, x, y, cv, jobs=None):
    work = partial(one_fold, base, x, y)
    return np.array(Parallel(n_jobs=jobs or os.cpu_count())(delayed(work)(i) for i in cv.split(x)))


table = pd.read_csv("concrete.csv")
y = table.pop("strength").to_numpy()
x = table.to_numpy()
base = make_pipeline(QuantileTransformer(n_quantiles=200), SelectPercentile(f_regression, percentile=60), SVR(C=50))
result = score(base, x, y, RepeatedKFold(n_splits=5, n_repeats=4, random_state=2))
print(f"R2 {result.mean():.3f} ({result.std():.3f}), {len(result)} folds")
base.fit(x, y)
# author: maintainer
