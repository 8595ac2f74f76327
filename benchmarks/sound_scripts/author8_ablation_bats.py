"""Which call features are worth the field work? Ablation on the validation sites (the test sites are for the paper)."""
import itertools
import numpy as np
import pandas as pd

BLOCKS = {
    "frequency": ["f_peak", "f_min", "f_max"],
    "time": ["duration", "interval"],
    "shape": ["slope_start", "slope_mid", "curvature"],
    "energy": ["q10", "snr"],
}


class LDA:
    def fit(self, X, y, eps=0.05):
        self.c = np.unique(y)
        self.mu = np.stack([X[y == k].mean(0) for k in self.c])
        R = X - self.mu[np.searchsorted(self.c, y)]
        S = R.T @ R / (len(X) - len(self.c))
        S = (1 - eps) * S + eps * np.diag(np.diag(S))
        self.A = np.linalg.inv(S)
        self.logp = np.log([np.mean(y == k) for k in self.c])
        return self

    def predict(self, X):
        lin = X @ self.A @ self.mu.T - 0.5 * np.einsum("ij,jk,ik->i", self.mu, self.A, self.mu) + self.logp
        return self.c[lin.argmax(1)]


def balanced(t, p):
    return np.mean([np.mean(p[t == k] == k) for k in np.unique(t)])


def evaluate(cols, fit, val):
    m = LDA().fit(fit[cols].to_numpy(), fit["species"].to_numpy())
    return m.predict(val[cols].to_numpy())


def site_bootstrap(val, p, q, rng, n=500):
    """difference of balanced accuracy, sites drawn with replacement"""
    rows = {s: np.flatnonzero(val["site"].to_numpy() == s) for s in val["site"].unique()}
    t, keys, out = val["species"].to_numpy(), list(rows), []
    for _ in range(n):
        i = np.concatenate([rows[keys[k]] for k in rng.integers(0, len(keys), len(keys))])
        out.append(balanced(t[i], p[i]) - balanced(t[i], q[i]))
    return np.quantile(out, [.05, .95])


calls = pd.read_csv("calls.csv").dropna()
sites = pd.read_csv("site_roles.csv", index_col="site")["role"]
calls["role"] = calls["site"].map(sites)
fit, val = calls[calls["role"] == "fit"], calls[calls["role"] == "val"]

everything = list(itertools.chain(*BLOCKS.values()))
full = evaluate(everything, fit, val)
truth = val["species"].to_numpy()
print(f"all features: {balanced(truth, full):.3f} on {val['site'].nunique()} validation sites")
rng = np.random.default_rng(4)
for name, cols in BLOCKS.items():
    without = evaluate([c for c in everything if c not in cols], fit, val)
    lo, hi = site_bootstrap(val, full, without, rng)
    only = evaluate(cols, fit, val)
    print(f"{name:<10} alone {balanced(truth, only):.3f}   without {balanced(truth, without):.3f}   loss 90% [{lo:+.3f}, {hi:+.3f}]")
# author: author8
