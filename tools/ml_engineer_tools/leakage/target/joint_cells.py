"""Joint cells: pairs of columns that tell the class together and not alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.sharpness import lambda_of_codes, sharp_cut
from ml_engineer_tools.tables.names import quoted

GROUPS = 8
"""Groups into which each column is cut: levels, the rarest together, or quantiles."""
BEST = 8
"""Pairs that are looked at closely, by their joint cells."""
GAIN = 0.1
"""Part of the target's variance that joint cells have to explain beyond the better column."""
NEARLY = 0.6
"""Lambda of a comparison from which it is told; the caller asks for more."""

Pair = tuple[tuple[str, ...], str, np.ndarray]


def telling_pairs(
    probe: Probe, names: list[str], kinds: Mapping[str, str | None]
) -> Iterator[Pair]:
    """Yield pairs with how they give the class, in words, and the code of each row.

    Args:
        probe: a classification.
        names: columns to pair.
        kinds: what each column is read as.
    """
    yield from _compared(probe, names, kinds)
    numbers = {n: _floats(probe, n) for n in names if kinds[n] == "number"}
    for first, second in _joint(probe, names, kinds):
        a, b = quoted(first), quoted(second)
        codes, small = _levels(probe, first, second)
        if small:
            yield (first, second), f"{a} together with {b}", codes
        if first not in numbers or second not in numbers:
            continue
        x, z = numbers[first], numbers[second]
        with np.errstate(all="ignore"):
            quantities = (
                (x * z, f"The product of {a} and {b}, above or below a limit,"),
                (np.abs(x - z), f"How far {a} is from {b}"),
                (x / z, f"{a} divided by {b}, above or below a limit,"),
                (x - z, f"{a} less {b}, above or below a limit,"),
                (x + z, f"The sum of {a} and {b}, above or below a limit,"),
            )
        for value, words in quantities:
            cut = _cut_codes(value, probe)
            if cut is not None:
                yield (first, second), words, cut


def _floats(probe: Probe, name: str) -> np.ndarray:
    return np.asarray(probe.frame[name].to_numpy(dtype="float64", na_value=np.nan))


def _cut_codes(value: np.ndarray, probe: Probe) -> np.ndarray | None:
    """Return whether the value is above its best cut, if that is sharp for some class."""
    best = max(
        (
            (sharp_cut(value, probe.y == code) or 0.0, code)
            for code in range(1 if len(probe.task.classes) == 2 else 0, len(probe.task.classes))
        ),
        default=(0.0, 0),
    )
    if best[0] < NEARLY:
        return None
    known = np.isfinite(value)
    target = probe.y == best[1]
    order = np.argsort(np.where(known, value, np.inf), kind="stable")
    hits = target[order].astype(np.int64)
    gained = np.cumsum(1 - 2 * hits)
    cut = int(np.abs(gained).argmax())
    limit = value[order[cut]]
    return np.where(known, np.where(value <= limit, 0, 1), 2)


def _compared(probe: Probe, names: list[str], kinds: Mapping[str, str | None]) -> Iterator[Pair]:
    """Compare all pairs of numbers, and of texts, for being larger and for being equal."""
    import pandas as pd

    numbers = [n for n in names if kinds[n] in ("number", "instant")]
    values = {}
    for name in numbers:
        column = probe.frame[name]
        if kinds[name] == "instant":
            stamps = pd.to_datetime(column, errors="coerce", utc=True)
            epoch = pd.Timestamp("1970-01-01", tz="UTC")
            values[name] = np.asarray((stamps - epoch) / pd.Timedelta(seconds=1), dtype=np.float64)
        else:
            values[name] = _floats(probe, name)
    texts = [n for n in names if kinds[n] == "category"]
    if texts:
        written = [probe.frame[n].astype(object).where(probe.frame[n].notna(), None) for n in texts]
        joined = pd.concat(written, ignore_index=True).map(
            lambda text: str(text).strip().casefold(), na_action="ignore"
        )
        codes = pd.factorize(joined)[0].astype(np.float64).reshape(len(texts), -1)
        values |= {n: np.where(row < 0, np.nan, row) for n, row in zip(texts, codes, strict=True)}
    order = {n: k for k, n in enumerate(names)}
    for first, second in combinations(sorted(values, key=order.__getitem__), 2):
        if kinds[first] != kinds[second]:
            continue
        x, z = values[first], values[second]
        unknown = np.isnan(x) | np.isnan(z)
        # Of texts only equality means something.
        above = (x > z) if kinds[first] != "category" else np.zeros(len(x), dtype=bool)
        codes = np.where(unknown, 3, np.where(x == z, 2, above.astype(np.intp)))
        if lambda_of_codes(codes, probe.y) >= NEARLY:
            a, b = quoted(first), quoted(second)
            ordered = above.any() and not above.all()
            words = f"How {a} compares with {b}" if ordered else f"Whether {a} equals {b}"
            yield (first, second), words, codes


def _joint(
    probe: Probe, names: list[str], kinds: Mapping[str, str | None]
) -> list[tuple[str, str]]:
    """Return the pairs whose joint cells explain most beyond the better of the two columns."""
    import pandas as pd

    classes = len(probe.task.classes)
    blocks = []
    for name in names:
        values = probe.frame[name]
        codes: np.ndarray = pd.factorize(values)[0]
        if codes.max(initial=0) >= GROUPS:
            if kinds[name] == "category":
                counts = np.bincount(codes[codes >= 0])
                rank = np.empty(len(counts), dtype=np.intp)
                rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
                codes = np.where(codes < 0, -1, np.minimum(rank[codes], GROUPS - 1))
            else:
                ranks = values.rank(pct=True).fillna(0).to_numpy(dtype="float64")
                codes = np.asarray(np.ceil(ranks * GROUPS) - 1, dtype=codes.dtype)
        blocks.append(np.eye(GROUPS + 1, dtype=np.float32)[codes + 1])
    if len(blocks) < 2:
        return []
    onehot = np.concatenate(blocks, axis=1)
    counts = onehot.T @ onehot
    total: np.ndarray = np.zeros((len(names), len(names)))
    m, g = len(names), GROUPS + 1
    variance = 0.0
    for code in range(classes):
        hit = (probe.y == code).astype(np.float32)
        share = float(hit.mean())
        sums = (onehot * (hit - share)[:, None]).T @ onehot
        between = (sums**2 / np.maximum(counts, 1)).reshape(m, g, m, g).sum(axis=(1, 3))
        total += between
        variance += share * (1 - share)
    filled = (counts > 0).reshape(m, g, m, g).sum(axis=(1, 3))
    # What as many cells explain by chance is taken off.
    explained = total / (len(probe.y) * variance) - (filled - 1) / len(probe.y)
    alone = np.diag(explained)
    gain = np.triu(explained - np.maximum.outer(alone, alone), 1)
    first, second = np.nonzero(gain >= GAIN)
    order = np.argsort(-explained[first, second], kind="stable")[:BEST]
    return [(names[first[k]], names[second[k]]) for k in order]


def _levels(probe: Probe, first: str, second: str) -> tuple[np.ndarray, bool]:
    """Return the code of each pair of values, and whether they have 20 rows on average."""
    import pandas as pd

    a = pd.factorize(probe.frame[first], use_na_sentinel=False)[0]
    b = pd.factorize(probe.frame[second], use_na_sentinel=False)[0]
    codes = pd.factorize(a.astype(np.int64) * (int(b.max()) + 1) + b)[0]
    return codes, int(codes.max()) + 1 <= len(codes) / 20
