import implicit
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

plays = pd.read_parquet("plays.parquet")
T1, T2, T3 = map(pd.Timestamp, ("2023-03-01", "2023-03-15", "2023-03-29"))


class World:
    """Users and items known before a moment, and the plays counted up to it."""

    def __init__(self, upto):
        seen = plays[plays.at < upto]
        self.users = pd.Index(seen.user.unique())
        self.items = pd.Index(seen.track.unique())
        n = seen.groupby(["user", "track"]).size().reset_index(name="n")
        self.M = csr_matrix((np.log1p(n.n), (self.users.get_indexer(n.user), self.items.get_indexer(n.track))),
                            shape=(len(self.users), len(self.items)))

    def coming(self, since, until):
        later = plays[(plays["at"] >= since) & (plays["at"] < until) & plays.user.isin(self.users)]
        u = self.users.get_indexer(later.user)
        truth = {}
        for a, track in zip(u, later.track):
            truth.setdefault(a, set()).add(track)
        # only what the user had not played before counts
        for a in truth:
            old = set(self.items[self.M[a].indices])
            truth[a] -= old
        return {a: t for a, t in truth.items() if t}


def recall(model, world, truth, k=20):
    ids = np.array(sorted(truth))
    rec, _ = model.recommend(ids, world.M[ids], N=k, filter_already_liked_items=True)
    return np.mean([len(truth[a] & set(world.items[r])) / min(k, len(truth[a])) for a, r in zip(ids, rec)])


def als(world, f, reg):
    m = implicit.als.AlternatingLeastSquares(factors=f, regularization=reg, iterations=20, random_state=0)
    m.fit(world.M, show_progress=False)
    return m


w = World(T1)
truth = w.coming(T1, T2)
grid = {(f, r): recall(als(w, f, r), w, truth) for f in (32, 64, 128) for r in (0.01, 0.1, 1.0)}
f, r = max(grid, key=grid.get)
print("recall@20 in the first fortnight", grid)

w = World(T2)
truth = w.coming(T2, T3)
print("chosen", f, r, "| next fortnight recall@20", recall(als(w, f, r), w, truth))

pop = np.asarray(w.M.sum(0)).ravel().argsort()[::-1][:200]
base = []
for a, t in truth.items():
    mine = set(w.M[a].indices)
    base.append(len(t & set(w.items[[i for i in pop if i not in mine][:20]])) / min(20, len(t)))
print("most played", np.mean(base))
# author: author11
