"""Walk-forward ridge on weekly commodity features. numpy only."""
import csv
import sys
from datetime import datetime

import numpy as np

WINDOW = 260
HORIZON = 4
LAMBDAS = 10.0 ** np.arange(-2, 4)


def read(path):
    with open(path) as fh:
        rows = list(csv.DictReader(fh))
    rows.sort(key=lambda r: datetime.strptime(r["week"], "%Y-%m-%d"))
    names = [k for k in rows[0] if k not in ("week", "close")]
    price = np.array([float(r["close"]) for r in rows])
    feats = np.array([[float(r[k]) for k in names] for r in rows])
    return price, feats, names


def ridge(X, y, lam):
    d = X.shape[1]
    return np.linalg.solve(X.T @ X + lam * np.eye(d), X.T @ y)


def choose_lambda(X, y, tail=52):
    a, b = slice(None, -tail - HORIZON), slice(-tail, None)
    mu, sd = X[a].mean(0), X[a].std(0) + 1e-12
    m = y[a].mean()
    errs = []
    for lam in LAMBDAS:
        w = ridge((X[a] - mu) / sd, y[a] - m, lam)
        errs.append(np.mean(((X[b] - mu) / sd @ w + m - y[b]) ** 2))
    return LAMBDAS[int(np.argmin(errs))]


def walk(price, feats):
    logp = np.log(price)
    n = len(logp)
    target = np.full(n, np.nan)
    target[:-HORIZON] = logp[HORIZON:] - logp[:-HORIZON]
    mom = np.full(n, np.nan)
    mom[12:] = logp[12:] - logp[:-12]
    X = np.column_stack([feats, mom])

    out = []
    lam = None
    for t in range(12 + WINDOW + HORIZON, n - HORIZON):
        # targets up to t - HORIZON are realised at time t
        past = slice(t - WINDOW - HORIZON + 1, t - HORIZON + 1)
        Xp, yp = X[past], target[past]
        if lam is None or t % 52 == 0:
            lam = choose_lambda(Xp, yp)
        mu, sd = Xp.mean(0), Xp.std(0) + 1e-12
        w = ridge((Xp - mu) / sd, yp - yp.mean(), lam)
        out.append(((X[t] - mu) / sd @ w + yp.mean(), target[t], yp.mean()))
    return np.array(out)


if __name__ == "__main__":
    price, feats, names = read(sys.argv[1])
    res = walk(price, feats)
    hat, y, base = res.T
    r2 = 1 - ((y - hat) ** 2).sum() / ((y - base) ** 2).sum()
    print(f"weeks {len(y)}  oos R2 {r2:.4f}  hit rate {(np.sign(hat) == np.sign(y)).mean():.3f}")
# author: independent
