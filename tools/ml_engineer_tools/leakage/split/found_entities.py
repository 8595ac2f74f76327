"""Entities that nobody named: asked about, with how much the label agrees within them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.leakage.check_names import ENTITY_CHECKS, JOINT_ENTITY
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.identifiers import (
    may_hold_identifiers,
    repeating_identifiers,
)
from ml_engineer_tools.leakage.split.profiles import Profile, find_profile
from ml_engineer_tools.leakage.split.sides import Sides, row_keys, shared_codes
from ml_engineer_tools.tables.names import agreeing, joined, quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

SMALL_AGREEMENT = 0.1
"""Chance-corrected agreement of labels within entities from which they can inflate a score.

A correlation of 0.1 is a small effect (Cohen 1988, Statistical Power Analysis).
"""
LESS_THAN = 0.5
"""Part of that which labels of the next value reach at most, if values name entities."""
MOST_EQUAL = 0.5
"""Share of rows that equal another one in all features, up to which labels of a value tell."""
FEWEST_PAIRS = 50
"""Pairs of rows of one entity below which no agreement is told."""
SHARED_ROWS = 0.05
"""Share of test rows with a known profile from which it is asked about: a convention."""
ROWS = 50_000
"""Exploration rows whose labels are compared."""


def find_entities(inputs: Inputs, sides: Sides, exploration: ir.Table | None) -> list[Figure]:
    """Ask about columns of one table that name entities; returns the headline figures."""
    names = may_hold_identifiers(inputs, sides.train)
    for identifier in repeating_identifiers(inputs, names, sides.train):
        name = identifier.name
        agreement = label_agreement(inputs, exploration, (name,))
        strong = agreement is not None and float(agreement.value) >= SMALL_AGREEMENT
        told = identifier.has_traits
        if not told and not strong:
            continue
        if not told and identifier.dense and not labels_tell(inputs, sides, exploration, name):
            continue
        severity: Severity = "medium" if strong and (told or identifier.dense) else "low"
        inputs.record.finding(
            "entity_found",
            severity,
            f"{quoted(name)} may name entities, as {identifier.because}. A random split would put "
            f"an entity on both sides{and_labels(agreement)}.",
            confidence="medium" if told else "low",
            columns=(name,),
            clauses=("S3", "H5"),
            figures=[] if agreement is None else [agreement],
            question=f"Does {quoted(name)} name an entity? If so, give it as the group.",
            harmless_if="It is a category with many levels, or all entities are known in use.",
        )
    ask_about_profile(inputs, sides, exploration)
    return []


def ask_about_profile(inputs: Inputs, sides: Sides, exploration: ir.Table | None) -> None:
    """Ask about columns that together name an entity, in one table or on both sides."""
    checks = {finding.check for finding in inputs.record.findings}
    if {"near_duplicate_rows", "near_row_overlap"} & checks:
        return
    columns = [c for c in inputs.features() if c.name in sides.train and c.name in sides.test]
    names = [c.name for c in columns if c.kind not in ("nested", "other")]
    fine = [c.name for c in columns if c.kind == "number" or c.is_temporal]
    profile = find_profile(sides, names, fine, inputs.seed)
    if profile is None or _is_told_already(inputs, profile):
        return
    told = tell_sides(inputs, sides, profile.names)
    if told is None:
        return
    words, figures = told
    agreement = label_agreement(inputs, exploration, profile.names)
    strong = agreement is not None and float(agreement.value) >= SMALL_AGREEMENT
    figures += [] if agreement is None else [agreement]
    inputs.record.finding(
        JOINT_ENTITY,
        "medium" if strong or agreement is None else "low",
        f"{joined(list(profile.names))} {agreeing(len(profile.names), 'names', 'together name')} "
        f"entities, it seems: rows that agree in {agreeing(len(profile.names), 'it', 'them')} "
        f"agree in {joined(list(profile.attributes))} too. {words}{and_labels(agreement)}.",
        confidence="medium",
        columns=profile.names,
        clauses=("S3", "H5"),
        figures=figures,
        question="Do several rows belong to one person or thing? If so, give it as the group.",
        harmless_if="The columns describe a kind of thing and not one thing, or all are known.",
    )


def tell_sides(
    inputs: Inputs, sides: Sides, names: Sequence[str]
) -> tuple[str, list[Figure]] | None:
    """Say how entities that several columns name lie to the split; None where too few are shared.

    Args:
        inputs: takes the figure.
        sides: training and test rows.
        names: the columns that name an entity together.
    """
    if inputs.test is None:
        return "A random split would put an entity on both sides", []
    share = shared_profiles(sides, list(names))
    if share < SHARED_ROWS:
        return None
    figure = inputs.record.figure(
        "profile_overlap_row_share", share, split="test", n=len(sides.test),
        exactness=sides.exactness,
    )  # fmt: skip
    return f"{share:.1%} of the test rows have one that is in the training table too", [figure]


def and_labels(agreement: Figure | None) -> str:
    """Return the end of a sentence on entities that says how much labels agree within one."""
    if agreement is None:
        return ""
    share = float(agreement.value)
    return f"; corrected for chance, labels within one agree to {share:.1%}"


def _is_told_already(inputs: Inputs, profile: Profile) -> bool:
    """Tell whether an entity has been found whose attributes these may be."""
    columns = {*profile.names, *profile.attributes}
    return inputs.roles.group is not None or any(
        finding.check in ENTITY_CHECKS and columns & set(finding.columns)
        for finding in inputs.record.findings
    )


def shared_profiles(sides: Sides, names: list[str]) -> float:
    """Return the share of the test rows whose values in these columns a training row has."""
    keys = row_keys(sides.codes(names))
    n = len(sides.train)
    return float(np.isin(keys[n:], keys[:n]).mean())


def label_agreement(
    inputs: Inputs, exploration: ir.Table | None, names: tuple[str, ...]
) -> Figure | None:
    """Record how much labels agree between rows of one entity, 0 (as by chance) to 1 (always).

    For classes the chance-corrected agreement of pairs, for numbers the correlation of their
    ranks. None without labels or with too few pairs.
    """
    read = _read_labels(inputs, exploration, names)
    if read is None:
        return None
    entity, labels, chance = read
    agreement = (_mean_of_pairs(entity, labels) - chance) / max(1 - chance, 1e-9)
    return inputs.record.figure(
        "entity_label_agreement", max(agreement, 0.0),
        column=names[0] if len(names) == 1 else None, n=int((np.bincount(entity) - 1).sum()),
    )  # fmt: skip


def labels_tell(inputs: Inputs, sides: Sides, exploration: ir.Table | None, name: str) -> bool:
    """Tell whether labels agree within a value and not with those of the next one.

    Of an age the labels of the next value agree as much; the next customer is another one. Where
    most rows equal others in all features, equal labels of equal rows say nothing: they are held
    out together.
    """
    rows = sides.train.drop(columns=ROW, errors="ignore")
    if rows.duplicated(keep=False).mean() > MOST_EQUAL:
        return False
    read = _read_labels(inputs, exploration, (name,))
    if read is None:
        return False
    entity, labels, chance = read
    within = (_mean_of_pairs(entity, labels) - chance) / max(1 - chance, 1e-9)
    counts = np.bincount(entity)
    sums = np.stack([np.bincount(entity, weights=one) for one in labels.T], axis=1)
    means = sums / counts[:, None]
    beside = float((means[1:] * means[:-1]).sum(axis=1).mean()) - chance
    return bool(within > 0 and beside / max(1 - chance, 1e-9) <= LESS_THAN * within)


def _read_labels(
    inputs: Inputs, exploration: ir.Table | None, names: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Return (n,) entities, numbered in the order of one column's values, (n, k) labels, chance.

    Classes are indicators, and `chance` their agreement at random; ranks of numbers are scaled to
    a mean of 0 and a variance of 1.
    """
    import pandas as pd

    target = inputs.roles.target
    if exploration is None or target is None:
        return None
    known = exploration.filter(exploration[target].notnull())
    frame = inputs.engine.hash_sample(
        known, ROWS, seed=inputs.seed, columns=[*names, target], by=list(names)
    )
    frame = frame.dropna(subset=[*names, target]).reset_index(drop=True)
    if len(frame) < FEWEST_PAIRS:
        return None
    if len(names) == 1:
        frame = frame.sort_values(names[0], kind="stable", key=_comparable)
        frame = frame.reset_index(drop=True)
    empty = frame.iloc[:0]
    keys = row_keys(np.stack([shared_codes(frame[x], empty[x]) for x in names], axis=1))
    entity = np.asarray(pd.factorize(keys)[0], dtype=np.int64)
    if (np.bincount(entity) - 1).sum() < FEWEST_PAIRS:
        return None
    column = inputs.train.column(target)
    if column.is_numeric and frame[target].nunique() > 20:
        ranks = frame[target].rank().to_numpy(dtype=np.float64)
        return entity, ((ranks - ranks.mean()) / ranks.std())[:, None], 0.0
    classes = np.eye(frame[target].nunique())[shared_codes(frame[target], empty[target])]
    return entity, classes, float((classes.mean(axis=0) ** 2).sum())


def _comparable(values: pd.Series) -> pd.Series:
    import pandas as pd

    return values if pd.api.types.is_numeric_dtype(values.dtype) else values.astype(str)


def _mean_of_pairs(entity: np.ndarray, values: np.ndarray) -> float:
    """Return the mean product of the values, (n, k), of two rows of one entity.

    Of all pairs, each entity weighted by its rows less one: the mean of neighbouring rows when
    each entity's rows come in a random order.
    """
    rows = np.bincount(entity)
    sums = np.stack([np.bincount(entity, weights=column) for column in values.T], axis=1)
    products = (sums**2).sum(axis=1) - np.bincount(entity, weights=(values**2).sum(axis=1))
    return float((products[rows > 1] / rows[rows > 1]).sum() / (rows - 1).sum())
