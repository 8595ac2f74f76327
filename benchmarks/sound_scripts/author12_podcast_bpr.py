"""BPR matrix factorisation for podcast listens, numpy only. May 2023 is the dev month, June 2023 the test month."""
import numpy as np
import pandas as pd


def load(path="listens.csv"):
    d = pd.read_csv(path, parse_dates=["at"]).sort_values(["user", "at"])
    d = d.drop_duplicates(["user", "show"], keep="first")
    d["u"], d["i"] = d.user.factorize()[0], d.show.factorize()[0]
    return d


class BPR:
    def __init__(self, nu, ni, k, reg, lr=0.05, seed=0):
        self.rng = np.random.default_rng(seed)
        self.P = self.rng.normal(0, 0.1, (nu, k))
        self.Q = self.rng.normal(0, 0.1, (ni, k))
        self.b = np.zeros(ni)
        self.reg, self.lr = reg, lr

    def fit(self, u, i, epochs=25):
        seen = set(zip(u.tolist(), i.tolist()))
        ni = len(self.b)
        for _ in range(epochs):
            for t in self.rng.permutation(len(u)):
                a, p = u[t], i[t]
                n = self.rng.integers(ni)
                while (a, n) in seen:
                    n = self.rng.integers(ni)
                pu, d = self.P[a].copy(), self.Q[p] - self.Q[n]
                g = 1 / (1 + np.exp(pu @ d + self.b[p] - self.b[n]))
                self.P[a] += self.lr * (g * d - self.reg * pu)
                self.Q[p] += self.lr * (g * pu - self.reg * self.Q[p])
                self.Q[n] += self.lr * (-g * pu - self.reg * self.Q[n])
                self.b[p] += self.lr * (g - self.reg * self.b[p])
                self.b[n] += self.lr * (-g - self.reg * self.b[n])
        return self

    def scores(self, users):
        return self.P[users] @ self.Q.T + self.b


def hit_at(S, users, target, known, n=10):
    hits = 0
    for row, u, t in zip(S.copy(), users, target):
        row[list(known[u])] = -np.inf
        hits += t in np.argpartition(-row, n)[:n]
    return hits / len(users)


d = load()
nu, ni = d.u.max() + 1, d.i.max() + 1
past, dev, last = d[d["at"] < "2023-05-01"], d[d["at"].between("2023-05-01", "2023-05-31 23:59:59")], d[d["at"] >= "2023-06-01"]
dev = dev[dev.u.isin(past.u) & dev.i.isin(past.i)]
known = past.groupby("u").i.agg(set)

trials = {}
for k in (16, 32, 64):
    for reg in (0.002, 0.01, 0.05):
        m = BPR(nu, ni, k, reg).fit(past.u.values, past.i.values)
        trials[k, reg] = hit_at(m.scores(dev.u.values), dev.u.values, dev.i.values, known)
        print(k, reg, round(trials[k, reg], 4))
k, reg = max(trials, key=trials.get)

history = d[d["at"] < "2023-06-01"]
last = last[last.u.isin(history.u) & last.i.isin(history.i)]
known = history.groupby("u").i.agg(set)
m = BPR(nu, ni, k, reg).fit(history.u.values, history.i.values)
pop = np.tile(history.i.value_counts().reindex(range(ni), fill_value=0).to_numpy(float), (len(last), 1))
print("HR@10 BPR", hit_at(m.scores(last.u.values), last.u.values, last.i.values, known))
print("HR@10 popularity", hit_at(pop, last.u.values, last.i.values, known))
# author: author12
