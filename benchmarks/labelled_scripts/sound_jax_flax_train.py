import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax

raw = np.load("proteins.npz")
order = np.random.default_rng(0).permutation(len(raw["y"]))
n = len(order)
tr, va, te = order[: int(0.7 * n)], order[int(0.7 * n): int(0.85 * n)], order[int(0.85 * n):]
mean, std = raw["x"][tr].mean(0), raw["x"][tr].std(0) + 1e-6
X, y = (raw["x"] - mean) / std, raw["y"]


class MLP(nn.Module):
    @nn.compact
    def __call__(self, x):
        return nn.Dense(1)(nn.relu(nn.Dense(64)(x)))[:, 0]


model = MLP()
params = model.init(jax.random.PRNGKey(0), X[:1])
tx = optax.adam(1e-3)
state = tx.init(params)


@jax.jit
def update(params, state, xb, yb):
    loss, grads = jax.value_and_grad(lambda p: jnp.mean((model.apply(p, xb) - yb) ** 2))(params)
    changes, state = tx.update(grads, state)
    return optax.apply_updates(params, changes), state, loss


best, kept = np.inf, params
for epoch in range(200):
    params, state, _ = update(params, state, X[tr], y[tr])
    now = float(jnp.mean((model.apply(params, X[va]) - y[va]) ** 2))
    if now < best:
        best, kept = now, params
print("test mse", float(jnp.mean((model.apply(kept, X[te]) - y[te]) ** 2)))
# author: maintainer
