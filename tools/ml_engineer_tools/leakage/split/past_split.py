"""Past the split: features that are an aggregate over rows that come later or are in the test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.check_names import AGGREGATES, ENTITY_CHECKS
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.split.sides import Sides, shared_codes
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

ROWS = 40_000
"""Rows of each table that are read, the groups of a key whole."""
MOST_KEYS, MOST_COLUMNS = 4, 30
"""Columns tried as the key of an aggregate, and numeric ones read."""
FEWEST_GROUPS = 20
"""Groups in which both kinds of aggregate have to be told apart."""
ALL, FEWER = 0.95, 0.1
"""Share of groups that equal the aggregate over all rows, and by how much fewer have to equal the
one over the training rows: a largest value is often the same in both."""
CONSTANT = 0.9
"""Share of groups in which a number has to be constant in a sample for its key to be tried."""
STATISTICS = ("mean", "sum", "max", "min", "median", "std")
"""Aggregates that are tried, besides the number of rows."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A feature that equals an aggregate by a key: `count`, or a statistic of another column."""

    feature: str
    key: str
    statistic: str
    of: str | None
    share: float
    groups: int


def check_past_the_split(inputs: Inputs, sides: Sides) -> list[Figure]:
    """Record features that equal an aggregate over both tables, or over all time."""
    told: set[str] = set()
    figures = []
    for key, is_entity in _keys(inputs):
        if not _may_hold_aggregate(inputs, sides, key):
            continue
        for found in _aggregates(inputs, key):
            if found.feature in told:
                continue
            told.add(found.feature)
            figures.append(_report(inputs, found, is_entity=is_entity))
    return figures


def _report(inputs: Inputs, found: Aggregate, *, is_entity: bool) -> Figure:
    share = inputs.record.figure(
        "equals_later_aggregate_share", found.share, column=found.feature, n=found.groups
    )
    what = "the number of rows"
    beyond = (
        "over training and test rows together, and not over the training rows alone"
        if inputs.test is not None
        else "over all rows, later ones included"
    )
    columns = [found.feature, found.key] + ([found.of] if found.of else [])
    if found.of:
        what = f"the {found.statistic} of {quoted(found.of)}"
    of_target = found.of is not None and found.of == inputs.roles.target
    matters = inputs.roles.time is not None or is_entity or of_target
    inputs.record.finding(
        AGGREGATES,
        "medium" if matters else "low",
        f"{quoted(found.feature)} is {what} of each {quoted(found.key)} {beyond}, in "
        f"{found.share:.1%} of the groups that tell. "
        + (
            "When a row is scored, the later rows are not there yet."
            if matters
            else "As no label enters it and the key is no entity, that does little harm."
        ),
        confidence="high" if inputs.test is not None else "medium",
        columns=columns,
        clauses=("S4", "S3"),
        figures=(share,),
        question=f"Over which rows was {quoted(found.feature)} computed, and what is it in use?",
        harmless_if="In use it is computed over the same rows, all known at prediction time.",
    )
    return share


def _may_hold_aggregate(inputs: Inputs, sides: Sides, key: str) -> bool:
    """Tell whether some number is constant in the groups of a key, as far as a sample can tell."""
    numbers = [name for name in _numbers(inputs, key) if name != inputs.roles.target]
    if not {key, *numbers} <= set(sides.train.columns):
        return True
    codes = sides.codes([key])[: len(sides.train), 0]
    codes = np.where(sides.train[key].isna(), -1, codes)
    order = np.argsort(codes, kind="stable")
    order = order[codes[order] >= 0]
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    several = np.diff(starts, append=len(order)) > 1
    if several.sum() < FEWEST_GROUPS:
        return True
    for name in numbers:
        values = _floats(sides.train[name])[order]
        spread = np.fmax.reduceat(values, starts) - np.fmin.reduceat(values, starts)
        if float((spread[several] == 0).mean()) >= CONSTANT:
            return True
    return False


def _numbers(inputs: Inputs, key: str) -> list[str]:
    numbers = [c.name for c in inputs.features() if c.is_numeric and c.name != key][:MOST_COLUMNS]
    target = inputs.roles.target
    if target is not None and inputs.train.column(target).is_numeric:
        numbers.append(target)
    if inputs.test is not None:
        numbers = [name for name in numbers if inputs.test.has(name)]
    return numbers


def _keys(inputs: Inputs) -> list[tuple[str, bool]]:
    """Return columns that may be the key, entities first, and whether they are entities."""
    entities = [inputs.roles.group] if inputs.roles.group is not None else []
    entities += [
        finding.columns[0]
        for finding in inputs.record.findings
        if finding.check in ENTITY_CHECKS and finding.columns
    ]
    able = [
        c.name for c in inputs.features()
        if c.kind in ("text", "integer") and (inputs.test is None or inputs.test.has(c.name))
    ]  # fmt: skip
    others: list[str] = []
    if able and (inputs.test is not None or inputs.roles.time is not None):
        levels = inputs.engine.approx_distinct(inputs.train)
        fits = [n for n in able if FEWEST_GROUPS <= levels[n] <= inputs.train.rows / 2]
        others = sorted(fits, key=lambda name: levels[name])
    keys = dict.fromkeys([*entities, *others])
    return [(name, name in entities) for name in keys if inputs.train.has(name)][:MOST_KEYS]


def _aggregates(inputs: Inputs, key: str) -> list[Aggregate]:
    numbers = _numbers(inputs, key)
    tables = [inputs.train] + ([inputs.test] if inputs.test is not None else [])
    if not numbers or any(not table.has(key) for table in tables):
        return []
    frames: list[pd.DataFrame] = []
    for table in tables:
        known = table.expression.filter(table.expression[key].notnull())
        rows = ROWS if len(frames) == 0 else max(1, int(ROWS * table.rows / inputs.train.rows))
        # The same hash of the key on both sides, so that groups come whole.
        frames.append(inputs.engine.hash_sample(
            known, rows, seed=inputs.seed, columns=[key, *numbers], by=[key]
        ))  # fmt: skip
    if any(frame.empty for frame in frames):
        return []
    codes = shared_codes(frames[0][key], frames[1][key] if len(frames) > 1 else frames[0][key][:0])
    values = {name: np.concatenate([_floats(frame[name]) for frame in frames]) for name in numbers}
    return _compare(key, codes, len(frames[0]), values, has_test=inputs.test is not None)


def _floats(values: pd.Series) -> np.ndarray:
    import pandas as pd

    return np.asarray(pd.to_numeric(values, errors="coerce"), dtype=np.float64)


def _compare(
    key: str, codes: np.ndarray, train: int, values: dict[str, np.ndarray], *, has_test: bool
) -> list[Aggregate]:
    """Return the columns constant in a group that equal an aggregate over the whole group."""
    import pandas as pd

    frame = pd.DataFrame(values)
    grouped = frame.groupby(codes)
    spread = grouped.max() - grouped.min()
    sizes = pd.Series(codes).groupby(codes).size()
    in_train = pd.Series(codes[:train]).groupby(codes[:train]).size()
    telling = sizes.index[sizes > 1]
    if has_test:
        both = in_train.reindex(sizes.index).fillna(0)
        telling = sizes.index[(both > 0) & (both < sizes)]
    if len(telling) < FEWEST_GROUPS:
        return []
    constant = [n for n in values if float((spread[n].loc[telling] == 0).mean()) >= ALL]
    constant = [n for n in constant if frame[n].nunique() > 2]
    varying = [n for n in values if n not in constant]
    found = []
    firsts = grouped.first()
    for feature in constant:
        feature_values = firsts[feature].loc[telling].to_numpy()
        for statistic, of in [("count", None), *[(s, v) for v in varying for s in STATISTICS]]:
            whole = _statistic(frame, codes, statistic, of, sizes).reindex(telling).to_numpy()
            share = float(_equal(feature_values, whole).mean())
            if share < ALL or len(np.unique(whole)) < 3:
                continue
            if has_test:
                part = _statistic(frame[:train], codes[:train], statistic, of, in_train)
                alone = part.reindex(telling).to_numpy()
                if float(_equal(feature_values, alone).mean()) > share - FEWER:
                    continue
            found.append(Aggregate(feature, key, statistic, of, share, len(telling)))
            break
    return found


def _statistic(
    frame: pd.DataFrame, codes: np.ndarray, statistic: str, of: str | None, sizes: pd.Series
) -> pd.Series:
    return sizes if of is None else frame[of].groupby(codes).agg(statistic)


def _equal(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Tell where two columns are equal, the first perhaps rounded to a few decimals."""
    known = first[np.isfinite(first)]
    rounded = (d for d in range(5) if np.allclose(known, np.round(known, d), atol=1e-9))
    decimals = next(rounded, None)
    tolerance = 1e-9 if decimals is None else 0.5 * 10.0**-decimals + 1e-9
    if decimals == 0:
        tolerance = 1e-6
    return np.asarray(np.abs(first - second) <= tolerance + 1e-6 * np.abs(second))
