"""Small MLP in plain JAX on the USPS digits in two npz files (usps_train.npz, usps_test.npz)."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

WIDTHS = [256, 200, 100, 10]


def init(key, widths):
    ks = jax.random.split(key, len(widths) - 1)
    return [
        (jax.random.normal(k, (i, o)) * jnp.sqrt(2.0 / i), jnp.zeros(o))
        for k, i, o in zip(ks, widths[:-1], widths[1:])
    ]


def forward(params, x):
    for w, b in params[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = params[-1]
    return x @ w + b


def nll(params, x, y, wd):
    logp = jax.nn.log_softmax(forward(params, x))
    fit = -jnp.take_along_axis(logp, y[:, None], 1).mean()
    return fit + wd * sum(jnp.sum(w**2) for w, _ in params)


@functools.partial(jax.jit, static_argnums=())
def step(params, mom, x, y, lr, wd):
    g = jax.grad(nll)(params, x, y, wd)
    mom = jax.tree_util.tree_map(lambda m, d: 0.9 * m + d, mom, g)
    params = jax.tree_util.tree_map(lambda p, m: p - lr * m, params, mom)
    return params, mom


def error_rate(params, x, y):
    return float((forward(params, x).argmax(1) != y).mean())


def fit(x, y, xv, yv, lr, wd, epochs=40, seed=0):
    params = init(jax.random.PRNGKey(seed), WIDTHS)
    mom = jax.tree_util.tree_map(jnp.zeros_like, params)
    rng = np.random.default_rng(seed)
    best = (1.0, params)
    for _ in range(epochs):
        for idx in np.array_split(rng.permutation(len(x)), len(x) // 128):
            params, mom = step(params, mom, x[idx], y[idx], lr, wd)
        e = error_rate(params, xv, yv)
        if e < best[0]:
            best = (e, params)
    return best


def main():
    a, b = np.load("usps_train.npz"), np.load("usps_test.npz")
    perm = np.random.default_rng(1).permutation(len(a["x"]))
    dev, trn = perm[:1000], perm[1000:]
    mean = a["x"][trn].mean(0)
    spread = a["x"][trn].std() + 1e-6
    x = (a["x"] - mean) / spread
    y = a["y"].astype(np.int32)

    runs = {}
    for lr in (0.01, 0.03, 0.1):
        for wd in (0.0, 1e-4, 1e-3):
            runs[lr, wd] = fit(x[trn], y[trn], x[dev], y[dev], lr, wd)
            print(lr, wd, runs[lr, wd][0])
    (lr, wd), (dev_err, params) = min(runs.items(), key=lambda kv: kv[1][0])
    test_err = error_rate(params, (b["x"] - mean) / spread, b["y"])
    print(f"picked lr={lr} wd={wd}: dev {dev_err:.4f} test {test_err:.4f}")


if __name__ == "__main__":
    main()
# author: author10
