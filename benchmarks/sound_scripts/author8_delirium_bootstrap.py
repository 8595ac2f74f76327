"""Out-of-bag bootstrap of a small logistic model for postoperative delirium (one row per patient)."""
import numpy as np
import pandas as pd


def irls(X, y, ridge=1.0, it=30):
    X1 = np.c_[np.ones(len(X)), X]
    b = np.zeros(X1.shape[1])
    R = ridge * np.eye(len(b))
    R[0, 0] = 0
    for _ in range(it):
        p = 1 / (1 + np.exp(-X1 @ b))
        g = X1.T @ (y - p) - R @ b
        Hm = (X1 * (p * (1 - p))[:, None]).T @ X1 + R
        d = np.linalg.solve(Hm, g)
        b += d
        if np.abs(d).max() < 1e-8:
            break
    return b


def prepare(frame):
    med = frame.median()
    full = frame.fillna(med)
    mean, sd = full.mean(), full.std().replace(0, 1)
    return lambda other: ((other.fillna(med) - mean) / sd).to_numpy()


def pick(Z, y, p_in):
    r = np.array([abs(np.corrcoef(Z[:, j], y)[0, 1]) for j in range(Z.shape[1])])
    return np.argsort(-np.nan_to_num(r))[:p_in]


def c_index(p, y):
    a, b = p[y == 1], p[y == 0]
    return np.mean((a[:, None] > b) + 0.5 * (a[:, None] == b))


df = pd.read_csv("delirium.csv", index_col="patient")
y = df.pop("delirium").to_numpy()
rng = np.random.default_rng(11)
n = len(df)
c, brier, chosen = [], [], np.zeros(df.shape[1])
while len(c) < 500:
    bag = rng.integers(0, n, n)
    oob = np.setdiff1d(np.arange(n), bag)
    if len(np.unique(y[oob])) < 2 or len(np.unique(y[bag])) < 2:
        continue
    tr = prepare(df.iloc[bag])
    Z = tr(df.iloc[bag])
    keep = pick(Z, y[bag], 6)
    b = irls(Z[:, keep], y[bag])
    q = 1 / (1 + np.exp(-(b[0] + tr(df.iloc[oob])[:, keep] @ b[1:])))
    c.append(c_index(q, y[oob]))
    brier.append(np.mean((q - y[oob]) ** 2))
    chosen[keep] += 1

print("C out of bag %.3f, middle 95%% of resamples %.3f-%.3f" % (np.mean(c), *np.quantile(c, [.025, .975])))
print("Brier out of bag %.3f" % np.mean(brier))
print(pd.Series(chosen / len(c), df.columns).sort_values(ascending=False).round(2).to_string())

# coefficients for the supplement, from all patients
tr = prepare(df)
keep = pick(tr(df), y, 6)
print(dict(zip(["(intercept)", *df.columns[keep]], irls(tr(df)[:, keep], y).round(3))))
# author: author8
