import numpy as np
import pandas as pd


class RLS:
    """Recursive least squares with forgetting; scales inputs by what it has met so far."""

    def __init__(self, d, lam=0.999, ridge=100.0):
        self.lam = lam
        self.w = np.zeros(d + 1)
        self.P = np.eye(d + 1) * ridge
        self.n, self.m, self.s = 0, np.zeros(d), np.ones(d)

    def _z(self, x):
        return np.r_[1.0, (x - self.m) / np.sqrt(self.s / max(self.n, 1) + 1e-6)]

    def predict(self, x):
        return float(self._z(x) @ self.w)

    def learn(self, x, y):
        z = self._z(x)
        g = self.P @ z / (self.lam + z @ self.P @ z)
        self.w += g * (y - z @ self.w)
        self.P = (self.P - np.outer(g, z @ self.P)) / self.lam
        self.n += 1
        d = x - self.m
        self.m += d / self.n
        self.s += d * (x - self.m)


def run(rows, lam, warm=2000):
    model, err, pending = None, [], []
    for t, x, y, known_at in rows:
        if model is None:
            model = RLS(len(x), lam)
        # NOx lab values come back hours later; learn only those that have arrived
        while pending and pending[0][0] <= t:
            model.learn(*pending.pop(0)[1:])
        err.append(abs(model.predict(x) - y))
        pending.append((known_at, x, y))
    return np.array(err[warm:])


d = pd.read_csv("kiln.csv", parse_dates=["t", "lab_at"]).sort_values("t")
xs = d.drop(columns=["t", "lab_at", "nox"]).to_numpy(float)
rows = list(zip(d.t, xs, d.nox, d.lab_at))
first_half, second_half = rows[: len(rows) // 2], rows[len(rows) // 2:]

errs = {lam: run(first_half, lam).mean() for lam in (0.99, 0.995, 0.999, 1.0)}
lam = min(errs, key=errs.get)
print(errs)
e = run(second_half, lam)
print(f"lam {lam}: second half MAE {e.mean():.2f}, last tenth {e[-len(e) // 10:].mean():.2f}")
# author: author11
