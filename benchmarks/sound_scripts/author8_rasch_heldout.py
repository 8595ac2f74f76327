"""Rasch model of a reasoning test. Item difficulties from calibration pupils; for new pupils ability is
estimated on the odd items and the even items are predicted."""
import sys
import numpy as np


def jml(R, it=200):
    """joint maximum likelihood with a weak normal prior on ability; R has nan for skipped items"""
    seen = ~np.isnan(R)
    th, b = np.zeros(len(R)), np.zeros(R.shape[1])
    for _ in range(it):
        P = 1 / (1 + np.exp(-(th[:, None] - b)))
        E = np.where(seen, R - P, 0)
        I = np.where(seen, P * (1 - P), 0)
        th += (E.sum(1) - th) / (I.sum(1) + 1)
        P = 1 / (1 + np.exp(-(th[:, None] - b)))
        E = np.where(seen, R - P, 0)
        I = np.where(seen, P * (1 - P), 0)
        b -= E.sum(0) / (I.sum(0) + 1e-3)
        b -= b.mean()
    return th, b


def ability(R, b, it=50):
    seen = ~np.isnan(R)
    th = np.zeros(len(R))
    for _ in range(it):
        P = 1 / (1 + np.exp(-(th[:, None] - b)))
        th += (np.where(seen, R - P, 0).sum(1) - th) / (np.where(seen, P * (1 - P), 0).sum(1) + 1)
    return th


def logloss(p, r):
    ok = ~np.isnan(r)
    p = np.clip(p[ok], 1e-6, 1 - 1e-6)
    return -np.mean(r[ok] * np.log(p) + (1 - r[ok]) * np.log(1 - p))


data = np.load(sys.argv[1], allow_pickle=True)
R, school = data["responses"].astype(float), data["school"]
schools = np.unique(school)
np.random.default_rng(77).shuffle(schools)
new = np.isin(school, schools[: len(schools) // 4])

_, b = jml(R[~new])
odd = np.arange(R.shape[1]) % 2 == 1

th = ability(R[new][:, odd], b[odd])
P = 1 / (1 + np.exp(-(th[:, None] - b[~odd])))
truth = R[new][:, ~odd]

rate = np.nanmean(R[~new][:, ~odd], axis=0)
print("pupils: %d calibration, %d new from %d schools" % ((~new).sum(), new.sum(), len(schools) // 4))
print("log loss  Rasch %.4f" % logloss(P, truth))
print("log loss  item means only %.4f" % logloss(np.broadcast_to(rate, truth.shape), truth))
expected, observed = np.where(np.isnan(truth), np.nan, P), truth
for lo, hi in [(0, .2), (.2, .4), (.4, .6), (.6, .8), (.8, 1.01)]:
    m = (expected >= lo) & (expected < hi)
    if m.any():
        print(f"  predicted {lo:.1f}-{min(hi, 1):.1f}: mean {expected[m].mean():.2f}, correct {observed[m].mean():.2f} (n={m.sum()})")
# author: author8
