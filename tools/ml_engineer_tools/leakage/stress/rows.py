"""The rows under stress: a bounded sample that keeps entities and duplicate rows whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import EXACT, SEVERITIES, Exactness
from ml_engineer_tools.leakage.check_names import (
    ENTITY_CHECKS,
    FILE_ORDER,
    JOINT_ENTITY,
    TIME_ORDER,
)
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.proposed_time import propose_time
from ml_engineer_tools.leakage.target.derived import Derived
from ml_engineer_tools.leakage.target.probe import Probe, strongest_columns
from ml_engineer_tools.modelling.features import usable_features
from ml_engineer_tools.modelling.role_columns import read_groups, read_times
from ml_engineer_tools.modelling.task import Task, encode_target, infer_task
from ml_engineer_tools.profiling.instants import form_of, to_instants
from ml_engineer_tools.tables.entity import group_name

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ROWS = 6_000
"""Rows that the quick model learns from and is judged by: it is fitted a dozen times."""
SPARSE_ENTITIES = 4
"""So many times `ROWS` are drawn, in whole entities, from a table that was sampled by rows."""
COLUMNS = 200
"""A wide table is put under stress with so many of its columns, those that say most alone."""
FEWEST_TWINS = 0.01
"""Share of rows with a twin from which they are worth a split of their own: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Rows that belong together.

    Attributes:
        codes: the number of each row's cluster.
        column: what makes them one; None for equal content.
        given: whether a person named that column.
        parts: the columns that name the cluster together, where it isn't one column.
    """

    codes: np.ndarray
    column: str | None
    given: bool = True
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """An order of the rows.

    Attributes:
        values: (n,) sortable.
        column: the one that gives it; None for the file.
        proposed: why that column was taken for the time; None if a person named it.
        is_sort: whether it is a number by which the file is sorted, which may be no time.
    """

    values: np.ndarray
    column: str | None
    proposed: str | None = None
    is_sort: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StressRows:
    """Labelled exploration rows, with every way in which they may hang together.

    Attributes:
        task: what is predicted.
        frame: (n, m) features, those with a role left out; an entity that was found is among
            them, and models go without it unless it is asked for.
        y: (n,) class codes or numbers.
        order: time, if a column or the file gives one.
        entities: entities, if a column names them.
        twins: rows that equal each other in all usable features, if that is not rare.
        folds: folds that the table came with, if any are known, in the order of their levels.
        derived: columns made from suspects, as they tell more than these, each with the suspects.
        exactness: whether these are all labelled exploration rows.
    """

    task: Task
    frame: pd.DataFrame
    y: np.ndarray
    order: Order | None
    entities: Clusters | None
    twins: Clusters | None
    folds: Clusters | None
    exactness: Exactness
    derived: tuple[tuple[pd.Series, Derived], ...] = ()


def draw_stress_rows(
    inputs: Inputs,
    exploration: ir.Table,
    sample: pd.DataFrame,
    probe: Probe,
    suspects: tuple[str, ...],
    derived: Iterable[Derived] = (),
) -> StressRows:
    """Draw about `ROWS` of the sampled rows, in whole entities or whole sets of twins.

    Args:
        inputs: the surroundings; findings recorded so far say which order and entity to try.
        exploration: the rows whose labels may be read.
        sample: some of them, all labelled.
        probe: the same rows, as the checks of single features saw them.
        suspects: columns that are taken in any case.
        derived: what is made from them.
    """
    named = _entity_columns(inputs)
    entity = group_name(named) if named else None
    if entity is not None and probe.labelled > len(sample):
        sample = _whole_entities(inputs, exploration, named, probe.labelled)
    if entity is not None and len(named) > 1:
        sample = sample.assign(**{entity: numbered_together(sample, named)})
    if inputs.folds is not None:
        sample = sample[sample[inputs.folds].notna()].reset_index(drop=True)
    roles = (entity, inputs.folds)
    names = [str(name) for name in probe.frame.columns if name not in roles]
    if len(names) > COLUMNS:
        strongest = strongest_columns(probe.of_rows(ROWS), names, COLUMNS)
        names = list(dict.fromkeys([*suspects, *strongest]))
    twins = _twins(sample, names)
    given = inputs.roles.group is not None
    parts = named if len(named) > 1 else ()
    entities = None if entity is None else _clusters(read_groups(sample[entity]), entity)
    own = [entity] if entity in probe.frame.columns and entities and not given else []
    kept = _kept(entities or twins, len(sample), inputs.seed)
    rows = sample.iloc[kept].reset_index(drop=True)
    target = str(inputs.roles.target)
    task = infer_task(rows[target]) if rows[target].nunique() > 1 else probe.task
    task = task if task.kind != probe.task.kind else probe.task
    return StressRows(
        task=task,
        frame=rows[[*names, *own]],
        y=encode_target(task, rows[target]),
        order=_order(inputs, rows),
        entities=entities and Clusters(entities.codes[kept], entities.column, given, parts),
        twins=twins and Clusters(twins.codes[kept], None),
        folds=_folds(rows, inputs.folds),
        exactness=EXACT if len(rows) >= probe.labelled else Exactness(kind="sampled", n=len(rows)),
        derived=tuple((one.make(rows), one) for one in derived if set(one.columns) & set(suspects)),
    )


def _folds(rows: pd.DataFrame, name: str | None) -> Clusters | None:
    if name is None:
        return None
    levels, codes = np.unique(rows[name].to_numpy(), return_inverse=True)
    return Clusters(codes, name) if len(levels) > 1 else None


def numbered_together(sample: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Return one number for each combination of values."""
    import pandas as pd

    keys = pd.util.hash_pandas_object(sample[list(names)], index=False).to_numpy()
    return np.asarray(np.unique(keys, return_inverse=True)[1])


def _entity_columns(inputs: Inputs) -> tuple[str, ...]:
    """Return the entity that was named, else one that a check of the split has found.

    One column where one names it, and several that name it together; none where none is known.
    """
    if inputs.roles.group is not None:
        return (inputs.roles.group,)
    found = [
        finding
        for finding in inputs.record.findings
        if finding.check in ENTITY_CHECKS and finding.severity != "info" and finding.columns
    ]
    found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    one = next((f.columns[:1] for f in found if inputs.train.has(f.columns[0])), ())
    joint = next(
        (
            f.columns
            for f in inputs.record.findings
            if f.check == JOINT_ENTITY and len(f.columns) > 1
        ),
        (),
    )
    return one or joint


def _whole_entities(
    inputs: Inputs, exploration: ir.Table, entity: Sequence[str], labelled: int
) -> pd.DataFrame:
    """Draw entities, not rows: a sample by rows would leave one row of each."""
    from ml_engineer_tools.engine import content_hash
    from ml_engineer_tools.engine.content import hash_threshold

    target = str(inputs.roles.target)
    key = content_hash(exploration, list(entity), seed=inputs.seed, purpose="stress")
    share = SPARSE_ENTITIES * ROWS / labelled
    rows = exploration.filter((key < hash_threshold(share)) & exploration[target].notnull())
    sample = inputs.engine.hash_sample(
        rows, 2 * SPARSE_ENTITIES * ROWS, seed=inputs.seed,
        by=inputs.engine.deciding_columns(inputs.train), in_file_order=False,
    )  # fmt: skip
    return sample[sample[target].notna()].reset_index(drop=True)


def _clusters(codes: np.ndarray, column: str | None) -> Clusters | None:
    from ml_engineer_tools.modelling.splits import own_groups

    own = np.unique(own_groups(codes), return_inverse=True)[1]
    several = len(own) - int(own.max(initial=-1)) - 1
    return Clusters(own, column) if several and own.max(initial=0) > 0 else None


def _twins(sample: pd.DataFrame, names: list[str]) -> Clusters | None:
    import pandas as pd

    usable = usable_features(sample[names])[0]
    if not usable:
        return None
    keys = pd.util.hash_pandas_object(sample[usable], index=False).to_numpy()
    clusters = _clusters(np.unique(keys, return_inverse=True)[1], None)
    if clusters is None:
        return None
    sizes = np.bincount(clusters.codes)
    twins = float((sizes[clusters.codes] > 1).mean())
    return clusters if twins >= FEWEST_TWINS and len(sizes) >= FEWEST_TWINS * len(keys) else None


def _kept(clusters: Clusters | None, rows: int, seed: int) -> np.ndarray:
    """Return the places of about `ROWS` rows, clusters whole."""
    if rows <= ROWS:
        return np.arange(rows)
    random = np.random.default_rng(seed)
    if clusters is None:
        return np.sort(random.choice(rows, size=ROWS, replace=False))
    sizes = np.bincount(clusters.codes)
    shuffled = random.permutation(len(sizes))
    chosen = shuffled[np.cumsum(sizes[shuffled]) <= ROWS]
    return np.flatnonzero(np.isin(clusters.codes, chosen))


def _order(inputs: Inputs, rows: pd.DataFrame) -> Order | None:
    """Return the time that was named, else one that was found, else what may be one.

    Nobody having said which column is the time, it is the one that a check of the split found, a
    date in whose order the file is, the file itself or the number by which it is sorted if the
    target follows that order, or the date that says best when (see `proposed_time`). That such a
    date is the time remains a question.
    """
    from ml_engineer_tools.tables.table import ROW

    if inputs.roles.time is not None:
        return _read_order(rows, inputs.roles.time)
    findings = inputs.record.findings
    told = [f for f in findings if f.severity in ("high", "medium")]
    dates = [n for f in told if f.check == TIME_ORDER for n in f.columns]
    temporal = [column.name for column in inputs.features() if column.is_temporal]
    numbered = _day_numbers(inputs, rows)
    place = rows[ROW].to_numpy()
    found = propose_time(rows, dates, place) or propose_time(
        rows.assign(**numbered), [*temporal, *numbered], place
    )
    in_file = [f for f in findings if f.check == FILE_ORDER]
    if found is None or not (dates or found.in_file_order):
        for finding in in_file:
            if finding.columns and inputs.train.column(finding.columns[0]).is_numeric:
                order = _read_order(rows, finding.columns[0])
                why = "the file is sorted by it"
                return order and Order(order.values, order.column, why, is_sort=True)
            if finding in told:
                return Order(place, None)
    return None if found is None else Order(found.values, found.column, found.why)


def _day_numbers(inputs: Inputs, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of whole numbers that all read as YYYYMMDD, as instants."""
    return {
        column.name: to_instants(rows[column.name], "day number")
        for column in inputs.features()
        if column.is_numeric
        and column.name in rows.columns
        and form_of(column, rows[column.name]) == "day number"
    }


def _read_order(rows: pd.DataFrame, name: str) -> Order | None:
    if name not in rows.columns or rows[name].isna().any():
        return None
    try:
        return Order(read_times(rows[name]), name)
    except BadInput:
        return None
