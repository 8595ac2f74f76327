import numpy as np
import pandas as pd
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.evaluation import ndcg_at_k, precision_at_k

T1, T2, T3 = (pd.Timestamp(d) for d in ("2023-03-01", "2023-04-01", "2023-05-01"))

log = pd.read_csv("orders.csv", usecols=["customer", "isbn", "ordered_at"], parse_dates=["ordered_at"])


def matrix(rows, users, items):
    rows = rows[rows.customer.isin(users) & rows.isbn.isin(items)]
    u = pd.Categorical(rows.customer, users).codes
    i = pd.Categorical(rows.isbn, items).codes
    return sp.csr_matrix((np.ones(len(rows), "f4"), (u, i)), shape=(len(users), len(items)))


def world(until, upto):
    """Catalogue and customers as they were known at `until`; answers from the month after."""
    past = log[log.ordered_at < until]
    pop = past.isbn.value_counts()
    items = pop.index[pop >= 5]
    cnt = past[past.isbn.isin(items)].customer.value_counts()
    users = cnt.index[cnt >= 3]
    R = matrix(past, users, items)
    A = matrix(log[(log.ordered_at >= until) & (log.ordered_at < upto)], users, items)
    A = A - A.multiply(R > 0)           # re-orders are not counted
    A.eliminate_zeros()
    return R, A.tocsr()


def train(R, factors, reg, alpha):
    m = AlternatingLeastSquares(factors=factors, regularization=reg, iterations=20, random_state=42)
    m.fit((R * alpha).tocsr(), show_progress=False)
    return m


R, A = world(T1, T2)
best = None
for f in (32, 64, 128):
    for reg in (0.01, 0.1):
        for alpha in (5, 20):
            s = ndcg_at_k(train(R, f, reg, alpha), R, A, K=20, show_progress=False)
            if best is None or s > best[0]:
                best = (s, f, reg, alpha)
print("March (validation):", best)

R, A = world(T2, T3)
m = train(R, *best[1:])
print("April: ndcg@20", ndcg_at_k(m, R, A, K=20, show_progress=False), "p@20", precision_at_k(m, R, A, K=20, show_progress=False))

seen = np.asarray(R.sum(0)).ravel()
top = np.argsort(-seen)[:20]
hit = np.asarray(A[:, top].sum(1)).ravel()[A.getnnz(1) > 0]
print("popularity p@20", hit.mean() / 20)
# author: author7
