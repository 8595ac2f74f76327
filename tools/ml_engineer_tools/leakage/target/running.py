"""Running encodings: means, sums and the like of earlier targets, the row's own label included.

Such a number follows from its own value one row before and the label of the row it stands in. An
honest one, which is moved by a row, follows from the label before. What a column says of the
target as it stands has little to do with it, so that neither its strength nor the scatter of means
by level shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.check_names import ENTITY_CHECKS
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.single_feature import target_columns
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import pandas as pd

ROWS = 40_000
"""Rows that are read, the groups of a key whole."""
MOST_KEYS, MOST_COLUMNS = 3, 60
"""Columns tried as the key of an encoding, and numeric ones read."""
FEWEST_GROUPS, FEWEST_EACH = 20, 3
"""Groups of a key at least, and rows of each on average."""
FEWEST_ROWS = 200
"""Rows with a row of the same key before them from which anything is said."""
FEWEST_AT, MOST_PLACES = 30, 60
"""Rows at one place of their group from which it is fitted, and places fitted one by one."""
OWN = 0.05
"""Part of what the last value and label leave open that the own label may leave, to be in it."""
COPY = 0.9
"""Share of its variance that the own label alone explains in a copy, which others look for."""


@dataclass(frozen=True, slots=True)
class _Steps:
    """Rows that have one of the same key before them, as positions in the rows read.

    Attributes:
        key: what names the groups.
        rows: (r,) the rows.
        before: (r,) the row before each.
        place: (r,) the place of each in its group, late ones gathered.
        groups: how many groups there are.
    """

    key: str
    rows: np.ndarray
    before: np.ndarray
    place: np.ndarray
    groups: int


def find_running_encodings(
    inputs: Inputs, sample: pd.DataFrame, probe: Probe, explained: tuple[str, ...]
) -> Found:
    """Record columns that carry on with the row's own label.

    Values are compared over all rows of a group, for a row that is held out would be a gap; labels
    are those of exploration rows alone.

    Args:
        inputs: the surroundings.
        sample: exploration rows.
        probe: the same rows, as features and target.
        explained: columns that other checks have found already.
    """
    numbers = [c.name for c in inputs.features() if c.is_numeric and c.name not in explained]
    time = inputs.roles.time
    if time is not None and not (
        inputs.train.column(time).is_temporal or inputs.train.column(time).is_numeric
    ):
        return Found()
    targets = target_columns(probe.task, probe.y)
    found = Found()
    for key in _keys(inputs):
        names = [n for n in numbers[:MOST_COLUMNS] if n != key and n not in found.columns]
        read = _read(inputs, key, names, sample, targets)
        if read is None:
            continue
        frame, labels, steps = read
        for name in names:
            x = frame[name].to_numpy(dtype="float64", na_value=np.nan)
            left = min(_left_open(x, labels[:, k], steps) for k in range(labels.shape[1]))
            if left <= OWN:
                found = found.plus(_report(inputs, name, steps, 1 - left))
    return found


def _keys(inputs: Inputs) -> list[str]:
    """Return the columns that may name groups: the entity, else what was found, and categories."""
    group = inputs.roles.group
    keys = [] if group is None else [group]
    keys += [
        finding.columns[0]
        for finding in inputs.record.findings
        if finding.check in ENTITY_CHECKS and finding.columns
    ]
    able = [c.name for c in inputs.features() if c.kind in ("text", "integer")]
    if able and len(keys) < MOST_KEYS:
        levels = inputs.engine.approx_distinct(inputs.train)
        most = inputs.train.rows / FEWEST_EACH
        keys += sorted(
            (name for name in able if FEWEST_GROUPS <= levels[name] <= most),
            key=lambda name: -levels[name],
        )
    return [name for name in dict.fromkeys(keys) if inputs.train.has(name)][:MOST_KEYS]


def _read(
    inputs: Inputs, key: str, names: list[str], sample: pd.DataFrame, targets: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray, _Steps] | None:
    """Return rows in their order, their labels where known, (n, k), and the steps between them."""
    import pandas as pd

    time = inputs.roles.time
    table = inputs.train.expression
    known = table.filter(table[key].notnull())
    order = [] if time is None else [time]
    frame = inputs.engine.hash_sample(
        known, ROWS, seed=inputs.seed, columns=list(dict.fromkeys([key, *order, *names])), by=[key]
    )
    if not names or frame.empty:
        return None
    frame = frame.sort_values([key, *order, ROW], kind="stable", ignore_index=True)
    codes = pd.factorize(frame[key])[0]
    counts = np.bincount(codes)
    if len(counts) < FEWEST_GROUPS or counts.mean() < FEWEST_EACH:
        return None
    place = np.arange(len(codes)) - (np.cumsum(counts) - counts)[codes]
    labels = np.full((len(frame), targets.shape[1]), np.nan)
    at = pd.Index(sample[ROW]).get_indexer(frame[ROW])
    labels[at >= 0] = targets[at[at >= 0]]
    rows = np.flatnonzero((place > 0) & np.isfinite(labels[:, 0]))
    if len(rows) < FEWEST_ROWS:
        return None
    gathered = np.where(
        place[rows] < MOST_PLACES, place[rows], MOST_PLACES + np.log2(place[rows] + 1).astype(int)
    )
    return frame, labels, _Steps(key, rows, rows - 1, gathered, len(counts))


def _left_open(x: np.ndarray, y: np.ndarray, steps: _Steps) -> float:
    """Return what the own label leaves open of what the last value and label leave open.

    Each place in a group has weights of its own: in a mean over n rows a label counts 1 / n.
    """
    now, last, own, previous = x[steps.rows], x[steps.before], y[steps.rows], y[steps.before]
    known = np.isfinite(now) & np.isfinite(last)
    if known.sum() < FEWEST_ROWS or now[known].std() == 0:
        return 1.0
    if own[known].std() == 0 or np.corrcoef(now[known], own[known])[0, 1] ** 2 >= COPY:
        return 1.0
    moved = float((now[known] - last[known]).std())
    # Where the label before is not to be seen, the mean stands in for it.
    previous = np.where(np.isfinite(previous), previous, np.nanmean(y))
    enough = np.bincount(steps.place[known], minlength=int(steps.place.max()) + 1) >= FEWEST_AT
    at = known & enough[steps.place]
    used = int(at.sum())
    if used < FEWEST_ROWS:
        return 1.0
    places = np.unique(steps.place[at], return_inverse=True)[1]
    now, last, own, previous = (
        _around_the_mean(values[at], places) for values in (now, last, own, previous)
    )
    left = _without_part(now, last, places)
    with_own, without = (
        _without_part(left, _without_part(label, last, places), places) for label in (own, previous)
    )
    noise = used * (1e-6 * moved) ** 2
    rest = float(without @ without)
    return 1.0 if rest <= noise else float(with_own @ with_own) / rest


def _around_the_mean(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the values less the mean of their place, (r,)."""
    return np.asarray(values - (np.bincount(places, weights=values) / np.bincount(places))[places])


def _without_part(values: np.ndarray, other: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return what another column leaves open of the values at each place, both of mean 0."""
    size = np.bincount(places, weights=other**2)
    fit = np.bincount(places, weights=values * other) / np.where(size > 0, size, 1.0)
    return np.asarray(values - fit[places] * other)


def _report(inputs: Inputs, name: str, steps: _Steps, share: float) -> Found:
    record, column = inputs.record, quoted(name)
    figure = record.figure("own_label_step_r2", share, column=name, n=len(steps.rows))
    order = "the file" if inputs.roles.time is None else quoted(inputs.roles.time)
    record.finding(
        "target_encoding",
        "high",
        f"{column} is carried on by the row's own label: among the rows of one "
        f"{quoted(steps.key)}, in the order of {order}, that label explains "
        f"{format_value(figure.value)} of what the row before leaves open of it. So it is a "
        "running mean, sum or the like of the target that includes the row itself.",
        columns=(name, steps.key),
        clauses=("S3", "S4"),
        figures=(figure,),
        confidence="high",
        question=f"Is {column} computed before or after the outcome of its own row is known? "
        "Moved by one row (shift) it would hold earlier outcomes only.",
        harmless_if="The outcome of a row is known before its prediction is made.",
    )
    return Found((name,), (figure,))
