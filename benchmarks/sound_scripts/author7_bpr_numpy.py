"""Bayesian personalised ranking without a framework."""
import numpy as np


class BPR:
    def __init__(self, n_users, n_items, k=32, lr=0.05, reg=0.01, seed=0):
        self.rng = np.random.default_rng(seed)
        self.U = self.rng.normal(0, 0.1, (n_users, k))
        self.V = self.rng.normal(0, 0.1, (n_items, k))
        self.b = np.zeros(n_items)
        self.lr, self.reg = lr, reg

    def epoch(self, pairs, seen):
        pool = np.unique(pairs[:, 1])
        for u, i in self.rng.permutation(pairs):
            j = self.rng.choice(pool)
            while j in seen[u]:
                j = self.rng.choice(pool)
            d = self.V[i] - self.V[j]
            g = 1 / (1 + np.exp(self.U[u] @ d + self.b[i] - self.b[j]))
            uu = self.U[u].copy()
            self.U[u] += self.lr * (g * d - self.reg * uu)
            self.V[i] += self.lr * (g * uu - self.reg * self.V[i])
            self.V[j] += self.lr * (-g * uu - self.reg * self.V[j])
            self.b[i] += self.lr * (g - self.reg * self.b[i])
            self.b[j] -= self.lr * (g + self.reg * self.b[j])

    def rank_metrics(self, answers, hide, k=10):
        recall, mrr = [], []
        for u, want in answers.items():
            s = self.U[u] @ self.V.T + self.b
            s[list(hide[u])] = -np.inf
            top = np.argpartition(-s, k)[:k]
            top = top[np.argsort(-s[top])]
            found = [r for r, i in enumerate(top, 1) if i in want]
            recall.append(len(found) / min(k, len(want)))
            mrr.append(1 / found[0] if found else 0.0)
        return np.mean(recall), np.mean(mrr)


def by_user(rows, n):
    out = [set() for _ in range(n)]
    for u, i, _ in rows:
        out[u].add(i)
    return out


def unseen(rows, seen):
    out = {}
    for u, i, _ in rows:
        if seen[u] and i not in seen[u]:
            out.setdefault(u, set()).add(i)
    return out


if __name__ == "__main__":
    plays = np.loadtxt("plays.tsv", dtype=np.int64)     # user, track, unix time
    plays = plays[plays[:, 2].argsort(kind="stable")]
    nu, ni = plays[:, 0].max() + 1, plays[:, 1].max() + 1
    DAY = 86400
    c1, c2 = np.searchsorted(plays[:, 2], plays[-1, 2] - np.array([14, 7]) * DAY)
    first, second, third = plays[:c1], plays[c1:c2], plays[c2:]

    seen = by_user(first, nu)
    pairs = np.unique(first[:, :2], axis=0)
    model, history = BPR(nu, ni), []
    for e in range(60):
        model.epoch(pairs, seen)
        history.append(model.rank_metrics(unseen(second, seen), seen)[0])
        if e - int(np.argmax(history)) >= 5:
            break
    epochs = int(np.argmax(history)) + 1
    print("epochs", epochs, "recall@10 in the second last week", round(max(history), 4))

    seen = by_user(plays[:c2], nu)
    pairs = np.unique(plays[:c2, :2], axis=0)
    model = BPR(nu, ni, seed=1)
    for _ in range(epochs):
        model.epoch(pairs, seen)
    print("last week: recall@10 %.4f  mrr@10 %.4f" % model.rank_metrics(unseen(third, seen), seen))
# author: author7
