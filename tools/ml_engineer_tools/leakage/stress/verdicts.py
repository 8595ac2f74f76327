"""What the stress says: its verdict, and the question to the data's owner."""

from __future__ import annotations

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.stress.quick_model import QuickModel
from ml_engineer_tools.tables.names import listed, quoted


def of_folds(model: QuickModel) -> str:
    """Return the words for the folds under stress: those given, else folds at random."""
    folds = model.rows.folds
    if folds is None:
        return "by folds at random"
    return f"over the folds in {quoted(str(folds.column))}"


def verdict(model: QuickModel, severity: Severity, size: str, scores: str, *, counts: bool) -> str:
    """Return the sentence that a finding begins with.

    Args:
        model: whose folds are judged.
        severity: of the finding.
        size: of the gap, with its metric.
        scores: the words for the scores that it lies between.
        counts: whether the gap is one, if nothing was kept apart already.
    """
    folds = of_folds(model).removeprefix("by folds ")
    if severity != "info":
        return f"Cross-validation {folds} is optimistic by {size}: {scores}."
    if not counts:
        at = folds.removeprefix("over the folds ")
        return f"Folds {at} are not shown to be optimistic: {scores}."
    if model.rows.folds is not None:
        return f"The folds given keep apart what they should: {scores}."
    return (
        f"Cross-validation at random would be optimistic by {size}; the split given is better "
        f"than that: {scores}."
    )


def would_keep_apart(possible: tuple[str, ...]) -> str:
    """Return the sentence on columns that may number sound folds."""
    they = "they number" if len(possible) > 1 else "it numbers"
    return f"{listed(possible)} would keep apart what belongs together, if {they} folds."


def question(name: str, columns: tuple[str, ...]) -> str:
    """Return the question that decides whether the gap of this split matters."""
    if name == "group":
        return f"Will the model be used on a {quoted(columns[0])} that it has not met?"
    if name == "duplicates":
        return "Are equal rows one case recorded twice, or different cases that look alike?"
    return "Will the model be used on rows that are later than those it was trained on?"
