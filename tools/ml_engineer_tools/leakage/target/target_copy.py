"""Copies of the target: columns that give the class away, or of which a number is a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import EXACT, Exactness, Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.tables.names import agreeing, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

ROWS_PER_LEVEL = 20
"""A map of levels to classes means something with at least so many rows a level on average."""
DETERMINED = 0.99
"""Share of the guesses wrong without the column that it has to mend to count as a copy."""
ODD, NEIGHBOURS = 0.1, 0.01
"""Of the target's neighbours in the order of a column all but this share have to be no further
apart than that part of all ranks: conventions. A column with an R2 of 0.99 is far beyond it."""
FEWEST_KNOWN = 30
"""Known and distinct values from which a rank correlation is believed: a convention."""
FEWEST_OF_A_CLASS = 5
"""Rows that every other class but the largest has to have together: a convention."""


def find_target_copies(inputs: Inputs, exploration: ir.Table, probe: Probe) -> Found:
    """Record columns whose levels determine the class.

    Found on the sample, verified on all exploration rows. The measure is the share of guesses
    made wrong without the column that are right with it (Goodman & Kruskal's lambda, 1954).
    """
    import pandas as pd

    labels = pd.Series(probe.y)
    rows = len(labels)
    if rows - int(labels.value_counts().iloc[0]) < FEWEST_OF_A_CLASS:
        return Found()
    found = Found()
    for name in probe.frame.columns:
        codes = pd.Series(pd.factorize(probe.frame[name], use_na_sentinel=False)[0])
        levels = int(codes.nunique())
        if not 1 < levels <= rows / ROWS_PER_LEVEL:
            continue
        if _lambda(pd.crosstab(codes, labels)) < DETERMINED:
            continue
        value = _verified(inputs, exploration, str(name))
        if value >= DETERMINED:
            figure = _report(inputs, probe, str(name), value)
            found = found.plus(Found((str(name),), (figure,)))
    return found


def find_function_copies(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Record numeric columns of which a numeric target is a function, whichever it is.

    Rows are put in the order of the column. Where the target is a function of it, rising or not,
    neighbours have nearly the same target: the idea of Chatterjee (2021), "A new coefficient of
    correlation". A small share of odd rows is allowed for.

    Args:
        inputs: the surroundings.
        probe: a regression.
        explained: columns that an identity has explained already.
    """
    y = average_ranks(probe.y) / len(probe.y)
    found = Found()
    for column in inputs.features():
        values = probe.frame[column.name]
        if not column.is_numeric or column.name in explained:
            continue
        known = values.notna().to_numpy()
        if known.sum() < max(FEWEST_KNOWN, len(y) / 2) or values.nunique() < FEWEST_KNOWN:
            continue
        x = values.to_numpy(dtype="float64", na_value=np.nan)[known]
        steps = np.abs(np.diff(y[known][np.argsort(x, kind="stable")]))
        apart = float(np.quantile(steps, 1 - ODD))
        if apart > max(NEIGHBOURS, 3 / known.sum()):
            continue
        name = quoted(column.name)
        figure = inputs.record.figure(
            "neighbour_rank_difference",
            apart,
            column=column.name,
            n=int(known.sum()),
            exactness=(
                probe.exactness()
                if probe.exactness() == EXACT
                else Exactness(kind="sampled", n=int(known.sum()))
            ),
        )
        places = inputs.record.figure(
            "neighbour_places_apart", max(1, round(apart * len(y))), column=column.name
        )
        rows = inputs.record.figure("rows_sorted", len(y), unit="rows", column=column.name)
        share = inputs.record.convention(
            "share_of_neighbours", 1 - ODD, source="a small share of odd rows is allowed for"
        )
        inputs.record.finding(
            "deterministic_copy",
            "high",
            f"The target {quoted(str(inputs.roles.target))} is a function of {name}: of rows that "
            f"follow each other when sorted by {name}, at least {1 - ODD:.1%} are at most "
            f"{format_value(places.value)} {agreeing(int(places.value), 'place', 'places')} apart "
            f"among all {format_value(rows.value)} when sorted by the target.",
            columns=(column.name,),
            clauses=("S4", "S3", "H5"),
            figures=(figure, places, rows, share),
            confidence="high",
            question=f"When is {name} known, and is it the outcome in another unit?",
            harmless_if="It is known at prediction time; then a formula would do.",
        )
        found = found.plus(Found((column.name,), (figure,)))
    return found


def _lambda(counts: pd.DataFrame) -> float:
    """Return Goodman & Kruskal's lambda of the columns (classes) given the rows (levels)."""
    right = float(counts.max(axis=1).sum())
    without = float(counts.sum(axis=0).max())
    wrong = float(counts.to_numpy().sum()) - without
    return (right - without) / wrong if wrong > 0 else 0.0


def _verified(inputs: Inputs, exploration: ir.Table, name: str) -> float:
    target = str(inputs.roles.target)
    pairs = exploration.select(level=exploration[name].cast("string"), label=exploration[target])
    pairs = pairs.filter(pairs.label.notnull()).mutate(missing=pairs.level.isnull())
    counts = inputs.engine.group(pairs, ["level", "missing", "label"], {"rows": pairs.count()})
    counts["level"] = counts["level"].astype(object).where(~counts["missing"], "")
    table = counts.pivot_table(
        index=["missing", "level"], columns="label", values="rows", aggfunc="sum", fill_value=0
    )
    return _lambda(table)


def _report(inputs: Inputs, probe: Probe, name: str, value: float) -> Figure:
    record = inputs.record
    figures: list[Figure] = [record.figure("target_determined_share", value, column=name)]
    missing = probe.missingness_score(name)
    only_missing = missing is not None and missing >= 0.99
    if missing is not None and only_missing:
        figures.append(record.figure("missingness_" + probe.metric, missing, column=name))
    subject = f"Whether {quoted(name)} is missing" if only_missing else f"{quoted(name)}"
    record.finding(
        "deterministic_copy",
        "high",
        f"{subject} gives the target {quoted(str(inputs.roles.target))} away: of the rows that "
        f"are guessed wrong without it, {value:.1%} are right with it.",
        columns=(name,),
        clauses=("S4", "S3", "H5"),
        figures=figures,
        question=f"When is {quoted(name)} filled in, and is it the outcome under another name?",
        harmless_if="It is known at prediction time; then a lookup would do.",
    )
    return figures[0]
