"""Neighbours in time: features that hold the next target, or a mean with the own or later ones.

A feature that equals the previous target is fair if that was known by then: it is told, and not
suspected. One that equals the next target, or is an average over a window that reaches the row's
own target or later ones, tells the future.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.single_feature import target_columns
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ROWS = 4_000
"""Rows in order, without gaps, that are looked at."""
FEWEST = 200
"""Rows with all their neighbours from which anything is said."""
WINDOWS = ((30, 15), (30, 6), (15, 7), (7, 2), (1, 1))
"""Targets before and after a row of which a feature may be a weighted mean; shorter ones are tried
where stretches without a gap are short."""
TIES = 0.1
"""With a larger share of equal instants nothing is before or after anything."""
STRONG = 0.9
"""Share of variance (squared correlation) from which a feature holds a neighbour's target."""
CLOSER = 0.3
"""What it leaves unexplained, as a part of what the row's own target leaves."""
COMPUTED = 0.98
"""Share of variance from which a feature is a weighted mean of targets around it."""
WEIGHT = 0.03
"""Part of all weights, own and later targets together, from which they are in it."""
CLEARLY = 6.0
"""Standard errors of such a weight."""
ROUNDS = 3
"""Turns in which weights of places, and numbers for classes, are fitted one by the other."""
NUMBER_ROWS = 800
"""Rows on which that is done, spread evenly over all."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """How a feature goes with the targets around its row.

    Attributes:
        previous: share of variance that the previous target explains.
        own: the same of the row's own.
        following: the same of the next one.
        around: of all targets around it together, the own one among them.
        later_weight: part of the weights that the own target and later ones have.
        later_error: its standard error.
    """

    previous: float
    own: float
    following: float
    around: float
    later_weight: float
    later_error: float

    @property
    def holds_next(self) -> bool:
        """Whether it is the next target, or nearly."""
        return _closer(self.following, max(self.own, self.previous))

    @property
    def holds_previous(self) -> bool:
        """Whether it is the previous target, or nearly."""
        return _closer(self.previous, max(self.own, self.following))

    @property
    def is_mean(self) -> bool:
        """Whether it is computed from the targets around the row."""
        return self.around >= COMPUTED and self.own < STRONG

    @property
    def reaches_later(self) -> bool:
        """Whether the own target or later ones are in such a mean."""
        return self.later_weight >= max(WEIGHT, CLEARLY * self.later_error)


def _closer(one: float, others: float) -> bool:
    return one >= STRONG and 1 - one <= CLOSER * (1 - others)


def find_neighbours(
    inputs: Inputs, exploration: ir.Table, sample: pd.DataFrame, probe: Probe
) -> tuple[Found, tuple[str, ...]]:
    """Record features that hold later targets.

    Returns:
        What was found; and features that hold earlier targets only, which are no suspects.
    """
    ordered = _in_order(inputs, exploration, sample)
    if ordered is None:
        return Found(), ()
    frame, starts = ordered
    target = str(inputs.roles.target)
    if probe.task.kind == "regression":
        y = frame[target].to_numpy(dtype="float64", na_value=np.nan)[:, None]
    else:
        from ml_engineer_tools.modelling.task import encode_target

        y = target_columns(probe.task, encode_target(probe.task, frame[target]))
    found, earlier = Found(), []
    windows = _windows(y, starts)
    if windows is None:
        return Found(), ()
    rows, around, ahead = windows
    whole = _Around.of(around[:, :, 0], ahead) if around.shape[2] == 1 else None
    for name in map(str, probe.frame.columns):
        values = _as_numbers(frame[name])
        if values is None:
            continue
        seen = _look(values[rows], around, ahead, whole)
        if seen is None:
            continue
        if seen.holds_next or (seen.is_mean and seen.reaches_later):
            found = found.plus(_report(inputs, name, seen, len(rows)))
        elif seen.holds_previous or seen.is_mean:
            earlier.append(name)
            _tell(inputs, name, seen, len(rows))
    return found, tuple(earlier)


def _in_order(
    inputs: Inputs, exploration: ir.Table, sample: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray] | None:
    """Return rows in order, and whether each starts a new stretch; None if there is no order."""
    time, group = inputs.roles.time, inputs.roles.group
    target = str(inputs.roles.target)
    rows = exploration.filter(exploration[target].notnull())
    if time is not None:
        rows = rows.filter(rows[time].notnull())
    by = [name for name in (group, time) if name is not None] if time is not None else []
    if by:
        # Whole rows are sorted only up to where the last one is.
        leading = rows.select(by[0]).order_by(by[0]).limit(ROWS)
        last = inputs.engine.aggregate(leading, {"last": leading[by[0]].max()})["last"]
        rows = rows.filter(rows[by[0]] <= last)
    first = rows.order_by([*by, ROW]).limit(ROWS)
    frame = inputs.engine.hash_sample(first, ROWS, seed=inputs.seed, rows=ROWS)
    frame = frame[frame[target].notna()]
    if len(frame) < FEWEST + sum(WINDOWS[-1]):
        return None
    if time is None:
        steps = np.diff(frame[ROW].to_numpy())
        return frame, np.concatenate([[True], steps != 1])
    frame = frame.sort_values([*by, ROW], kind="stable")
    new = np.zeros(len(frame), dtype=bool)
    new[0] = True
    if group is not None:
        new[1:] = (frame[group].to_numpy()[1:] != frame[group].to_numpy()[:-1]).astype(bool)
    instants = frame[time].to_numpy()
    ties = (instants[1:] == instants[:-1]) & ~new[1:]
    return None if ties.mean() > TIES else (frame, new)


def _as_numbers(values: pd.Series) -> np.ndarray | None:
    """Return a column as (n,) numbers: those it has, or the codes of two levels."""
    import pandas as pd

    kind = feature_kind(values)
    if kind == "number":
        return np.asarray(values.astype("float64").to_numpy(dtype="float64", na_value=np.nan))
    if kind == "category" and values.nunique() == 2:
        codes = pd.factorize(values, sort=True)[0].astype(np.float64)
        return np.where(codes < 0, np.nan, codes)
    return None


def _windows(y: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray, int] | None:
    """Return rows that have all neighbours, the (r, w, k) targets around them, and how many follow.

    The own target comes first, then later ones, then earlier ones.
    """
    stretch = np.cumsum(starts)
    for back, ahead in WINDOWS:
        places = np.arange(back, len(y) - ahead)
        whole = stretch[places - back] == stretch[places + ahead]
        rows = places[whole]
        if len(rows) >= FEWEST:
            steps = np.arange(-back, ahead + 1)
            around = y[rows[:, None] + steps]
            if np.isfinite(around).all():
                return rows, np.roll(around, -back, axis=1), ahead
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Around:
    """Numbers around each of r rows: the own target first, later ones, then earlier ones.

    Attributes:
        design: (r, w) centred.
        squares: (w,) their sums of squares.
        inverse: (w, w) inverse of their products.
        ahead: how many of them are later than the row.
    """

    design: np.ndarray
    squares: np.ndarray
    inverse: np.ndarray
    ahead: int

    @staticmethod
    def of(targets: np.ndarray, ahead: int) -> _Around | None:
        """Return the targets of shape (r, w), None where one place never changes."""
        design = targets - targets.mean(axis=0)
        squares = (design**2).sum(axis=0)
        if (squares <= 0).any():
            return None
        gram = design.T @ design
        gram[np.diag_indices_from(gram)] += 1e-9 * squares
        return _Around(design, squares, np.linalg.inv(gram), ahead)

    def measure(self, x: np.ndarray) -> Neighbourhood:
        """Measure how a feature of these rows, not constant, goes with the targets."""
        centred = x - x.mean()
        total = float(centred @ centred)
        sums = self.design.T @ centred
        alone = sums**2 / self.squares / total
        weights = self.inverse @ sums
        rest = max(total - float(weights @ sums), 0.0)
        error = rest / max(len(x) - len(weights) - 1, 1)
        later = np.abs(weights[: self.ahead + 1])
        sizes = float(np.abs(weights).sum()) or 1.0
        largest = int(later.argmax())
        return Neighbourhood(
            previous=float(alone[-1]), own=float(alone[0]), following=float(alone[1]),
            around=1 - rest / total, later_weight=float(later[largest]) / sizes,
            later_error=float(np.sqrt(error * self.inverse[largest, largest])) / sizes,
        )  # fmt: skip


def _look(
    x: np.ndarray, around: np.ndarray, ahead: int, whole: _Around | None
) -> Neighbourhood | None:
    """Measure how a feature goes with the targets around it.

    Args:
        x: (r,) the feature.
        around: (r, w, k) the targets.
        ahead: how many of them are later than the row.
        whole: the same for all r rows at once, of numbers and of two classes.
    """
    known = np.isfinite(x)
    if known.sum() < FEWEST or known.mean() < 0.8 or x[known].std() == 0:
        return None
    if whole is None or not known.all():
        x, numbers = x[known], np.ones(1)
        if around.shape[2] > 1:
            few = np.linspace(0, len(x) - 1, min(len(x), NUMBER_ROWS)).astype(np.intp)
            numbers, share = _numbers_of_classes(x[few], around[np.flatnonzero(known)[few]])
            # Fitted to these very rows: what doesn't hold the targets here does so nowhere.
            if share < STRONG:
                return None
        whole = _Around.of(around[known] @ numbers, ahead)
    return None if whole is None else whole.measure(x)


def _numbers_of_classes(x: np.ndarray, around: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the numbers for k classes on whose scale a feature goes with them best, (k,).

    And the share of its variance that the targets around a row explain on that scale.

    A mean of targets, or a target moved, is made of numbers for the classes that nobody has told.
    Weights of places and numbers of classes are fitted in turn (alternating least squares), from
    the best approximation of the covariances by one of each (Eckart & Young 1936).

    Args:
        x: (r,) the feature.
        around: (r, w, k) class indicators.
    """
    centred = x - x.mean()
    shares = np.sqrt(np.maximum(around.mean(axis=(0, 1)), 1e-12))
    numbers = np.linalg.svd(np.tensordot(centred, around, 1) / shares)[2][0] / shares
    for _ in range(ROUNDS):
        weights = _fit(around @ numbers, centred)
        classes = np.tensordot(around, weights, (1, 0))
        numbers = _fit(classes, centred)
    rest = centred - (classes - classes.mean(axis=0)) @ numbers
    return numbers, 1 - float(rest @ rest) / max(float(centred @ centred), 1e-300)


def _fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the least-squares weights of the (r, w) columns, of the shortest where several do."""
    x = x - x.mean(axis=0)
    return np.asarray(np.linalg.pinv(x.T @ x, hermitian=True) @ (x.T @ y))


def _order_words(inputs: Inputs) -> str:
    if inputs.roles.time is None:
        return "In the order of the file"
    return f"In the order of {quoted(inputs.roles.time)}"


def _report(inputs: Inputs, name: str, seen: Neighbourhood, rows: int) -> Found:
    record, order = inputs.record, _order_words(inputs)
    column = quoted(name)
    if seen.holds_next:
        figure = record.figure("next_target_r2", seen.following, column=name, n=rows)
        own = record.figure("own_target_r2", seen.own, column=name, n=rows)
        figures: list[Figure] = [figure, own]
        statement = (
            f"{order}, {column} holds the target of the next row: that explains "
            f"{format_value(figure.value)} of its variance, the row's own target "
            f"{format_value(own.value)}. It tells the future."
        )
    else:
        figure = record.figure("targets_around_r2", seen.around, column=name, n=rows)
        weight = record.figure("own_and_later_target_weight", seen.later_weight, column=name,
                               n=rows)  # fmt: skip
        figures = [figure, weight]
        statement = (
            f"{order}, {column} is a weighted mean of targets around its row (they explain "
            f"{format_value(figure.value)} of its variance), and the row's own target or a later "
            f"one has {float(weight.value):.1%} of the weights."
        )
    record.finding(
        "target_lead",
        "high",
        statement,
        columns=(name,),
        clauses=("S3", "S4"),
        figures=figures,
        confidence="high",
        question=f"From which rows is {column} computed? At the moment of prediction only earlier "
        "outcomes are known.",
        harmless_if="The rows stand in reverse order of time, so that the next row is the earlier "
        "one.",
    )
    return Found((name,), (figures[0],))


def _tell(inputs: Inputs, name: str, seen: Neighbourhood, rows: int) -> None:
    value = max(seen.previous, seen.around)
    figure = inputs.record.figure("earlier_targets_r2", value, column=name, n=rows)
    inputs.record.finding(
        "target_lag",
        "info",
        f"{_order_words(inputs)}, {quoted(name)} is computed from earlier targets, which explain "
        f"{format_value(figure.value)} of its variance: fair if they are known by then.",
        columns=(name,),
        clauses=("S3", "S4"),
        figures=(figure,),
        confidence="high",
        question=f"How long after a row is its outcome known, and does {quoted(name)} wait for it?",
        harmless_if="The outcome of the earlier row is known when the later one is predicted.",
    )
