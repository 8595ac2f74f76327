import functools
import operator
import jax
import jax.numpy as jnp
import numpy as np

FILES = {"train": ["oslo.npz", "bergen.npz", "tromso.npz"], "valid": ["aarhus.npz"], "test": ["malmo.npz", "turku.npz"]}


def read(names):
    packs = [np.load(n) for n in names]
    x = np.concatenate([p["x"] for p in packs]).astype("f4")
    return x, np.concatenate([p["y"] for p in packs]).astype("f4")


def statistics(x):
    return {"fill": np.nanmedian(x, 0), "mu": np.nanmean(x, 0), "sd": np.nanstd(x, 0) + 1e-6}


def clean(x, st):
    miss = np.isnan(x)
    z = (np.where(miss, st["fill"], x) - st["mu"]) / st["sd"]
    return jnp.asarray(np.concatenate([z, miss], 1))


def net(params, x):
    *hidden, (w, b) = params
    for W, c in hidden:
        x = jax.nn.silu(x @ W + c)
    return (x @ w + b)[:, 0]


def bce(params, x, y):
    s = net(params, x)
    return jnp.mean(jnp.logaddexp(0., s) - y * s)


def objective(params, x, y, l2):
    return bce(params, x, y) + l2 * sum(jnp.sum(w ** 2) for w, _ in params)


def init(key, sizes):
    keys = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (a, b)) / jnp.sqrt(a), jnp.zeros(b)) for k, a, b in zip(keys, sizes, sizes[1:])]


@functools.partial(jax.jit, static_argnames="l2")
def update(params, vel, x, y, l2):
    g = jax.grad(objective)(params, x, y, l2)
    vel = jax.tree_util.tree_map(lambda v, d: .9 * v - .02 * d, vel, g)
    return jax.tree_util.tree_map(operator.add, params, vel), vel


def train(data, l2, seed):
    x, y = data["train"]
    params = init(jax.random.PRNGKey(seed), [x.shape[1], 64, 32, 1])
    vel = jax.tree_util.tree_map(jnp.zeros_like, params)
    best, gen, stale = (np.inf, params), np.random.default_rng(seed), 0
    while stale < 8:
        for i in np.array_split(gen.permutation(len(y)), max(1, len(y) // 256)):
            params, vel = update(params, vel, x[i], y[i], l2)
        v = float(bce(params, *data["valid"]))
        best, stale = ((v, params), 0) if v < best[0] else (best, stale + 1)
    return best


raw = {k: read(v) for k, v in FILES.items()}
st = statistics(raw["train"][0])
data = {k: (clean(x, st), jnp.asarray(y)) for k, (x, y) in raw.items()}
runs = [(*train(data, l2, seed), l2) for l2 in (0., 1e-4, 1e-3) for seed in range(3)]
for v, _, l2 in runs:
    print(f"l2={l2:g} valid {v:.4f}")
_, params, l2 = min(runs, key=lambda r: r[0])

x, y = data["test"]
p, y = np.asarray(jax.nn.sigmoid(net(params, x))), np.asarray(y)
rank = np.argsort(np.argsort(p)) + 1
n1 = y.sum()
print("l2", l2, "| test log loss %.4f, AUC %.3f, Brier %.4f" % (
    float(bce(params, x, data["test"][1])), (rank[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1)), np.mean((p - y) ** 2)))
# author: author8
