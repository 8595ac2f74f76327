import glob
import re
import numpy as np
import scipy.signal as ss

BANDS = [(4, 8), (8, 13), (13, 30), (30, 45)]
FS = 250


def trial_features(trial):
    """trial: channels x samples -> relative log band power, within this trial"""
    f, p = ss.welch(trial, FS, nperseg=FS)
    total = p[:, (f >= 4) & (f < 45)].sum(1)
    return np.concatenate([np.log(p[:, (f >= lo) & (f < hi)].sum(1) / total) for lo, hi in BANDS])


def subject(path):
    d = np.load(path)
    return np.array([trial_features(t) for t in d["trials"]]), d["side"].astype(int)


def lda(X, y, shrink):
    m0, m1 = X[y == 0].mean(0), X[y == 1].mean(0)
    R = np.where(y[:, None] == 1, X - m1, X - m0)
    S = R.T @ R / len(R)
    S = (1 - shrink) * S + shrink * np.trace(S) / len(S) * np.eye(len(S))
    w = np.linalg.solve(S, m1 - m0)
    return w, w @ (m0 + m1) / 2


def accuracy(model, X, y):
    w, c = model
    return np.mean((X @ w > c) == y)


everyone = {re.search(r"sub-(\d+)", p).group(1): subject(p) for p in sorted(glob.glob("eeg/sub-*.npz"))}
stack = lambda ids: tuple(np.concatenate(v) for v in zip(*(everyone[i] for i in ids)))

results = {}
for left in everyone:
    rest = [i for i in everyone if i != left]
    tally = {}
    for shrink in (0.01, 0.05, 0.1, 0.3, 0.6):
        acc = []
        for inner in rest:
            acc.append(accuracy(lda(*stack([i for i in rest if i != inner]), shrink), *everyone[inner]))
        tally[shrink] = np.mean(acc)
    shrink = max(tally, key=tally.get)
    results[left] = accuracy(lda(*stack(rest), shrink), *everyone[left])
    print(f"sub-{left} shrink={shrink:<5} acc={results[left]:.3f}")

v = np.array(list(results.values()))
se = v.std(ddof=1) / np.sqrt(len(v))
print(f"mean over {len(v)} subjects {v.mean():.3f} +- {1.96 * se:.3f}")
# author: author8
