"""Spare parts, intermittent demand. Smoothing weights per part from the past of each origin; 6 origins, 3 months ahead."""
from itertools import product
from multiprocessing import Pool
from typing import Iterator, NamedTuple

import numpy as np
import pandas as pd

H, N_ORIGINS, WARM = 3, 6, 24
GRID = [0.05, 0.1, 0.2, 0.3]


class Result(NamedTuple):
    part: str
    origin: int
    method: str
    se: float
    scaled_ae: float


def tsb(y, a, b):
    """Teunter-Syntetos-Babai; yields the forecast made before each month is seen, then the last one."""
    p, z = 0.5, 2 * y[:12].mean()
    for v in y:
        yield p * z
        p += b * ((v > 0) - p)
        if v > 0:
            z += a * (v - z)
    yield p * z


def one_step_error(y, a, b):
    f = np.fromiter(tsb(y, a, b), float)[:-1]
    return np.mean((y[12:] - f[12:]) ** 2)


def fc_tsb(y):
    a, b = min(product(GRID, GRID), key=lambda g: one_step_error(y, *g))
    return list(tsb(y, a, b))[-1]


def fc_mean12(y):
    return y[-12:].mean()


def fc_zero(y):
    return 0.0


METHODS = {"tsb": fc_tsb, "mean12": fc_mean12, "zero": fc_zero}


def origins(y) -> Iterator[int]:
    for k in range(N_ORIGINS, 0, -1):
        t = len(y) - k * H
        if t >= WARM:
            yield t


def run(item):
    part, y = item
    out = []
    for t in origins(y):
        past, ahead = y[:t], y[t:t + H]
        scale = max(np.abs(past - past.mean()).mean(), 1e-6)
        for name, f in METHODS.items():
            e = ahead.sum() - H * f(past)
            out.append(Result(part, t, name, e ** 2, abs(e) / scale))
    return out


if __name__ == "__main__":
    wide = pd.read_csv("parts_monthly.csv", index_col="part")
    items = [(p, r.dropna().to_numpy(float)) for p, r in wide.iterrows()]
    with Pool() as pool:
        res = pd.DataFrame([r for rs in pool.imap_unordered(run, items, chunksize=50) for r in rs])
    print(res.groupby("method").agg(rmse=("se", lambda s: np.sqrt(s.mean())), mase=("scaled_ae", "mean")).round(3))
    wins = res.pivot_table(index=["part", "origin"], columns="method", values="scaled_ae").idxmin(axis=1).value_counts(normalize=True)
    print(wins.round(3))
# author: author9
