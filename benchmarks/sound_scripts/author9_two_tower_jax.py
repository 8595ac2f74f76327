"""Two-tower retrieval for job ads (JAX/optax). Applications by day; last two fortnights are kept apart."""
from typing import NamedTuple
import jax
import jax.numpy as jnp
import numpy as np
import optax
import pandas as pd

class Params(NamedTuple):
    user: jnp.ndarray
    job: jnp.ndarray
    w1: jnp.ndarray
    w2: jnp.ndarray

class Ids:
    """0 is the unknown."""
    def __init__(self, values):
        self.of = {v: i + 1 for i, v in enumerate(pd.unique(values))}
    def __call__(self, values):
        return np.array([self.of.get(v, 0) for v in values], np.int32)
    def __len__(self):
        return len(self.of) + 1

def init(key, nu, nj, df, dim=64):
    a, b, c, d = jax.random.split(key, 4)
    s = lambda k, *sh: jax.random.normal(k, sh) * 0.05
    return Params(s(a, nu, dim), s(b, nj, dim), s(c, df, 128), s(d, 128, dim))

def job_vec(p, j, f):
    v = p.job[j] + jax.nn.relu(f @ p.w1) @ p.w2
    return v / jnp.linalg.norm(v, axis=-1, keepdims=True)

def loss(p, u, j, f, logq):
    uv = p.user[u] / jnp.linalg.norm(p.user[u], axis=-1, keepdims=True)
    s = uv @ job_vec(p, j, f).T / 0.07 - logq[None]
    return optax.softmax_cross_entropy_with_integer_labels(s, jnp.arange(len(u))).mean()

def recall(p, rows, users, jobs, feats, live, k=100):
    v = np.asarray(job_vec(p, jobs(live), feats.loc[live].to_numpy(np.float32)))
    pos = {x: i for i, x in enumerate(live)}
    hits = []
    for who, r in rows[rows.job.isin(pos)].groupby("user"):
        s = v @ np.asarray(p.user[users([who])[0]])
        top = set(np.argpartition(-s, k)[:k])
        hits.append(np.mean([pos[x] in top for x in r.job]))
    return float(np.mean(hits))
def main():
    app = pd.read_parquet("applications.parquet").sort_values("day")        # user, job, day
    feats = pd.read_parquet("job_text_features.parquet")                    # frozen encoder + salary, index job
    posted = pd.read_parquet("jobs.parquet").set_index("job")               # opened, closed
    last = app.day.max()
    v0, t0 = last - pd.Timedelta(days=28), last - pd.Timedelta(days=14)
    tr, va, te = app[app.day < v0], app[(app.day >= v0) & (app.day < t0)], app[app.day >= t0]
    users, jobs = Ids(tr.user), Ids(tr.job)
    va, te = (x[x.user.isin(users.of)] for x in (va, te))
    mean, std = (getattr(feats.loc[tr.job.unique()], m)() for m in ("mean", "std"))
    feats = ((feats - mean) / (std + 1e-6)).fillna(0.0)
    live = lambda a, b: posted.index[(posted.opened < b) & (posted.closed >= a)]
    logq = np.log(tr.job.value_counts(normalize=True))
    u, j, q = users(tr.user), jobs(tr.job), logq.reindex(tr.job).to_numpy(np.float32)
    f = feats.reindex(tr.job).to_numpy(np.float32)
    p = init(jax.random.PRNGKey(0), len(users), len(jobs), f.shape[1])
    opt = optax.adam(2e-3)
    st = opt.init(p)
    @jax.jit
    def step(p, st, *batch):
        up, st = opt.update(jax.grad(loss)(p, *batch), st)
        return optax.apply_updates(p, up), st
    best, keep, stale, rng = -1.0, p, 0, np.random.default_rng(0)
    while stale < 3:
        for i in np.array_split(rng.permutation(len(u)), max(1, len(u) // 2048)):
            p, st = step(p, st, u[i], j[i], f[i], q[i])
        r = recall(p, va, users, jobs, feats, live(v0, t0))
        stale = 0 if r > best else stale + 1
        best, keep = max((best, keep), (r, p), key=lambda t: t[0])
        print(f"fortnight 1 recall@100 {r:.4f}")
    print("fortnight 2 recall@100", recall(keep, te, users, jobs, feats, live(t0, last)))

if __name__ == "__main__":
    main()
# author: author9
