"""Implicit ALS for the grocery app: which new-to-the-user items will be bought next month?"""
import itertools

import numpy as np
import pandas as pd
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares

K = 20
orders = pd.read_parquet("order_lines.parquet", columns=["user", "item", "day"])
orders["month"] = orders.day.dt.to_period("M")
hist = orders[orders.month <= "2023-08"]
sept = orders[orders.month == "2023-09"]
octo = orders[orders.month == "2023-10"]


class Catalogue:
    """Ids seen in the rows it is given; anything else is ignored later."""

    def __init__(self, rows):
        self.u = {u: i for i, u in enumerate(sorted(rows.user.unique()))}
        self.i = {v: j for j, v in enumerate(sorted(rows.item.unique()))}

    def matrix(self, rows):
        rows = rows[rows.user.isin(self.u) & rows.item.isin(self.i)]
        m = sp.coo_matrix((np.ones(len(rows), np.float32), (rows.user.map(self.u), rows.item.map(self.i))),
                          shape=(len(self.u), len(self.i)))
        return m.tocsr()


def fit(rows, factors, reg, alpha):
    cat = Catalogue(rows)
    R = cat.matrix(rows)
    R.data = 1 + alpha * np.log1p(R.data)
    m = AlternatingLeastSquares(factors=factors, regularization=reg, iterations=20, random_state=0)
    m.fit(R, show_progress=False)
    return cat, R, m


def recall_at_k(cat, R, model, future):
    F = cat.matrix(future)
    F = F - F.multiply(R > 0)          # only items new to the user
    F.eliminate_zeros()
    users = np.flatnonzero(np.diff(F.indptr))
    recs, _ = model.recommend(users, R[users], N=K, filter_already_liked_items=True)
    hit = [len(np.intersect1d(r, F[u].indices)) / min(K, F[u].nnz) for u, r in zip(users, recs)]
    return float(np.mean(hit)), len(hit)


def most_sold(cat, R, future):
    class Pop:
        def recommend(self, users, rows, N, filter_already_liked_items=True):
            order = np.argsort(-np.asarray((R > 0).sum(0)).ravel())
            return np.array([[j for j in order[:2000] if j not in set(r.indices)][:N] for r in rows]), None
    return recall_at_k(cat, R, Pop(), future)


board = {}
for f, reg, al in itertools.product((32, 64, 128), (0.01, 0.1), (5, 40)):
    board[f, reg, al] = recall_at_k(*fit(hist, f, reg, al), sept)[0]
choice = max(board, key=board.get)
print("september:", pd.Series(board).sort_values(ascending=False).head(), sep="\n")

cat, R, model = fit(pd.concat([hist, sept]), *choice)
print("october recall@20, n users:", recall_at_k(cat, R, model, octo), " popularity:", most_sold(cat, R, octo))
# author: author9
