"""Rarity: whether a row is so common that another event may well look the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.split.sides import Sides, has_twin, row_keys

REDUNDANT = 0.5
"""Half of what the columns say is taken to be said by another column already: a convention.

Columns depend on each other, and rows are then more often alike than if they didn't. Counting half
of the information covers a table in which every column stands twice.
"""
FEW_LEVELS, ROWS_PER_LEVEL = 50, 10
"""A column of at most so many levels, with so many rows each, may tell another one entirely."""
CLASSES = (0.001, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Rows whose chance lies between two of these are counted together."""
NEVER_SHARED = 0.01
"""A column in which at most this share of different rows agree tells rows apart by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """How often each value of each column comes up in the training rows.

    Attributes:
        log_shares: for each of the j columns the log of the share of each code, (codes,).
        rows: how many rows of the whole table a row may coincide with.
        telling: places of columns that tell rows apart by themselves.
    """

    log_shares: tuple[np.ndarray, ...]
    rows: int
    telling: tuple[int, ...]

    def chance(
        self,
        codes: np.ndarray,
        agreed: np.ndarray | None = None,
        nearness: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return the probability that some unrelated row agrees with each of these rows.

        Args:
            codes: (m, j) rows.
            agreed: (m, j) in which columns it has to agree; None for all. Which ones was chosen
                after looking, so the number of such choices counts as well.
            nearness: (m, j) log of the share of training rows that lie as near in this column,
                for those in which it is near and does not agree; else 0.

        Returns:
            (m,) an upper bound: 1 - exp(-n * product of the shares ** `REDUNDANT`).
        """
        from scipy.special import gammaln

        m, j = codes.shape
        chosen = np.ones((m, j), dtype=bool) if agreed is None else agreed
        information = np.stack(
            [shares[codes[:, k]] for k, shares in enumerate(self.log_shares)], axis=1
        )
        if nearness is not None:
            information = np.where(nearness < 0, nearness, information)
            chosen = chosen | (nearness < 0)
        count = chosen.sum(axis=1)
        choices = gammaln(j + 1) - gammaln(count + 1) - gammaln(j - count + 1)
        logs = (
            np.log(self.rows) + choices + REDUNDANT * np.where(chosen, information, 0).sum(axis=1)
        )
        chance = -np.expm1(-np.exp(np.minimum(logs, 50.0)))
        for k in self.telling:
            # That it is near is said already: so are many unrelated rows.
            at_one = chosen[:, k] if nearness is None else chosen[:, k] & (nearness[:, k] == 0)
            chance = np.where(at_one, np.minimum(chance, NEVER_SHARED), chance)
        return np.asarray(chance)


def share_by_chance(sides: Sides, names: list[str], rows: int) -> float:
    """Return the share of the test rows that would have a twin in the training rows by chance.

    It is counted class by class of rows about as common as each other, and never as more than
    the twins that there are: what is known of chance is an upper bound.

    Args:
        sides: the rows.
        names: the columns in which twins agree.
        rows: rows of the whole training table.
    """
    n = len(sides.train)
    codes = sides.codes(names)
    twin = has_twin(row_keys(codes), n, sides.places)
    chance = learn_rarity(codes, n, rows).chance(codes[n:])
    classes = np.digitize(chance, CLASSES)
    expected = 0.0
    for one in np.unique(classes):
        part = classes == one
        there = float(twin[part].mean()) / sides.train_share
        expected += min(float(chance[part].mean()), there, 1.0) * float(part.mean())
    return expected


def learn_rarity(codes: np.ndarray, train_rows: int, rows: int) -> Rarity:
    """Learn how rare values are.

    Args:
        codes: (n + m, j) codes of both sides, the first `train_rows` of the training rows.
        train_rows: n.
        rows: rows of the whole training table.
    """
    train = codes[:train_rows]
    different = train[np.unique(row_keys(train), return_index=True)[1]]
    log_shares, telling = [], []
    repeated = _told_by_another(train)
    for k in range(codes.shape[1]):
        size = int(codes[:, k].max(initial=0)) + 1
        counts = np.bincount(train[:, k], minlength=size)
        told_already = k in repeated
        shares = np.maximum(counts, 1) / max(train_rows, 1)
        log_shares.append(np.zeros(size) if told_already else np.log(shares))
        apart = np.bincount(different[:, k], minlength=size)
        shared = float((apart[different[:, k]] > 1).mean()) if len(different) else 1.0
        if shared <= NEVER_SHARED:
            telling.append(k)
    return Rarity(tuple(log_shares), rows, tuple(telling))


def _told_by_another(codes: np.ndarray) -> set[int]:
    """Return the places of columns whose value follows from that of one other column."""
    coarse = []
    for k in range(codes.shape[1]):
        levels = int(np.count_nonzero(np.bincount(codes[:, k])))
        if 1 < levels <= min(FEW_LEVELS, len(codes) / ROWS_PER_LEVEL):
            coarse.append((k, levels))
    coarse.sort(key=lambda pair: -pair[1])
    told: set[int] = set()
    for place, (k, levels) in enumerate(coarse):
        for other, _ in coarse[place + 1 :]:
            if k in told or other in told:
                continue
            pairs = codes[:, k] * (int(codes[:, other].max()) + 1) + codes[:, other]
            if len(np.unique(pairs)) == levels:
                told.add(other)
    return told
