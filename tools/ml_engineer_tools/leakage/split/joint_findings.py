"""Entities of two columns that nobody named: asked about, in one table or on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.check_names import ENTITY_CHECKS, JOINT_ENTITY
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.found_entities import (
    SMALL_AGREEMENT,
    and_labels,
    label_agreement,
    tell_sides,
)
from ml_engineer_tools.leakage.split.joint_entities import JointEntity, Part, find_joint_entity
from ml_engineer_tools.leakage.split.sides import Sides, row_keys
from ml_engineer_tools.profiling.role_proposals.likeness import traits_of
from ml_engineer_tools.tables.names import joined, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ROWS = 12_000
"""Rows in which pairs of columns are tried."""
LABELLED_ROWS = 30_000
"""Exploration rows whose labels are compared."""
SHOWN = 3
"""Columns that are named, in which rows are alike."""


def ask_about_joint_entities(inputs: Inputs, sides: Sides, exploration: ir.Table | None) -> None:
    """Ask about two columns that name entities together, if no entity is known yet."""
    told = [f for f in inputs.record.findings if f.check in (*ENTITY_CHECKS, JOINT_ENTITY)]
    if inputs.roles.group is not None or any(
        f.severity in ("high", "medium") or f.check == JOINT_ENTITY for f in told
    ):
        return
    columns = [c for c in inputs.features() if c.name in sides.train and c.name in sides.test]
    able = [c.name for c in columns if c.kind not in ("nested", "other")]
    numbers = {c.name for c in columns if c.is_numeric or c.is_temporal}
    frame = _different_rows(sides, [c.name for c in columns], inputs.seed)
    parts = _parts(frame, able, numbers)
    if len(parts) < 2:
        return
    near = {"near_duplicate_rows", "near_row_overlap", "duplicate_rows", "row_overlap"}
    twice = any(f.check in near and f.severity != "info" for f in inputs.record.findings)
    traits = traits_of(frame, [c.name for c in columns])
    found = find_joint_entity(parts, traits, seed=inputs.seed, in_threes=twice)
    names = [part.name for part in parts] if found is None else list(found.names)
    by_label = _by_label(inputs, exploration, names, numbers, in_threes=twice)
    if found is not None:
        _report(inputs, sides, exploration, found, strong=by_label is not None)
    elif by_label is not None:
        _report(inputs, sides, exploration, by_label, strong=False)


def _different_rows(sides: Sides, names: list[str], seed: int) -> pd.DataFrame:
    """Return training rows, each content once: rows that stand twice are no entity."""
    if not names:
        return sides.train
    keys = row_keys(sides.codes(names)[: len(sides.train)])
    places = np.sort(np.unique(keys, return_index=True)[1])
    if len(places) > ROWS:
        random = np.random.default_rng(seed)
        places = np.sort(random.choice(places, size=ROWS, replace=False))
    return sides.train.iloc[places].reset_index(drop=True)


def _parts(frame: pd.DataFrame, names: list[str], numbers: set[str]) -> list[Part]:
    """Return the columns that may be parts of a name: text, whole numbers and days."""
    import pandas as pd

    parts = []
    for name in names:
        values = frame[name]
        if pd.api.types.is_float_dtype(values.dtype):
            known = values.dropna().to_numpy(dtype=np.float64)
            if not np.isfinite(known).all() or (known % 1 != 0).any():
                continue
        ordered = name in numbers
        if not ordered:
            values = values.astype(str)
        codes = pd.factorize(values, sort=True, use_na_sentinel=False)[0]
        parts.append(Part(name, np.asarray(codes, dtype=np.int64), ordered))
    return parts


def _by_label(
    inputs: Inputs,
    exploration: ir.Table | None,
    names: list[str],
    numbers: set[str],
    *,
    in_threes: bool,
) -> JointEntity | None:
    """Return the two of the columns in whose pairs of values labels agree."""
    target = inputs.roles.target
    if exploration is None or target is None:
        return None
    known = exploration.filter(exploration[target].notnull())
    frame = inputs.engine.hash_sample(
        known, LABELLED_ROWS, seed=inputs.seed, columns=[*names, target], by=names[:2]
    )
    frame = frame.dropna(subset=[target]).reset_index(drop=True)
    if not len(frame):
        return None
    return find_joint_entity(
        _parts(frame, names, numbers), traits_of(frame, [target]), seed=inputs.seed,
        least=SMALL_AGREEMENT, in_threes=in_threes,
    )  # fmt: skip


def _report(
    inputs: Inputs,
    sides: Sides,
    exploration: ir.Table | None,
    found: JointEntity,
    *,
    strong: bool,
) -> None:
    told = tell_sides(inputs, sides, found.names)
    if told is None:
        return
    words, figures = told
    agreement = label_agreement(inputs, exploration, found.names)
    figures += [] if agreement is None else [agreement]
    severity: Severity = "medium" if strong or agreement is None else "low"
    first, second = map(quoted, found.names)
    inputs.record.finding(
        JOINT_ENTITY,
        severity,
        f"{first} and {second} together name entities, it seems: rows that agree in both are alike "
        f"in {joined(list(found.alike), SHOWN)}, by more than what rows have in common that share "
        f"the one or the other. {words}{and_labels(agreement)}.",
        confidence="medium",
        columns=found.names,
        clauses=("S3", "H5"),
        figures=figures,
        question=f"Do {first} and {second} together name one thing that has several rows? If so, "
        "give both as the group.",
        harmless_if="All of these combinations are known in use.",
    )
