import jax
import jax.numpy as jnp
import numpy as np
import optax

# concrete compressive strength, 1030 mixes; settings copied from the 2019 paper we are reproducing
WIDTH, DEPTH, STEPS, LR, BATCH = 64, 2, 4000, 1e-3, 64
K = 10

tab = np.genfromtxt("concrete.csv", delimiter=",", skip_header=1)
# repeated recipes tested by several labs share a mix id in column 0
mix, X, y = tab[:, 0].astype(int), tab[:, 1:-1], tab[:, -1]


def init(key, sizes):
    ks = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (a, b)) * jnp.sqrt(2 / a), jnp.zeros(b))
            for k, a, b in zip(ks, sizes[:-1], sizes[1:])]


def apply(params, x):
    for W, b in params[:-1]:
        x = jax.nn.relu(x @ W + b)
    W, b = params[-1]
    return (x @ W + b)[:, 0]


def mse(params, x, t):
    return jnp.mean((apply(params, x) - t) ** 2)


tx = optax.adam(optax.cosine_decay_schedule(LR, STEPS))


@jax.jit
def step(params, state, x, t):
    g = jax.grad(mse)(params, x, t)
    up, state = tx.update(g, state)
    return optax.apply_updates(params, up), state


def train_one(xtr, ttr, seed):
    params = init(jax.random.PRNGKey(seed), [xtr.shape[1]] + [WIDTH] * DEPTH + [1])
    state = tx.init(params)
    r = np.random.default_rng(seed)
    for _ in range(STEPS):
        pick = r.integers(0, len(xtr), BATCH)
        params, state = step(params, state, xtr[pick], ttr[pick])
    return params


rng = np.random.default_rng(2024)
recipes = rng.permutation(np.unique(mix))
err = []
for k, held in enumerate(np.array_split(recipes, K)):
    te = np.isin(mix, held)
    m, s = X[~te].mean(0), X[~te].std(0) + 1e-9
    ym, ys = y[~te].mean(), y[~te].std()
    p = train_one((X[~te] - m) / s, (y[~te] - ym) / ys, seed=k)
    hat = np.asarray(apply(p, (X[te] - m) / s)) * ys + ym
    err.append(np.sqrt(np.mean((hat - y[te]) ** 2)))
    print(k, te.sum(), f"{err[-1]:.2f} MPa")

print(f"RMSE {np.mean(err):.2f} +- {np.std(err, ddof=1):.2f} MPa over {K} folds")
# author: author2
