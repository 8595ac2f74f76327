import numpy as np

rng = np.random.default_rng(2024)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))


def newton_fit(X, y, lam, steps=25):
    X1 = np.c_[np.ones(len(X)), X]
    w = np.zeros(X1.shape[1])
    R = lam * np.eye(len(w))
    R[0, 0] = 0
    for _ in range(steps):
        p = sigmoid(X1 @ w)
        grad = X1.T @ (p - y) + R @ w
        H = (X1 * (p * (1 - p))[:, None]).T @ X1 + R + 1e-8 * np.eye(len(w))
        step = np.linalg.solve(H, grad)
        w -= step
        if np.abs(step).max() < 1e-7:
            break
    return w


def fold_ids(y, k):
    f = np.empty(len(y), int)
    for c in (0, 1):
        pos = rng.permutation(np.flatnonzero(y == c))
        f[pos] = np.arange(len(pos)) % k
    return f


def run(X_fit, y_fit, X_out, lam):
    med = np.nanmedian(X_fit, axis=0)
    A = np.where(np.isnan(X_fit), med, X_fit)
    B = np.where(np.isnan(X_out), med, X_out)
    mu, sd = A.mean(0), A.std(0) + 1e-12
    w = newton_fit((A - mu) / sd, y_fit, lam)
    return sigmoid(np.c_[np.ones(len(B)), (B - mu) / sd] @ w)


def logloss(y, p):
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


raw = np.genfromtxt("loan_default.csv", delimiter=",", skip_header=1)
X, y = raw[:, :-1], raw[:, -1]
grid = 10.0 ** np.arange(-3, 4)

outer = fold_ids(y, 5)
losses, picked = [], []
for k in range(5):
    a, b = outer != k, outer == k
    inner = fold_ids(y[a], 4)
    mean_inner = []
    for lam in grid:
        ls = [logloss(y[a][inner == j], run(X[a][inner != j], y[a][inner != j], X[a][inner == j], lam)) for j in range(4)]
        mean_inner.append(np.mean(ls))
    lam = grid[int(np.argmin(mean_inner))]
    picked.append(lam)
    losses.append(logloss(y[b], run(X[a], y[a], X[b], lam)))

print("lambdas", picked)
print("nested logloss %.4f +- %.4f" % (np.mean(losses), np.std(losses)))
# author: author1
