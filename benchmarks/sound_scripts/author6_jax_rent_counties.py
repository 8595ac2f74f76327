from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
import polars as pl
from flax.training import train_state

FEATURES = ["sqm", "rooms", "floor", "age", "km_to_station", "has_lift", "energy_kwh"]

tbl = pl.read_csv("rents.csv").drop_nulls(FEATURES + ["rent", "county"])
county = tbl["county"].to_numpy()
X = tbl.select(FEATURES).to_numpy().astype(np.float32)
y = np.log(tbl["rent"].to_numpy()).astype(np.float32)

rng = np.random.default_rng(2)
names = rng.permutation(np.unique(county))
cut1, cut2 = int(0.6 * len(names)), int(0.8 * len(names))
where = {
    "a": np.flatnonzero(np.isin(county, names[:cut1])),
    "b": np.flatnonzero(np.isin(county, names[cut1:cut2])),
    "c": np.flatnonzero(np.isin(county, names[cut2:])),
}
mu, sd = X[where["a"]].mean(0), X[where["a"]].std(0) + 1e-6
shift = y[where["a"]].mean()
take = lambda k: (jnp.asarray((X[where[k]] - mu) / sd), jnp.asarray(y[where[k]] - shift))


class MLP(nn.Module):
    width: int

    @nn.compact
    def __call__(self, x):
        for _ in range(3):
            x = nn.gelu(nn.Dense(self.width)(x))
        return nn.Dense(1)(x)[..., 0]


def mse(params, apply_fn, x, t):
    return jnp.mean((apply_fn({"params": params}, x) - t) ** 2)


@jax.jit
def step(state, x, t):
    g = jax.grad(mse)(state.params, state.apply_fn, x, t)
    return state.apply_gradients(grads=g)


def train(width, lr, key, epochs=40, bs=512):
    net = MLP(width)
    x, t = take("a")
    state = train_state.TrainState.create(
        apply_fn=net.apply, params=net.init(key, x[:1])["params"], tx=optax.adamw(lr, weight_decay=1e-3)
    )
    score = partial(mse, apply_fn=net.apply)
    best = (np.inf, None)
    for e in range(epochs):
        key, sub = jax.random.split(key)
        perm = jax.random.permutation(sub, len(x))
        for s in range(0, len(x) - bs + 1, bs):
            j = perm[s:s + bs]
            state = step(state, x[j], t[j])
        v = float(score(state.params, x=take("b")[0], t=take("b")[1]))
        if v < best[0]:
            best = (v, state.params)
    return best + (score,)


runs = {(w, lr): train(w, lr, jax.random.PRNGKey(0)) for w in (64, 128, 256) for lr in (3e-4, 1e-3, 3e-3)}
for k, r in sorted(runs.items(), key=lambda kv: kv[1][0]):
    print(k, round(r[0], 5))
cfg = min(runs, key=lambda k: runs[k][0])
_, params, score = runs[cfg]
xc, tc = take("c")
print("chosen", cfg, "RMSE(log rent), unseen counties:", float(jnp.sqrt(score(params, x=xc, t=tc))))
print("constant:", float(jnp.sqrt(jnp.mean(tc ** 2))))
# author: author6
