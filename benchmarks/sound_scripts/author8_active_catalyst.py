"""Would active learning have saved experiments? Replay on a finished catalyst campaign.

The pool is campaign 1; the yardstick is campaign 2 (other metal precursors). The model only ever
sees labels it has 'bought'.
"""
import numpy as np
from scipy.optimize import minimize


class GP:
    def __init__(self):
        self.theta = np.array([0., 0., -1.])

    def _k(self, A, B, th):
        d2 = ((A[:, None] - B[None]) ** 2).sum(-1)
        return np.exp(2 * th[0]) * np.exp(-.5 * d2 / np.exp(2 * th[1]) / A.shape[1])

    def fit(self, X, y):
        self.m, self.s = X.mean(0), X.std(0) + 1e-6
        self.c, self.d = y.mean(), y.std() + 1e-6
        self.Z, t = (X - self.m) / self.s, (y - self.c) / self.d

        def nlml(th):
            K = self._k(self.Z, self.Z, th) + (np.exp(2 * th[2]) + 1e-6) * np.eye(len(t))
            L = np.linalg.cholesky(K)
            a = np.linalg.solve(L.T, np.linalg.solve(L, t))
            return .5 * t @ a + np.log(np.diag(L)).sum() + .05 * (th ** 2).sum()
        self.theta = minimize(nlml, self.theta, method="Nelder-Mead", options={"maxiter": 150}).x
        K = self._k(self.Z, self.Z, self.theta) + (np.exp(2 * self.theta[2]) + 1e-6) * np.eye(len(t))
        self.Ki = np.linalg.inv(K)
        self.a = self.Ki @ t
        return self

    def predict(self, X):
        k = self._k((X - self.m) / self.s, self.Z, self.theta)
        var = np.exp(2 * self.theta[0]) - np.einsum("ij,jk,ik->i", k, self.Ki, k)
        return self.c + self.d * (k @ self.a), self.d * np.sqrt(np.maximum(var, 1e-9))


def replay(pool, oracle, pick, rng, start=10, budget=80):
    bought = list(rng.choice(len(pool), start, replace=False))
    gp = GP().fit(pool[bought], oracle(bought))
    yield len(bought), gp
    while len(bought) < budget:
        left = np.setdiff1d(np.arange(len(pool)), bought)
        bought.append(left[pick(gp, pool[left], rng)])
        if len(bought) % 5 == 0:
            gp = GP().fit(pool[bought], oracle(bought))
            yield len(bought), gp


RULES = {
    "random": lambda gp, X, rng: rng.integers(len(X)),
    "uncertain": lambda gp, X, rng: int(gp.predict(X)[1].argmax()),
}

one, two = np.load("campaign1.npz"), np.load("campaign2.npz")
X1, y1, X2, y2 = one["X"], one["tof"], two["X"], two["tof"]
curves = {name: [] for name in RULES}
for seed in range(20):
    for name, pick in RULES.items():
        rng = np.random.default_rng(seed)
        curves[name].append([np.abs(gp.predict(X2)[0] - y2).mean() for _, gp in replay(X1, lambda i: y1[i], pick, rng)])
r, u = np.array(curves["random"]), np.array(curves["uncertain"])
for i, n in enumerate(range(10, 81, 5)):
    d = r[:, i] - u[:, i]
    print(f"{n:3d} experiments: random {r[:, i].mean():.3f}, uncertain {u[:, i].mean():.3f}, gain {d.mean():+.3f} +- {1.96 * d.std(ddof=1) / len(d) ** .5:.3f}")
# author: author8
