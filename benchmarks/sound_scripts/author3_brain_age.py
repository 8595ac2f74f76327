# brain age from 360 cortical thickness values; plain numpy, no sklearn on the cluster
import numpy as np

dat = np.genfromtxt("thickness.csv", delimiter=",", skip_header=1)
age, X = dat[:, 1], dat[:, 2:]
family = dat[:, 0].astype(int)          # siblings share a family number

LAMBDAS = 10.0 ** np.arange(-1, 6)


def family_folds(fam, k, rng):
    ids = rng.permutation(np.unique(fam))
    where = {f: i % k for i, f in enumerate(ids)}
    return np.array([where[f] for f in fam])


def standardise(A, B):
    m, s = A.mean(axis=0), A.std(axis=0)
    s[s == 0] = 1.0
    return (A - m) / s, (B - m) / s


def ridge_path(A, t, B):
    """Predictions on B for every lambda, through one SVD of A."""
    A, B = standardise(A, B)
    t0 = t.mean()
    U, d, Vt = np.linalg.svd(A, full_matrices=False)
    Ut = U.T @ (t - t0)
    return np.stack([t0 + B @ (Vt.T @ (d / (d ** 2 + lam) * Ut)) for lam in LAMBDAS])


def mae(p, t):
    return np.abs(p - t).mean(axis=-1)


all_runs = []
for rep in range(10):
    rng = np.random.default_rng(1000 + rep)
    outer = family_folds(family, 10, rng)
    guess = np.full(len(age), np.nan)
    picked = []
    for f in range(10):
        out = outer == f
        Xi, ai, fi = X[~out], age[~out], family[~out]

        inner = family_folds(fi, 5, rng)
        curve = np.zeros(len(LAMBDAS))
        for g in range(5):
            h = inner == g
            curve += mae(ridge_path(Xi[~h], ai[~h], Xi[h]), ai[h]) * h.sum()
        j = int(np.argmin(curve))
        picked.append(LAMBDAS[j])

        guess[out] = ridge_path(Xi, ai, X[out])[j]
    all_runs.append((mae(guess, age), np.corrcoef(guess, age)[0, 1]))
    print(f"rep {rep}: MAE {all_runs[-1][0]:.2f} y, r {all_runs[-1][1]:.3f}, lambdas {sorted(set(picked))}")

m = np.array(all_runs)
print("MAE %.2f +- %.2f, r %.3f +- %.3f" % (m[:, 0].mean(), m[:, 0].std(), m[:, 1].mean(), m[:, 1].std()))
# author: author3
