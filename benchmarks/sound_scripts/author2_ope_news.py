"""Offline evaluation of a new article policy from randomised logs (Yahoo R6-like)."""
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

log = pd.read_parquet("random_bucket.parquet").sort_values("ts", ignore_index=True)
CTX = [c for c in log if c.startswith("x")]
K = log["arm"].nunique()
half = len(log) // 2
learn, judge = log.iloc[:half], log.iloc[half:].reset_index(drop=True)


def one_hot(arm):
    return np.eye(K)[np.asarray(arm)]


class GreedyPolicy:
    """per-arm logistic regressions, epsilon-softened"""

    def __init__(self, eps=0.05):
        self.eps = eps

    def fit(self, d):
        self.m = [LogisticRegression(C=0.3, max_iter=500).fit(d.loc[d.arm == k, CTX], d.loc[d.arm == k, "click"])
                  for k in range(K)]
        return self

    def probs(self, X):
        q = np.column_stack([m.predict_proba(X)[:, 1] for m in self.m])
        p = np.full(q.shape, self.eps / K)
        p[np.arange(len(q)), q.argmax(1)] += 1 - self.eps
        return p


policy = GreedyPolicy().fit(learn)
pi = policy.probs(judge[CTX])
rows = np.arange(len(judge))
w = pi[rows, judge.arm] / judge.propensity.to_numpy()
r = judge.click.to_numpy(float)

ips = w * r
snips = ips.sum() / w.sum()

# doubly robust, reward model cross-fitted so that no row is scored by a model that saw it
q_hat = np.zeros((len(judge), K))
for a, b in KFold(5, shuffle=True, random_state=0).split(judge):
    g = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.05)
    g.fit(np.hstack([judge.loc[a, CTX], one_hot(judge.loc[a, "arm"])]), r[a])
    for k in range(K):
        q_hat[b, k] = g.predict_proba(np.hstack([judge.loc[b, CTX], one_hot(np.full(len(b), k))]))[:, 1]
dr = (pi * q_hat).sum(1) + w * (r - q_hat[rows, judge.arm])


def ci(v):
    return f"{v.mean():.5f} +- {1.96 * v.std(ddof=1) / np.sqrt(len(v)):.5f}"


print("logging policy ", ci(r))
print("IPS            ", ci(ips))
print("SNIPS          ", f"{snips:.5f}", " ESS", int(w.sum() ** 2 / (w ** 2).sum()))
print("DR             ", ci(dr))
# author: author2
