import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import optax


@dataclasses.dataclass(frozen=True)
class Cfg:
    path: str = "higgs_1m.npy"
    hidden: tuple = (300, 300, 300)
    lrs: tuple = (3e-4, 1e-3, 3e-3)
    epochs: int = 12
    batch: int = 1024
    seed: int = 0


def init(key, sizes):
    ks = jax.random.split(key, len(sizes) - 1)
    return [(jax.random.normal(k, (m, n)) * jnp.sqrt(2 / m), jnp.zeros(n)) for k, m, n in zip(ks, sizes, sizes[1:])]


def logit(params, x):
    for w, b in params[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = params[-1]
    return (x @ w + b)[:, 0]


def loss(params, x, y):
    return optax.sigmoid_binary_cross_entropy(logit(params, x), y).mean()


def auc(score, y):
    order = np.argsort(score, kind="stable")
    rank = np.empty(len(y))
    rank[order] = np.arange(1, len(y) + 1)
    pos = y == 1
    return (rank[pos].sum() - pos.sum() * (pos.sum() + 1) / 2) / (pos.sum() * (~pos).sum())


def standardiser(x):
    heavy = x.min(0) >= 0
    z = np.where(heavy, np.log1p(np.abs(x)), x)
    m, s = z.mean(0), z.std(0)
    return lambda q: ((np.where(heavy, np.log1p(np.abs(q)), q) - m) / s).astype(np.float32)


def train(cfg, lr, x, y):
    steps = cfg.epochs * (len(x) // cfg.batch)
    tx = optax.adamw(optax.cosine_decay_schedule(lr, steps), weight_decay=1e-4)
    params = init(jax.random.PRNGKey(cfg.seed), (x.shape[1], *cfg.hidden, 1))
    state = tx.init(params)

    @jax.jit
    def step(params, state, xb, yb):
        g = jax.grad(loss)(params, xb, yb)
        up, state = tx.update(g, state, params)
        return optax.apply_updates(params, up), state

    rng = np.random.default_rng(cfg.seed)
    for _ in range(cfg.epochs):
        perm = rng.permutation(len(x))
        for i in range(0, len(x) - cfg.batch + 1, cfg.batch):
            b = perm[i:i + cfg.batch]
            params, state = step(params, state, x[b], y[b])
    return params


def main(cfg=Cfg()):
    d = np.load(cfg.path)
    y, x = d[:, 0].astype(np.float32), d[:, 1:]
    # rows are independent simulated events; the last 100k are the customary test rows
    tr, va, te = slice(0, 800_000), slice(800_000, 900_000), slice(900_000, None)
    f = standardiser(x[tr])
    predict = jax.jit(logit)
    fits = {lr: train(cfg, lr, f(x[tr]), y[tr]) for lr in cfg.lrs}
    va_auc = {lr: auc(np.asarray(predict(p, f(x[va]))), y[va]) for lr, p in fits.items()}
    lr = max(va_auc, key=va_auc.get)
    print("validation", va_auc)
    print("test AUC", auc(np.asarray(predict(fits[lr], f(x[te]))), y[te]), "with lr", lr)


if __name__ == "__main__":
    main()
# author: author12
