"""The domain classifier: can a row's table be told from the row?

It sees what no column shows by itself, such as a relation between two that turned round. Boosted
trees learn on four fifths of either table and are asked about the last: fifths of neighbouring
rows, so that a row is not known by those beside it. The interval of the out-of-fold ROC AUC counts
blocks of neighbours and not rows (DeLong 1988; clusters: Obuchowski 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.comparison import FALSE_DISCOVERY_RATE, SURE
from ml_engineer_tools.drift.counts import Counts, TableCounts
from ml_engineer_tools.drift.encoding import as_ranks, encode
from ml_engineer_tools.drift.samples import draw
from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import joined
from ml_engineer_tools.tables.table import Table

ROWS = 5_000
"""Rows drawn of each table: the AUC is then known within 0.02. A convention."""

FEWEST_ROWS = 100
"""Tables of fewer rows are not told apart by a model."""

AUTO_ROWS = 100_000
"""Unless asked for, it is left out if both tables together have more rows: with so many, each
column's own evidence is strong, and the comparison would take longer by half."""

FOLDS = 5
BLOCKS = 20
"""Blocks of neighbouring rows in each table, by which the interval is reckoned."""

FEWEST_EFFECTIVE = 2 * BLOCKS
"""Columns worth fewer independent rows than that are left out: blocks of them are not independent,
and their stretch of time is what they would tell the tables apart by."""

SMALL_AUC = 0.556
"""ROC AUC of two normal distributions 0.2 standard deviations apart, Phi(0.2 / sqrt 2): a small
effect (Cohen 1988)."""

LARGE_AUC = 0.714
"""The same of 0.8 standard deviations, a large effect."""

LEVEL = 0.95

DRIVER = 0.1
"""Share of the trees' gain from which a column drives them: a convention."""

MOST_DRIVERS = 5

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 8,
    "min_data_in_leaf": 40,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,
}
TREES = 50

COLUMNS_OF_A_TREE = 0.7
"""Share of the columns that a tree may use; two at least, as one by itself knows no relation."""


@dataclass(frozen=True, slots=True)
class Domain:
    """How well a model tells the tables apart.

    Attributes:
        auc: out of fold, with its interval; 0.5 is chance.
        interval: at `LEVEL`.
        p_value: that it is above chance.
        rows: that were asked about.
        drivers: columns with their share of the trees' gain, the largest first.
    """

    auc: float
    interval: tuple[float, float]
    p_value: float
    rows: int
    drivers: tuple[tuple[str, float], ...]


def tell_apart(
    reference: Table,
    current: Table,
    tables: tuple[TableCounts, TableCounts],
    leave_out: frozenset[str],
    context: Context,
    *,
    seed: int,
    ranked: frozenset[str] = frozenset(),
) -> Domain | None:
    """Tell the tables apart by the columns that are compared; None without enough of them.

    Columns that name rows or count on with them are no part of it, nor are dates and roles.

    Args:
        reference: a table.
        current: the other.
        tables: what was counted of both.
        leave_out: columns that are no part of it.
        context: with the engine that read them.
        seed: of samples and trees.
        ranked: columns of numbers that are replaced by their ranks within their table.
    """
    if min(reference.rows, current.rows) < FEWEST_ROWS:
        return None
    names = [
        before.name
        for before in tables[0].columns
        if before.name not in leave_out and _is_feature(before.name, tables)
    ]
    if not names or (ranked and len(names) == 1):
        return None
    columns = [reference.column(name) for name in names]
    frames = [
        draw(context.engine, table, [table.column(name) for name in names], seed=seed, most=ROWS)[0]
        for table in (reference, current)
    ]
    import pandas as pd

    rng = np.random.default_rng(seed)
    for frame in frames:
        for k, name in enumerate(names):
            if name in ranked:
                frame[f"c{k}"] = as_ranks(frame[f"c{k}"].to_numpy(dtype=np.float64), rng)
    sizes = [len(frame) for frame in frames]
    both = pd.concat(frames, ignore_index=True)
    matrix, codes = encode(both, [column.is_numeric for column in columns])
    is_current = np.repeat([0.0, 1.0], sizes)
    place = np.concatenate([np.arange(n) / n for n in sizes])
    fold = (place * FOLDS).astype(int)
    scores, gain = _out_of_fold(matrix, codes, is_current, fold, seed)
    block = (place * BLOCKS).astype(int)
    auc, error = clustered_auc(scores, is_current, block)
    total = float(gain.sum()) or 1.0
    drivers = [(name, float(part) / total) for name, part in zip(names, gain, strict=True)]
    return Domain(
        auc,
        interval_of_auc(auc, error),
        _p_value(auc, error),
        len(both),
        tuple(sorted(drivers, key=lambda pair: (-pair[1], pair[0]))),
    )


def clustered_auc(scores: Counts, positive: Counts, block: Counts) -> tuple[float, float]:
    """Return the ROC AUC and its standard error with blocks of rows as clusters.

    Args:
        scores: shape (n,).
        positive: 1 for rows of the current table, 0 for others, shape (n,).
        block: number of each row's block within its table, shape (n,).
    """
    ours, theirs = scores[positive == 1], scores[positive == 0]
    above = _placed(np.sort(theirs), ours)
    below = 1 - _placed(np.sort(ours), theirs)
    auc = float(above.mean())
    variance: float = 0.0
    for parts, blocks in ((above, block[positive == 1]), (below, block[positive == 0])):
        sums = np.bincount(blocks.astype(int), weights=parts - auc)
        used = int(np.count_nonzero(np.bincount(blocks.astype(int))))
        spread = float((sums**2).sum()) / len(parts) ** 2
        variance += spread * used / (used - 1 if used > 1 else 1)
    return auc, float(np.sqrt(variance))


def report_domain(domain: Domain, p_value: float, moved: int, recorder: Recorder) -> None:
    """Record how well the tables can be told apart, and a finding if they can.

    Args:
        domain: what was found.
        p_value: adjusted for all tests of the report.
        moved: how many columns moved by themselves.
        recorder: where it is recorded.
    """
    auc = recorder.figure("domain_auc", domain.auc, interval=domain.interval, interval_level=LEVEL,
                          n=domain.rows, headline=True)  # fmt: skip
    evidence = recorder.figure("domain_p_value_adjusted", p_value, n=domain.rows)
    source = "ROC AUC of 0.2 standard deviations, Cohen (1988)"
    limit = recorder.convention("domain_auc_threshold", SMALL_AUC, source=source)
    if domain.auc < SMALL_AUC or p_value >= FALSE_DISCOVERY_RATE:
        return
    drivers = driving(domain)
    shares = [
        recorder.figure("domain_gain_share", share, column=name, n=domain.rows)
        for name, share in drivers
    ]
    names = [name for name, _ in drivers]
    alone = (
        ""
        if moved
        else " No column moved by itself, so that it is how they go together that changed."
    )
    low, high = domain.interval
    # Where columns moved, it says no more than they do.
    severity: Severity = "high" if domain.auc >= LARGE_AUC else "medium"
    severity = "info" if moved else severity
    recorder.finding(
        "tables_told_apart",
        severity,
        f"A model tells rows of the current table from those of the reference with an "
        f"out-of-fold ROC AUC of {auc} ({LEVEL:.0%} interval {low:.3f} to {high:.3f}; 0.5 is "
        f"chance, threshold {limit}), mostly by {joined(names)}.{alone}",
        columns=names,
        clauses=("S8", "P5"),
        figures=[auc, limit, evidence, *shares],
        confidence="high" if p_value < SURE else "medium",
        question="What do the rows have in common that the model knows as the current ones?",
        harmless_if="the model doesn't use what tells them apart",
    )


def driving(domain: Domain) -> list[tuple[str, float]]:
    """Return the columns that tell the tables apart most, with their share of the trees' gain."""
    drivers = [pair for pair in domain.drivers if pair[1] >= DRIVER][:MOST_DRIVERS]
    return drivers or list(domain.drivers[:MOST_DRIVERS])


def _is_feature(name: str, tables: tuple[TableCounts, TableCounts]) -> bool:
    before, after = (table.column(name) for table in tables)
    return (
        before.way == after.way
        and before.way in ("number", "levels")
        and (before.order == "none" or after.order == "none")
        and min(before.effective, after.effective) >= FEWEST_EFFECTIVE
    )


def _out_of_fold(
    matrix: Counts, codes: Sequence[int], is_current: Counts, fold: Counts, seed: int
) -> tuple[Counts, Counts]:
    from ml_engineer_tools.modelling.models import load_lightgbm

    lightgbm = load_lightgbm()
    scores, gain = np.zeros(len(matrix)), np.zeros(matrix.shape[1])
    fraction = min(1.0, max(COLUMNS_OF_A_TREE, 2 / matrix.shape[1]))
    parameters = {**PARAMETERS, "feature_fraction": fraction, "seed": seed}
    # Tables of other sizes must not make the one the rule.
    weight = np.where(is_current == 1, 1 / is_current.mean(), 1 / (1 - is_current.mean()))
    for number in range(FOLDS):
        held = fold == number
        data = lightgbm.Dataset(
            matrix[~held], is_current[~held], weight=weight[~held],
            categorical_feature=list(codes), params={"verbose": -1}, free_raw_data=True,
        )  # fmt: skip
        model = lightgbm.train(parameters, data, TREES)
        scores[held] = model.predict(matrix[held], num_threads=1)
        gain += model.feature_importance("gain")
    return scores, gain


def _placed(others: Counts, values: Counts) -> Counts:
    """Return for each value the share of the others below it, those equal counted half."""
    low = np.searchsorted(others, values, "left")
    high = np.searchsorted(others, values, "right")
    placed: Counts = (low + high) / (2 * len(others))
    return placed


def interval_of_auc(auc: float, error: float) -> tuple[float, float]:
    """Return the interval of a ROC AUC at `LEVEL`, with as many degrees of freedom as blocks.

    On the logit scale, on which the ROC AUC's distribution is more even (Pepe 2003, section 5.2).
    """
    from scipy.special import expit, logit, stdtrit

    half = float(stdtrit(2 * (BLOCKS - 1), (1 + LEVEL) / 2)) * error
    if not 0 < auc < 1:
        return max(0.0, auc - half), min(1.0, auc + half)
    middle, step = float(logit(auc)), half / (auc * (1 - auc))
    return float(expit(middle - step)), float(expit(middle + step))


def _p_value(auc: float, error: float) -> float:
    from scipy.special import stdtr

    if error <= 0:
        return 0.0 if auc > 0.5 else 1.0
    return float(stdtr(2 * (BLOCKS - 1), -(auc - 0.5) / error))
