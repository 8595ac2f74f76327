"""Next-purchase ranking for the web shop; BPR matrix factorisation in numpy + numba."""
import numpy as np
import pandas as pd
from numba import njit

log = pd.read_csv("clicks_buys.csv", usecols=["user", "item", "ts", "event"], parse_dates=["ts"])
log = log[log.event == "buy"].sort_values("ts").drop_duplicates(["user", "item"], keep="first")
T_VAL, T_END = pd.Timestamp("2023-10-01"), pd.Timestamp("2023-11-01")

# vocabulary: what the shop knew before October
early = log[log.ts < T_VAL]
users = early.user.value_counts().loc[lambda c: c >= 4].index
items = early.item.value_counts().loc[lambda c: c >= 10].index
log = log[log.user.isin(users) & log.item.isin(items)].copy()
log["u"], log["i"] = users.get_indexer(log.user), items.get_indexer(log.item)
U, I = len(users), len(items)

hist = log[log.ts < T_VAL]
val = log[(log.ts >= T_VAL) & (log.ts < T_END)].groupby("u", as_index=False).first()
test = log[log.ts >= T_END].groupby("u", as_index=False).first()


def seen_matrix(d):
    s = np.zeros((U, I), bool)
    s[d.u, d.i] = True
    return s


@njit
def bpr(us, its, seen, P, Q, b, lr, reg, epochs, seed):
    np.random.seed(seed)
    n, n_items = len(us), Q.shape[0]
    for _ in range(epochs):
        for _ in range(n):
            k = np.random.randint(n)
            u, i = us[k], its[k]
            j = np.random.randint(n_items)
            while seen[u, j]:
                j = np.random.randint(n_items)
            x = b[i] - b[j] + P[u] @ (Q[i] - Q[j])
            g = 1.0 / (1.0 + np.exp(x))
            pu = P[u].copy()
            P[u] += lr * (g * (Q[i] - Q[j]) - reg * P[u])
            Q[i] += lr * (g * pu - reg * Q[i])
            Q[j] += lr * (-g * pu - reg * Q[j])
            b[i] += lr * (g - reg * b[i])
            b[j] += lr * (-g - reg * b[j])
    return P, Q, b


def fit(d, seen, dim, reg, epochs=40, seed=0):
    r = np.random.default_rng(seed)
    return bpr(d.u.to_numpy(np.int64), d.i.to_numpy(np.int64), seen, r.normal(0, 0.05, (U, dim)), r.normal(0, 0.05, (I, dim)),
               np.zeros(I), 0.03, reg, epochs, seed)


def evaluate(scores, seen, d, k=20):
    s = np.where(seen, -np.inf, scores)[d.u]
    rank = (s > s[np.arange(len(d)), d.i][:, None]).sum(1)
    return {"hr": np.mean(rank < k), "ndcg": np.mean(np.where(rank < k, 1 / np.log2(rank + 2), 0.0))}


seen_h = seen_matrix(hist)
board = []
for dim in (32, 64, 128):
    for reg in (0.002, 0.01, 0.05):
        P, Q, b = fit(hist, seen_h, dim, reg)
        board.append((evaluate(P @ Q.T + b, seen_h, val)["ndcg"], dim, reg))
score, dim, reg = max(board)
print("picked", dim, reg, round(score, 4))

full = log[log.ts < T_END]
seen_f = seen_matrix(full)
P, Q, b = fit(full, seen_f, dim, reg)
pop = np.bincount(full.i, minlength=I)[None, :].repeat(U, 0).astype(float)
print("users with a purchase from November on:", len(test))
print("BPR       ", evaluate(P @ Q.T + b, seen_f, test))
print("popularity", evaluate(pop, seen_f, test))
# author: author3
