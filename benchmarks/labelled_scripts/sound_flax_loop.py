import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax


def load(path="wells.npz"):
    z = np.load(path)
    return z["x"].astype("float32"), z["y"].astype("float32")


def init(key, sizes):
    keys = jax.random.split(key, len(sizes) - 1)
    return [
        (jax.random.normal(k, (m, n)) * jnp.sqrt(2 / m), jnp.zeros(n))
        for k, m, n in zip(keys, sizes[:-1], sizes[1:])
    ]


def forward(params, x):
    for w, b in params[:-1]:
        x = jax.nn.gelu(x @ w + b)
    w, b = params[-1]
    return (x @ w + b)[:, 0]


def mse(params, x, y):
    return jnp.mean((forward(params, x) - y) ** 2)


opt = optax.adamw(3e-4)


@functools.partial(jax.jit, donate_argnums=(0, 1))
def step(params, opt_state, x, y):
    loss, g = jax.value_and_grad(mse)(params, x, y)
    updates, opt_state = opt.update(g, opt_state, params)
    return optax.apply_updates(params, updates), opt_state, loss


def main():
    x, y = load()
    n = len(x)
    order = np.random.default_rng(5).permutation(n)
    tr, va, te = np.split(order, [int(0.7 * n), int(0.85 * n)])
    mu, sd = x[tr].mean(0), x[tr].std(0) + 1e-6
    x = (x - mu) / sd

    params = init(jax.random.PRNGKey(1), [x.shape[1], 128, 128, 1])
    opt_state = opt.init(params)
    kept, lowest, waited = params, np.inf, 0
    for epoch in range(300):
        for batch in np.array_split(np.random.permutation(tr), len(tr) // 256):
            params, opt_state, _ = step(params, opt_state, x[batch], y[batch])
        now = float(mse(params, x[va], y[va]))
        if now < lowest:
            kept, lowest, waited = jax.tree_util.tree_map(jnp.copy, params), now, 0
        elif (waited := waited + 1) >= 20:
            break
    print("validation", lowest, "test", float(mse(kept, x[te], y[te])))


main()
# author: maintainer
