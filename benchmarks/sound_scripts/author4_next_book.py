import numpy as np
import polars as pl

loans = (
    pl.scan_csv("library_loans.csv", try_parse_dates=True)
    .sort("loaned_at")
    .unique(["reader", "book"], keep="first", maintain_order=True)
    .collect()
)
SUMMER, AUTUMN = pl.date(2023, 6, 1), pl.date(2023, 9, 1)
at = pl.col("loaned_at")
history = loans.filter(at < SUMMER)
tuning = loans.filter(at >= SUMMER, at < AUTUMN)
final = loans.filter(at >= AUTUMN)


def first_new(frame, readers):
    """the first book each known reader takes home in the period"""
    return frame.filter(pl.col("reader").is_in(readers)).unique("reader", keep="first", maintain_order=True)


def index(col, frame):
    return {v: i for i, v in enumerate(frame[col].unique(maintain_order=True))}


def matrix(frame, r_ix, b_ix):
    m = np.zeros((len(r_ix), len(b_ix)), dtype=np.float32)
    for r, b in frame.select("reader", "book").iter_rows():
        m[r_ix[r], b_ix[b]] = 1
    return m


def als(m, k, lam, alpha=20.0, sweeps=12, seed=0):
    rng = np.random.default_rng(seed)
    u, v = rng.normal(0, 0.05, (m.shape[0], k)), rng.normal(0, 0.05, (m.shape[1], k))

    def half(fixed, mat):
        gram = fixed.T @ fixed + lam * np.eye(k)
        rows = []
        for row in mat:
            f = fixed[row > 0]
            rows.append(np.linalg.solve(gram + alpha * f.T @ f, (1 + alpha) * f.sum(0)))
        return np.stack(rows)

    for _ in range(sweeps):
        u = half(v, m)
        v = half(u, m.T)
    return u @ v.T


def recall_at(scores, seen, target, r_ix, b_ix, n=20):
    scores = np.where(seen > 0, -np.inf, scores)
    top = np.argpartition(-scores, n, axis=1)[:, :n]
    pairs = list(target.select("reader", "book").iter_rows())
    return float(np.mean([b in b_ix and b_ix[b] in top[r_ix[r]] for r, b in pairs]))


r_ix, b_ix = index("reader", history), index("book", history)
seen = matrix(history, r_ix, b_ix)
grid = {(k, lam): recall_at(als(seen, k, lam), seen, first_new(tuning, list(r_ix)), r_ix, b_ix)
        for k in (16, 32, 64) for lam in (0.1, 1.0, 10.0)}
for key, val in sorted(grid.items(), key=lambda kv: -kv[1]):
    print(key, round(val, 4))
k, lam = max(grid, key=grid.get)

# by autumn the summer loans are in the past
past = pl.concat([history, tuning])
r_ix, b_ix = index("reader", past), index("book", past)
seen = matrix(past, r_ix, b_ix)
target = first_new(final, list(r_ix))
pop = np.tile(seen.sum(0), (len(r_ix), 1))
print("recall@20 als       ", recall_at(als(seen, k, lam), seen, target, r_ix, b_ix))
print("recall@20 popularity", recall_at(pop, seen, target, r_ix, b_ix))
# author: author4
