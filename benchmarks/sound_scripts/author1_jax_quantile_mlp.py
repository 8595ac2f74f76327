"""Quantile MLP for parcel transit times. Files are already split by ship date upstream:
transit_train.npz (2022), transit_dev.npz (Jan-Feb 2023), transit_test.npz (Mar-Apr 2023)."""
import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax

QS = jnp.array([0.1, 0.5, 0.9])


def init(key, sizes):
    keys = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (m, n)) * jnp.sqrt(2.0 / m), jnp.zeros(n)) for k, m, n in zip(keys, sizes[:-1], sizes[1:])]


def forward(params, x):
    for w, b in params[:-1]:
        x = jax.nn.gelu(x @ w + b)
    w, b = params[-1]
    z = x @ w + b
    # non-crossing: base + positive increments
    return z[:, :1] + jnp.concatenate([jnp.zeros_like(z[:, :1]), jnp.cumsum(jax.nn.softplus(z[:, 1:]), 1)], 1)


def pinball(params, x, y):
    d = y[:, None] - forward(params, x)
    return jnp.mean(jnp.maximum(QS * d, (QS - 1) * d))


@functools.partial(jax.jit, static_argnums=3)
def update(params, state, batch, tx):
    loss, g = jax.value_and_grad(pinball)(params, *batch)
    up, state = tx.update(g, state, params)
    return optax.apply_updates(params, up), state, loss


def npz(name):
    with np.load(name) as z:
        return z["x"].astype(np.float32), z["y_hours"].astype(np.float32)


(xt, yt), (xd, yd), (xs, ys) = map(npz, ("transit_train.npz", "transit_dev.npz", "transit_test.npz"))
mu, sd = xt.mean(0), xt.std(0) + 1e-6
xt, xd, xs = ((a - mu) / sd for a in (xt, xd, xs))

results = {}
for width in (64, 128, 256):
    tx = optax.adamw(1e-3, weight_decay=1e-4)
    params = init(jax.random.PRNGKey(width), [xt.shape[1], width, width, 3])
    state = tx.init(params)
    rng = np.random.default_rng(0)
    best = (np.inf, params)
    for epoch in range(60):
        for ix in np.array_split(rng.permutation(len(yt)), max(1, len(yt) // 4096)):
            params, state, _ = update(params, state, (xt[ix], yt[ix]), tx)
        d = float(pinball(params, xd, yd))
        if d < best[0]:
            best = (d, params)
    results[width] = best
    print("width", width, "dev pinball", best[0])

width = min(results, key=lambda k: results[k][0])
q = forward(results[width][1], xs)
print("chosen", width)
print("test pinball", float(pinball(results[width][1], xs, ys)))
print("test coverage 10-90", float(jnp.mean((ys >= q[:, 0]) & (ys <= q[:, 2]))))
# author: author1
