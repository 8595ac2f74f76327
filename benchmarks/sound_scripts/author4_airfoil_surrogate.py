"""Surrogate for a RANS solver: (geometry, angle, Mach) -> pressure along the profile. Pure numpy."""
import glob
import time

import numpy as np


def read_case(path):
    with np.load(path) as z:
        inp = np.concatenate([z["cst"], [z["alpha"], z["mach"]]])
        return inp, z["cp"], str(z["profile"])


cases = [read_case(p) for p in sorted(glob.glob("rans/*.npz"))]
inputs = np.stack([c[0] for c in cases])
fields = np.stack([c[1] for c in cases])
profile = np.array([c[2] for c in cases])

# a profile appears under many angles and Mach numbers -> whole profiles go to one side
names = np.unique(profile)
np.random.default_rng(77).shuffle(names)
test_m = np.isin(profile, names[: len(names) // 6])
stop_m = np.isin(profile, names[len(names) // 6: len(names) // 3])
fit_m = ~(test_m | stop_m)

# POD basis of the pressure fields
mean_field = fields[fit_m].mean(0)
_, sv, vt = np.linalg.svd(fields[fit_m] - mean_field, full_matrices=False)
rank = int(np.searchsorted(np.cumsum(sv ** 2) / np.sum(sv ** 2), 0.999)) + 1
modes = vt[:rank]
coef = (fields - mean_field) @ modes.T
c_scale = coef[fit_m].std(0)
i_mean, i_std = inputs[fit_m].mean(0), inputs[fit_m].std(0)
A, B = (inputs - i_mean) / i_std, coef / c_scale
print("rank", rank, "cases", fit_m.sum(), stop_m.sum(), test_m.sum())


class MLP:
    def __init__(self, sizes, seed=0):
        r = np.random.default_rng(seed)
        self.W = [r.normal(0, np.sqrt(2 / a), (a, b)) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]
        self.m = [np.zeros_like(p) for p in self.W + self.b]
        self.v = [np.zeros_like(p) for p in self.W + self.b]
        self.t = 0

    def __call__(self, x):
        self.acts = [x]
        for k, (w, b) in enumerate(zip(self.W, self.b)):
            x = x @ w + b
            if k < len(self.W) - 1:
                x = np.tanh(x)
            self.acts.append(x)
        return x

    def step(self, x, y, lr):
        d = 2 * (self(x) - y) / y.size
        gw, gb = [], []
        for k in reversed(range(len(self.W))):
            gw.insert(0, self.acts[k].T @ d)
            gb.insert(0, d.sum(0))
            d = (d @ self.W[k].T) * (1 - self.acts[k] ** 2)
        self.t += 1
        for p, g, m, v in zip(self.W + self.b, gw + gb, self.m, self.v):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= lr * (m / (1 - 0.9 ** self.t)) / (np.sqrt(v / (1 - 0.999 ** self.t)) + 1e-8)

    def snapshot(self):
        return [w.copy() for w in self.W], [b.copy() for b in self.b]


def field_error(net, mask):
    rebuilt = net(A[mask]) * c_scale @ modes + mean_field
    return np.linalg.norm(rebuilt - fields[mask], axis=1) / np.linalg.norm(fields[mask], axis=1)


net, rng, best, t0 = MLP([A.shape[1], 96, 96, rank]), np.random.default_rng(1), (np.inf, None), time.time()
fit_ix = np.flatnonzero(fit_m)
for epoch in range(600):
    for batch in np.array_split(rng.permutation(fit_ix), max(1, len(fit_ix) // 64)):
        net.step(A[batch], B[batch], lr=1e-3 * 0.995 ** epoch)
    e = field_error(net, stop_m).mean()
    if e < best[0]:
        best = (e, net.snapshot())
net.W, net.b = best[1]
err = field_error(net, test_m)
print(f"{time.time() - t0:.0f}s  stop {best[0]:.4f}  new profiles: mean {err.mean():.4f}, p95 {np.quantile(err, .95):.4f}")
# author: author4
