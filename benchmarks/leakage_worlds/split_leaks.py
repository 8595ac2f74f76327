"""Rows and entities on both sides of a split."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.case import FRESH_ROWS, Case, world
from benchmarks.leakage_worlds.process import Floats, Rows
from benchmarks.leakage_worlds.world import World
from numpy.typing import NDArray


def exact_rows(case: Case) -> World:
    """Rows of the train stand in the test as well, with the same labels."""
    return _repeated(case, share=0.05 + 0.75 * case.knob, jitter=0.0, same_label=True)


def exact_rows_other_label(case: Case) -> World:
    """Features of the train's rows stand in the test, with labels of their own."""
    return _repeated(case, share=0.05 + 0.75 * case.knob, jitter=0.0, same_label=False)


def near_rows(case: Case) -> World:
    """Rows of the train stand in the test, each number moved a little."""
    return _repeated(case, share=0.1 + 0.8 * case.knob, jitter=0.01, same_label=True)


def repeated_rows(case: Case) -> World:
    """One table that holds many of its rows several times over; the user cuts folds at random."""
    rows, fresh = _drawn(case, case.rows)
    extra = int(len(rows) * (0.1 + 1.5 * case.knob))
    rng = case.rng(3)
    copies = rows.take(rng.integers(0, len(rows), extra))
    both = _joined(rows, copies)
    both = both.take(rng.permutation(len(both)))
    return world(case, "split", both, both, fresh)


def oversampled(case: Case) -> World:
    """Rare rows were copied, a little moved, before the table was split."""
    rows, fresh = _drawn(case, case.rows)
    rng = case.rng(3)
    rare = np.flatnonzero(case.process.value(rows) > 0.8)
    extra = rng.choice(rare, int(len(rows) * (0.1 + 1.2 * case.knob)))
    both = _joined(rows, _moved(rows.take(extra), 0.003, rng))
    both = both.take(rng.permutation(len(both)))
    cut = int(len(both) * 0.7)
    train, test = both.take(np.arange(cut)), both.take(np.arange(cut, len(both)))
    return world(case, "split", train, rows, fresh, test=test, naive="test")


def entities_given(case: Case) -> World:
    """The same entities on both sides; the column that names them is given."""
    return _entities(case, given=True, with_test=True)


def entities_found(case: Case) -> World:
    """The same entities on both sides; a column names them, but nobody says which."""
    return _entities(case, given=False, with_test=True)


def entities_in_folds(case: Case) -> World:
    """One table with several rows an entity; the user cuts folds at random."""
    return _entities(case, given=True, with_test=False)


def fold_cuts_group(case: Case) -> World:
    """A column of folds that was dealt out row by row, through the entities."""
    made = _entities(case, given=True, with_test=False)
    name = case.pick("fold", "cv_part", "kfold")
    dealt = case.rng(7).integers(0, 5, len(made.train))
    return replace(made, train=made.train.assign(**{name: dealt}), naive="fold_column", fold=name)


def panel(
    case: Case, n: int, purpose: int, *, first: int = 0, static: float = 0.9
) -> tuple[Rows, NDArray[np.int64]]:
    """Draw several rows for each entity, which has an effect on the outcome and lasting features.

    Args:
        case: its knob sets the share of the noise that belongs to the entity.
        n: about how many rows.
        purpose: of the chance.
        first: number of the first entity.
        static: share of a feature's variance that belongs to the entity.

    Returns:
        the rows, and the entity number of each, in the order of the entities.
    """
    rng = case.rng(purpose)
    usual = case.pick(4, 8, 15)
    entities = n // (usual + 1)
    sizes = 1 + rng.poisson(usual, entities)
    key = np.repeat(np.arange(entities), sizes)
    n = len(key)
    own = case.process.latent(rng, entities)[key]
    latent = np.sqrt(static) * own + np.sqrt(1 - static) * case.process.latent(rng, n)
    share = 0.05 + 0.9 * case.knob
    noise = np.sqrt(share) * rng.normal(size=entities)[key] + np.sqrt(1 - share) * rng.normal(
        size=n
    )
    return case.process.draw(rng, n, latent=latent, noise=noise), key + first


def _entities(case: Case, *, given: bool, with_test: bool) -> World:
    name = case.process.domain.entity
    rows, key = panel(case, case.rows, 1)
    later, late_key = panel(case, FRESH_ROWS, 2, first=case.rows)
    named = np.random.default_rng([case.seed, case.number]).integers(10**6, 10**7, 10**6)
    rows = rows.with_columns(**{name: [f"C{named[k]}" for k in key]})
    fresh = later.with_columns(**{name: [f"C{named[k]}" for k in late_key]})
    rows = rows.take(case.rng(3).permutation(len(rows)))
    group = name if given else None
    if not with_test:
        return world(case, "split", rows, rows, fresh, group=group, columns=(name,))
    cut = int(len(rows) * 0.7)
    train, test = rows.take(np.arange(cut)), rows.take(np.arange(cut, len(rows)))
    more: dict[str, Any] = {"test": test, "naive": "test", "group": group, "columns": (name,)}
    return world(case, "split", train, train, fresh, **more)


def _repeated(case: Case, *, share: float, jitter: float, same_label: bool) -> World:
    rows, fresh = _drawn(case, case.rows)
    rng = case.rng(3)
    n = max(len(rows) // 2, 1_000)
    source = rng.choice(len(rows), int(share * n), replace=False)
    copies = rows.take(source)
    if not same_label:
        other = case.process.label(rng.normal(size=len(copies)))
        copies = Rows(copies.frame, copies.outcome, other, copies.score)
    test = _joined(_moved(copies, jitter, rng), case.process.draw(rng, n - len(copies)))
    test = test.take(rng.permutation(len(test)))
    return world(case, "split", rows, rows, fresh, test=test, naive="test")


def _drawn(case: Case, n: int) -> tuple[Rows, Rows]:
    return case.process.draw(case.rng(1), n), case.process.draw(case.rng(2), FRESH_ROWS)


def _joined(first: Rows, second: Rows) -> Rows:
    return Rows(
        pd.concat([first.frame, second.frame], ignore_index=True),
        np.concatenate([first.outcome, second.outcome]),
        pd.concat([first.label, second.label], ignore_index=True),
        np.concatenate([first.score, second.score]),
    )


def _moved(rows: Rows, jitter: float, rng: np.random.Generator) -> Rows:
    """The rows with each fractional number moved by a share of its column's spread."""
    if not jitter:
        return rows
    moved: dict[str, Floats] = {}
    for name in rows.frame.columns:
        values = rows.frame[name]
        if pd.api.types.is_float_dtype(values) and not (values.dropna() % 1 == 0).all():
            spread = float(values.std())
            moved[name] = np.round(values + jitter * spread * rng.normal(size=len(values)), 4)
    return rows.with_columns(**moved)
