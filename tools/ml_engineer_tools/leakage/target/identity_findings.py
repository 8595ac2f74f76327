"""Findings on identities: verified on all exploration rows, and told as an equation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.derived import Derived
from ml_engineer_tools.leakage.target.formulas import Identity
from ml_engineer_tools.tables.names import agreeing, joined, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOLDS_HIGH, HOLDS_MEDIUM = 0.99, 0.9
"""Shares of rows in which an identity has to hold to be reported."""
DIGITS = (1, 2, 3)
"""Significant digits with which a law is tried before the fitted weights."""


def verify_identities(
    inputs: Inputs,
    exploration: ir.Table,
    target: str,
    candidates: list[Identity],
    spike: float | None,
) -> Found:
    """Record the candidates that hold in most of the exploration rows.

    Args:
        inputs: the surroundings.
        exploration: rows that may be looked at with their target.
        target: its column.
        candidates: what was found on a sample.
        spike: a value of the target that many rows have; what holds has to hold beside it too.
    """
    if not candidates:
        return Found()
    candidates = _plainest(inputs, exploration, target, candidates)
    measures = {}
    for k, identity in enumerate(candidates):
        residual = identity.residual(exploration, target)
        measures[f"n{k}"] = residual.count()
        holds = identity.holds(exploration, target)
        measures[f"hits{k}"] = holds.sum()
        measures[f"largest{k}"] = residual.max()
        telling = exploration[target].cast("float64") != spike if spike is not None else None
        measures[f"telling{k}"] = residual.count(where=telling)
        measures[f"telling_hits{k}"] = holds.sum(where=telling)
    counts = inputs.engine.aggregate(exploration, measures)
    found = Found()
    for k, identity in enumerate(candidates):
        rows, hits = int(counts[f"n{k}"] or 0), int(counts[f"hits{k}"] or 0)
        telling, met = int(counts[f"telling{k}"] or 0), int(counts[f"telling_hits{k}"] or 0)
        if rows == 0 or hits < HOLDS_MEDIUM * rows or met < HOLDS_MEDIUM * telling:
            continue
        figures = _figures(inputs, identity, hits / rows, float(counts[f"largest{k}"]), rows)
        _report(inputs, identity, hits / rows, figures)
        made = (_derived(identity),) if len(identity.columns) > 1 else ()
        found = found.plus(Found(identity.columns, tuple(figures[:1]), made))
    return found


def _plainest(
    inputs: Inputs, exploration: ir.Table, target: str, candidates: list[Identity]
) -> list[Identity]:
    """Return each candidate with the fewest digits by which it holds in as many rows or more.

    A fit to rounded numbers misses the law by a little; the law itself has few digits.
    """
    forms = [[_rounded(one, digits) for digits in DIGITS] + [one] for one in candidates]
    measures = {
        f"hits{k}_{j}": form.holds(exploration, target).sum()
        for k, several in enumerate(forms)
        for j, form in enumerate(several)
    }
    counts = inputs.engine.aggregate(exploration, measures)
    chosen = []
    for k, several in enumerate(forms):
        hits = [int(counts[f"hits{k}_{j}"] or 0) for j in range(len(several))]
        chosen.append(several[hits.index(max(hits))])
    return chosen


def _rounded(identity: Identity, digits: int) -> Identity:
    """Return an identity whose weights and intercept have so many significant digits."""
    return replace(
        identity,
        coefficients=tuple(float(f"{value:.{digits}g}") for value in identity.coefficients),
        intercept=float(f"{identity.intercept:.{digits}g}"),
    )


def _derived(identity: Identity) -> Derived:
    """Return the right side of the equation as a column."""
    import pandas as pd

    def make(frame: pd.DataFrame) -> pd.Series:
        columns = {
            name: frame[name].to_numpy(dtype="float64", na_value=np.nan)
            for name in identity.columns
        }
        value = identity.values(columns)
        return pd.Series(np.where(np.isfinite(value), value, np.nan), index=frame.index)

    words = identity.words([format_value(value) for value in identity.coefficients])
    return Derived(identity.columns, words, make)


def _figures(
    inputs: Inputs, identity: Identity, share: float, largest: float, rows: int
) -> list[Figure]:
    record = inputs.record
    figures = [record.figure("identity_row_share", share, column=str(inputs.roles.target), n=rows)]
    figures.append(record.figure("identity_largest_residual", largest, n=rows))
    figures += [
        record.figure("identity_coefficient", value, column=term[0].column)
        for term, value in zip(identity.terms, identity.coefficients, strict=True)
    ]
    figures.append(record.figure("identity_intercept", identity.intercept))
    return figures


def _report(inputs: Inputs, identity: Identity, share: float, figures: list[Figure]) -> None:
    coefficients, intercept = figures[2:-1], figures[-1]
    formula = identity.words([format_value(figure.value) for figure in coefficients])
    if intercept.value:
        formula += f" plus {format_value(intercept.value)}"
    inputs.record.finding(
        "arithmetic_identity",
        "high" if share >= HOLDS_HIGH else "medium",
        f"The target {quoted(str(inputs.roles.target))} equals {formula}, up to rounding, in "
        f"{share:.1%} of the exploration rows: a model with these columns computes the outcome "
        "and predicts nothing.",
        columns=identity.columns,
        clauses=("S4", "S3", "H5"),
        figures=figures,
        question=f"When {agreeing(len(identity.columns), 'is', 'are')} {joined(identity.columns)} "
        "known, before or after the outcome?",
        confidence="high",
        harmless_if="These values are known at prediction time; then no model is needed.",
    )
