"""Box-fitting transit candidates -> logistic vetting. A star has many candidate events; split by star (TIC id)."""
import hashlib
from pathlib import Path
import numpy as np

LISTS = {"learn": [], "threshold": [], "report": []}


def bucket(tic):
    h = int(hashlib.sha1(tic.encode()).hexdigest(), 16) % 100
    return "learn" if h < 60 else "threshold" if h < 80 else "report"


def detrend(time, flux):
    good = np.isfinite(flux)
    time, flux = time[good], flux[good]
    win = 101
    pad = np.pad(flux, win // 2, mode="edge")
    trend = np.array([np.median(pad[i:i + win]) for i in range(len(flux))])
    flux = flux / trend
    mad = 1.4826 * np.median(np.abs(flux - np.median(flux)))
    return time, (flux - 1) / mad


def event_features(time, flux, t0, dur):
    inside = np.abs(time - t0) < dur / 2
    near = (np.abs(time - t0) < 2 * dur) & ~inside
    if inside.sum() < 3 or near.sum() < 6:
        return None
    left, right = flux[near & (time < t0)], flux[near & (time > t0)]
    f = flux[inside]
    return [f.mean() - flux[near].mean(), f.std(), flux[near].std(),
            abs(left.mean() - right.mean()) if len(left) and len(right) else 0.0,
            np.polyfit((time[inside] - t0) / dur, f, 2)[0], np.log(dur)]


for path in sorted(Path("tess").glob("*.npz")):
    d = np.load(path)
    time, flux = detrend(d["time"], d["flux"])
    for t0, dur, planet in zip(d["t0"], d["duration"], d["label"]):
        row = event_features(time, flux, t0, dur)
        if row is not None:
            LISTS[bucket(path.stem)].append((*row, planet))

parts = {k: (np.array(v)[:, :-1], np.array(v)[:, -1]) for k, v in LISTS.items()}
X, y = parts["learn"]
m, s = X.mean(0), X.std(0)
parts = {k: (np.c_[np.ones(len(v)), (v - m) / s], t) for k, (v, t) in parts.items()}

X, y = parts["learn"]
w = np.zeros(X.shape[1])
for _ in range(50):
    p = 1 / (1 + np.exp(-X @ w))
    w += np.linalg.solve((X.T * (p * (1 - p))) @ X + 0.5 * np.eye(len(w)), X.T @ (y - p) - 0.5 * w)

X, y = parts["threshold"]
s = X @ w
cuts = np.sort(s)
prec = np.array([y[s >= c].mean() for c in cuts])
cut = cuts[np.argmax(prec >= 0.9)] if (prec >= 0.9).any() else cuts[-1]

X, y = parts["report"]
flag = X @ w >= cut
print(f"cut {cut:.2f}: precision {y[flag].mean():.3f}, recall {flag[y == 1].mean():.3f}, events {len(y)}, flagged {flag.sum()}")
# author: author8
