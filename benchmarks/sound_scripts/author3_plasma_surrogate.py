"""Surrogate for a 1-D transport code: 14 inputs -> heat flux at mid radius."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax

store = np.load("transport_runs.npz")
X, Y, run_id = store["inputs"], np.log(store["flux"]), store["run"]   # many radii/time slices per run

rng = np.random.default_rng(12)
runs = rng.permutation(np.unique(run_id))
n = len(runs)
parts = np.split(runs, [int(0.7 * n), int(0.85 * n)])
i_tr, i_va, i_te = (np.flatnonzero(np.isin(run_id, p)) for p in parts)

mu, sd = X[i_tr].mean(0), X[i_tr].std(0) + 1e-8
ym, ys = Y[i_tr].mean(), Y[i_tr].std()
Z = jnp.asarray((X - mu) / sd, jnp.float32)
T = jnp.asarray((Y - ym) / ys, jnp.float32)


def init(key, sizes):
    ks = jax.random.split(key, len(sizes))
    return [(jax.random.normal(k, (a, b)) * jnp.sqrt(2 / a), jnp.zeros(b)) for k, a, b in zip(ks, sizes[:-1], sizes[1:])]


def forward(p, x):
    for W, b in p[:-1]:
        x = jax.nn.silu(x @ W + b)
    W, b = p[-1]
    return (x @ W + b)[:, 0]


@jax.jit
def mse(p, x, t):
    return jnp.mean((forward(p, x) - t) ** 2)


def train(lr, width, key, steps=20_000, batch=512, every=500):
    opt = optax.adamw(optax.cosine_decay_schedule(lr, steps), weight_decay=1e-5)
    p = init(key, (X.shape[1], width, width, width, 1))
    s = opt.init(p)

    @jax.jit
    def step(p, s, x, t):
        g = jax.grad(mse)(p, x, t)
        u, s = opt.update(g, s, p)
        return optax.apply_updates(p, u), s

    best = (np.inf, None)
    local = np.random.default_rng(0)
    for it in range(steps):
        b = local.choice(i_tr, batch)
        p, s = step(p, s, Z[b], T[b])
        if it % every == 0:
            v = float(mse(p, Z[i_va], T[i_va]))
            if v < best[0]:
                best = (v, p)
    return best


grid = [(lr, w) for lr in (3e-4, 1e-3, 3e-3) for w in (64, 128)]
results = {g: train(*g, key=jax.random.PRNGKey(5)) for g in grid}
pick = min(results, key=lambda g: results[g][0])
v, params = results[pick]
print("chosen", pick, "val mse", v)

pred = np.asarray(forward(params, Z[i_te])) * ys + ym
err = pred - Y[i_te]
print("test RMSE(log flux)", np.sqrt(np.mean(err ** 2)))
print("test median |rel|", np.median(np.abs(np.expm1(err))))
# author: author3
