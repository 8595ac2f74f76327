"""Would a click model have beaten the logging policy? Weeks 1-3 teach the policy, week 4 judges it."""
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

K = 12
log = pd.read_parquet("uniform_and_softmax_log.parquet")       # user, week, action, pscore, click, f0..f15
F = [c for c in log.columns if c.startswith("f")]


def one_hot(actions):
    return np.eye(K)[np.asarray(actions)]


def joint(x, a):
    z = one_hot(a)
    return np.hstack([x, z, (x[:, :, None] * z[:, None, :]).reshape(len(x), -1)])


def score_all(model, x):
    return np.column_stack([model.predict_proba(joint(x, np.full(len(x), a)))[:, 1] for a in range(K)])


def softmax(s, tau):
    e = np.exp((s - s.max(1, keepdims=True)) / tau)
    return e / e.sum(1, keepdims=True)


def estimates(pi, rows, q):
    idx, a = np.arange(len(rows)), rows["action"].to_numpy()
    w = pi[idx, a] / rows["pscore"].to_numpy()
    r = rows["click"].to_numpy()
    direct = (pi * q).sum(1)
    parts = {"ips": w * r, "snips": w * r / w.mean(), "dm": direct, "dr": direct + w * (r - q[idx, a])}
    return parts, (w.sum() ** 2) / (w**2).sum()


weeks = {w: g.reset_index(drop=True) for w, g in log.groupby("week")}
teach = pd.concat([weeks[1], weeks[2]])
policy_model = LogisticRegression(C=0.1, max_iter=2000).fit(joint(teach[F].to_numpy(), teach["action"]), teach["click"])

mid = weeks[3]
s = score_all(policy_model, mid[F].to_numpy())
taus = {t: estimates(softmax(s, t), mid, s)[0]["snips"].mean() for t in (0.002, 0.01, 0.05, 0.2)}
tau = max(taus, key=taus.get)
print("week 3", taus, "->", tau)

judge = weeks[4]
x, r, a = judge[F].to_numpy(), judge["click"].to_numpy(), judge["action"].to_numpy()
pi = softmax(score_all(policy_model, x), tau)
q = np.empty_like(pi)
for i, j in GroupKFold(5).split(x, groups=judge["user"]):
    reward = HistGradientBoostingClassifier(max_iter=120, learning_rate=0.05).fit(np.c_[x[i], one_hot(a[i])], r[i])
    for k in range(K):
        q[j, k] = reward.predict_proba(np.c_[x[j], one_hot(np.full(len(j), k))])[:, 1]

parts, ess = estimates(pi, judge, q)
users, code = np.unique(judge["user"], return_inverse=True)
rng = np.random.default_rng(4)
print(f"logging policy CTR {r.mean():.4f}, effective sample {ess:.0f} of {len(r)}")
for name, v in parts.items():
    tot, cnt = np.bincount(code, v), np.bincount(code)
    boot = []
    for _ in range(1000):
        k = rng.integers(0, len(users), len(users))
        boot.append(tot[k].sum() / cnt[k].sum())
    print(f"{name:>6} {v.mean():.4f} [{np.quantile(boot, 0.025):.4f}, {np.quantile(boot, 0.975):.4f}]")
# author: author7
