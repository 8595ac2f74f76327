import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd

COLS = None


def read(vintages):
    """One row per wine; every vintage is its own file."""
    global COLS
    d = pd.concat([pd.read_csv(f"wines/{v}.csv") for v in vintages])
    if COLS is None:
        COLS = [c for c in d.columns if c not in ("score", "wine_id")]
    return jnp.asarray(d[COLS].to_numpy(np.float32)), jnp.asarray(d["score"].to_numpy(np.float32))


def init(key, sizes):
    ks = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (a, b)) * jnp.sqrt(2 / a), jnp.zeros(b)) for k, a, b in zip(ks, sizes[:-1], sizes[1:])]


def forward(params, x):
    *hidden, (W, b) = params
    for w, c in hidden:
        x = jax.nn.gelu(x @ w + c)
    return (x @ W + b)[:, 0]


def mse(params, x, y, wd=0.0):
    pen = sum((w ** 2).sum() for w, _ in params)
    return jnp.mean((forward(params, x) - y) ** 2) + wd * pen


@jax.jit
def update(params, vel, x, y, lr, wd):
    g = jax.grad(mse)(params, x, y, wd)
    vel = jax.tree_util.tree_map(lambda v, d: 0.9 * v - lr * d, vel, g)
    return jax.tree_util.tree_map(lambda p, v: p + v, params, vel), vel


def train(wd, tr, va, key, epochs=300, patience=20):
    p = init(key, [tr[0].shape[1], 64, 32, 1])
    vel = jax.tree_util.tree_map(jnp.zeros_like, p)
    best, best_p, since = jnp.inf, p, 0
    for e in range(epochs):
        key, k = jax.random.split(key)
        perm = jax.random.permutation(k, len(tr[0]))
        for i in range(0, len(perm), 128):
            j = perm[i:i + 128]
            p, vel = update(p, vel, tr[0][j], tr[1][j], 1e-3, wd)
        v = mse(p, *va)
        if v < best:
            best, best_p, since = v, p, 0
        else:
            since += 1
        if since > patience:
            break
    return float(best), best_p


raw_tr, raw_va = read(range(2005, 2014)), read([2014, 2015])
mu, sd = raw_tr[0].mean(0), raw_tr[0].std(0) + 1e-6
my = raw_tr[1].mean()
prep = lambda d: ((d[0] - mu) / sd, d[1] - my)
tr, va = map(prep, (raw_tr, raw_va))

runs = {wd: train(wd, tr, va, jax.random.PRNGKey(0)) for wd in (0.0, 1e-5, 1e-4, 1e-3)}
wd = min(runs, key=lambda w: runs[w][0])
print({w: round(r[0], 4) for w, r in runs.items()})

te = prep(read([2016, 2017]))
print("wd", wd, "RMSE 2016-17", float(jnp.sqrt(mse(runs[wd][1], *te))), "constant", float(jnp.sqrt(jnp.mean(te[1] ** 2))))
# author: author11
