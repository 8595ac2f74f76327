"""logP regression from Morgan bits, MLP in plain JAX, Bemis-Murcko scaffold split."""
from collections import defaultdict

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pandas as pd
from rdkit import Chem
from rdkit.Chem import AllChem
from rdkit.Chem.Scaffolds import MurckoScaffold

df = pd.read_csv("logp.csv").drop_duplicates("smiles")
mols = [Chem.MolFromSmiles(s) for s in df.smiles]
bits = np.array([list(AllChem.GetMorganFingerprintAsBitVect(m, 2, 2048)) for m in mols], dtype=np.float32)
target = df.logp.to_numpy(np.float32)

by_scaffold = defaultdict(list)
for i, m in enumerate(mols):
    by_scaffold[MurckoScaffold.MurckoScaffoldSmiles(mol=m)].append(i)

train, valid, test = [], [], []
for members in sorted(by_scaffold.values(), key=len, reverse=True):
    if len(train) + len(members) <= 0.8 * len(df):
        train += members
    elif len(valid) + len(members) <= 0.1 * len(df):
        valid += members
    else:
        test += members
train, valid, test = map(np.array, (train, valid, test))

mu, sigma = target[train].mean(), target[train].std()
yn = (target - mu) / sigma


def init(key, sizes):
    params = []
    for k, (i, o) in zip(jax.random.split(key, len(sizes) - 1), zip(sizes[:-1], sizes[1:])):
        params.append((jax.random.normal(k, (i, o)) * jnp.sqrt(2 / i), jnp.zeros(o)))
    return params


def forward(params, x):
    for w, b in params[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = params[-1]
    return (x @ w + b)[:, 0]


def loss(params, x, y):
    return jnp.mean((forward(params, x) - y) ** 2)


opt = optax.adamw(1e-3, weight_decay=1e-2)


@jax.jit
def step(params, state, x, y):
    g = jax.grad(loss)(params, x, y)
    up, state = opt.update(g, state, params)
    return optax.apply_updates(params, up), state


rmse = lambda p, ix: float(jnp.sqrt(loss(p, bits[ix], yn[ix])) * sigma)
rng = np.random.default_rng(0)
params = init(jax.random.PRNGKey(0), (2048, 512, 128, 1))
state, best, patience = opt.init(params), (np.inf, params), 0
for epoch in range(200):
    for batch in np.array_split(rng.permutation(train), len(train) // 128):
        params, state = step(params, state, bits[batch], yn[batch])
    r = rmse(params, valid)
    if r < best[0]:
        best, patience = (r, params), 0
    else:
        patience += 1
    if patience == 15:
        break

print("epochs", epoch + 1, "valid", round(best[0], 3), "test", round(rmse(best[1], test), 3))
# author: author4
