"""Photometric redshifts with a two-layer network in plain numpy."""
import copy
import numpy as np

rng = np.random.default_rng(20)
cat = np.load("sdss_cutout.npz")
mag = cat["mag"]                       # u g r i z
X = np.c_[mag[:, 2], mag[:, :-1] - mag[:, 1:]]
z = cat["z_spec"]
tile = (cat["ra"] // 5).astype(int) * 100 + ((cat["dec"] + 90) // 5).astype(int)

tiles = rng.permutation(np.unique(tile))
a, b = int(.7 * len(tiles)), int(.85 * len(tiles))
where = {"fit": tiles[:a], "stop": tiles[a:b], "final": tiles[b:]}
part = {k: np.isin(tile, v) for k, v in where.items()}

loc = np.median(X[part["fit"]], axis=0)
scale = np.subtract(*np.percentile(X[part["fit"]], [84, 16], axis=0)) / 2
X = (X - loc) / scale


def init(sizes):
    return [[rng.normal(0, np.sqrt(2 / i), (i, o)), np.zeros(o)] for i, o in zip(sizes, sizes[1:])]


def forward(P, x):
    acts = [x]
    for n, (W, c) in enumerate(P):
        h = acts[-1] @ W + c
        acts.append(np.maximum(h, 0) if n < len(P) - 1 else h)
    return acts


def step(P, x, t, lr):
    acts = forward(P, x)
    d = (acts[-1][:, 0] - t)[:, None] / len(t)
    for n in reversed(range(len(P))):
        gW, gc = acts[n].T @ d, d.sum(0)
        d = d @ P[n][0].T * (acts[n] > 0)
        P[n][0] -= lr * gW
        P[n][1] -= lr * gc


def loss(P, m):
    return np.mean((forward(P, X[m])[-1][:, 0] - z[m]) ** 2)


P = init([X.shape[1], 48, 24, 1])
best, wait, keep = np.inf, 0, None
rows = np.flatnonzero(part["fit"])
for epoch in range(400):
    for chunk in np.array_split(rng.permutation(rows), max(1, len(rows) // 128)):
        step(P, X[chunk], z[chunk], lr=0.02)
    now = loss(P, part["stop"])
    if now < best - 1e-6:
        best, wait, keep = now, 0, copy.deepcopy(P)
    else:
        wait += 1
        if wait == 15:
            break

m = part["final"]
dz = (forward(keep, X[m])[-1][:, 0] - z[m]) / (1 + z[m])
nmad = 1.4826 * np.median(np.abs(dz - np.median(dz)))
print(f"final tiles: bias {np.mean(dz):+.4f}  NMAD {nmad:.4f}  outliers {np.mean(np.abs(dz) > .15):.3%}")
# author: author8
