import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import GroupShuffleSplit
from sklearn.metrics import mean_tweedie_deviance

rng = np.random.default_rng(11)
pol = pd.read_csv("motor_policies.csv")
pol = pol[pol.exposure > 0.02].reset_index(drop=True)
feats = ["driver_age", "car_age", "power", "density", "bonus", "diesel"]

# a holder has up to six policy years
outer = GroupShuffleSplit(1, test_size=0.2, random_state=5)
rest, te = next(outer.split(pol, groups=pol.holder))
inner = GroupShuffleSplit(1, test_size=0.2, random_state=6)
a, b = next(inner.split(rest, groups=pol.holder.iloc[rest]))
tr, va = rest[a], rest[b]


def dm(idx):
    d = pol.iloc[idx]
    return xgb.DMatrix(d[feats], label=d.cost / d.exposure, weight=d.exposure)


def deviance(idx, pred):
    d = pol.iloc[idx]
    return mean_tweedie_deviance(d.cost / d.exposure, pred, sample_weight=d.exposure, power=1.5)


runs = []
for depth in (3, 4, 6):
    for mcw in (10, 50, 200):
        par = dict(objective="reg:tweedie", tweedie_variance_power=1.5, eta=0.05,
                   max_depth=depth, min_child_weight=mcw, subsample=0.7)
        bst = xgb.train(par, dm(tr), 3000, evals=[(dm(va), "va")],
                        early_stopping_rounds=60, verbose_eval=False)
        runs.append((bst.best_score, bst.best_iteration + 1, par))

score, rounds, par = min(runs, key=lambda r: r[0])
print("chosen", par, rounds)

bst = xgb.train(par, dm(np.r_[tr, va]), rounds)
pred = bst.predict(dm(te))
flat = np.full(len(te), np.average(pol.cost.iloc[rest] / pol.exposure.iloc[rest],
                                   weights=pol.exposure.iloc[rest]))
print("deviance model", deviance(te, pred), "flat", deviance(te, flat))

# interval: redraw holders
where = pd.Series(np.arange(len(te))).groupby(pol.holder.iloc[te].to_numpy()).apply(np.array)
gain = []
for _ in range(500):
    pick = np.concatenate(where.sample(frac=1, replace=True, random_state=rng.integers(1 << 31)).to_list())
    gain.append(deviance(te[pick], flat[pick]) - deviance(te[pick], pred[pick]))
print("gain 95%", np.percentile(gain, [2.5, 97.5]))
# author: author5
