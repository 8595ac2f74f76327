"""Soil carbon from VNIR, generator of (farm) folds and a pipeline out of closures."""
from collections.abc import Iterator
import numpy as np


def farms_out(farm: np.ndarray, k: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    u = np.random.default_rng(seed).permutation(np.unique(farm))
    for part in np.array_split(u, k):
        held = np.isin(farm, part)
        yield np.flatnonzero(~held), np.flatnonzero(held)


def standardiser(X):
    m, s = X.mean(0), X.std(0) + 1e-9

    def apply(Q):
        return (Q - m) / s
    return apply


def pca(n):
    def fit(X):
        _, _, vt = np.linalg.svd(X, full_matrices=False)
        V = vt[:n].T
        return lambda Q: Q @ V
    return fit


def chain(*fitters):
    def fit(X):
        done = []
        for f in fitters:
            g = f(X)
            X = g(X)
            done.append(g)

        def apply(Q):
            for g in done:
                Q = g(Q)
            return Q
        return apply
    return fit


def kernel_ridge(prep, width, lam):
    def fit(X, y):
        f = prep(X)
        Z, c = f(X), y.mean()
        scale = width * np.sqrt(Z.shape[1])
        k = lambda A, B: np.exp(-((A ** 2).sum(1)[:, None] - 2 * A @ B.T + (B ** 2).sum(1)) / scale ** 2)
        a = np.linalg.solve(k(Z, Z) + lam * np.eye(len(Z)), y - c)
        return lambda Q: c + k(f(Q), Z) @ a
    return fit


def mse(fit, X, y, folds):
    e = [fit(X[a], y[a])(X[b]) - y[b] for a, b in folds]
    return np.mean(np.concatenate(e) ** 2)


def search(X, y, farm):
    options = {(n, w, l): kernel_ridge(chain(standardiser, pca(n), standardiser), w, l)
               for n in (5, 10, 20) for w in (1., 3.) for l in (.01, .1, 1.)}
    table = {o: mse(f, X, y, farms_out(farm, 4, seed=1)) for o, f in options.items()}
    best = min(table, key=table.get)
    return best, options[best]


if __name__ == "__main__":
    d = np.load("soil_vnir.npz", allow_pickle=True)
    X, y, farm = -np.log10(d["reflectance"]), np.log(d["soc"]), d["farm"]
    res = np.full(len(y), np.nan)
    for a, b in farms_out(farm, 7, seed=0):
        best, fit = search(X[a], y[a], farm[a])
        res[b] = fit(X[a], y[a])(X[b]) - y[b]
        print(best, "farms held:", len(np.unique(farm[b])), "rmse %.3f" % np.sqrt(np.mean(res[b] ** 2)))
    iqr = np.subtract(*np.quantile(y, [.75, .25]))
    print("outer RMSE %.3f log units, RPIQ %.2f" % (np.sqrt(np.mean(res ** 2)), iqr / np.sqrt(np.mean(res ** 2))))
# author: author8
