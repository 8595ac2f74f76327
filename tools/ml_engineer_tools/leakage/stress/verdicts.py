"""What the stress says: its verdict, and the question to the data's owner."""

from __future__ import annotations

from ml_engineer_tools.evidence import Severity, format_value
from ml_engineer_tools.leakage.stress.gaps import MEDIUM_GAP
from ml_engineer_tools.leakage.stress.quick_model import QuickModel
from ml_engineer_tools.tables.names import listed, quoted


def of_folds(model: QuickModel) -> str:
    """Return the words for the folds under stress: those given, else folds at random."""
    folds = model.rows.folds
    if folds is None:
        return "by folds at random"
    return f"over the folds in {quoted(str(folds.column))}"


def verdict(
    model: QuickModel,
    severity: Severity,
    size: str,
    scores: str,
    *,
    counts: bool,
    small: bool,
    above: bool,
    in_order: bool = False,
) -> str:
    """Return the sentence that a finding begins with.

    Args:
        model: whose folds are judged.
        severity: of the finding.
        size: of the gap, with its metric.
        scores: the words for the scores that it lies between.
        counts: whether the gap is one, if nothing was kept apart already.
        small: whether its interval leaves no room for one that matters.
        above: whether its interval lies above none at all.
        in_order: whether the honest split is one along the order of the rows.
    """
    folds = of_folds(model).removeprefix("by folds ")
    order = model.rows.order
    if severity != "info" and in_order and order is not None and order.is_sort:
        return (
            f"The file is sorted by {quoted(str(order.column))}; if that is a time, "
            f"cross-validation {folds} is optimistic by {size}: {scores}."
        )
    if severity != "info":
        return f"Cross-validation {folds} is optimistic by {size}: {scores}."
    if not counts:
        at = folds.removeprefix("over the folds ")
        if small:
            more = "" if above else ", if at all"
            return f"Folds {at} are hardly optimistic{more}: {scores}."
        if above:
            least = format_value(MEDIUM_GAP[model.metric])
            return (
                f"Folds {at} are optimistic by a little; whether by {least}, from where it counts "
                f"here, is open: {scores}."
            )
        return f"Folds {at} are not shown to be optimistic, nor is it ruled out: {scores}."
    if model.rows.folds is not None:
        return f"The folds given keep apart what they should: {scores}."
    return (
        f"Cross-validation at random would be optimistic by {size}; the split given is better "
        f"than that: {scores}."
    )


def with_which(words: str, *, left_out: tuple[str, ...], kept: tuple[str, ...]) -> str:
    """Begin a verdict with the suspects that it holds with, or without."""
    if not left_out and not kept:
        return words
    start = (
        f"With the suspects {listed(kept)}" if kept else f"Without the suspects {listed(left_out)}"
    )
    return f"{start}, {words[:1].lower()}{words[1:]}"


def would_keep_apart(possible: tuple[str, ...]) -> str:
    """Return the sentence on columns that may number sound folds."""
    they = "they number" if len(possible) > 1 else "it numbers"
    return f"{listed(possible)} would keep apart what belongs together, if {they} folds."


def told_of_roles(model: QuickModel, name: str, *, with_entity: bool = False) -> str:
    """Return the sentence that says of a role that nobody gave that it was found, and why."""
    rows = model.rows
    if name == "group" and rows.entities is not None and not rows.entities.given:
        column = quoted(str(rows.entities.column))
        if with_entity:
            return f" {column} was found as the entity, not given; its mean outcome is a feature."
        return f" {column} was found as the entity, not given; here it is no feature itself."
    order = rows.order
    if name == "time" and order is not None and order.proposed is not None:
        column = quoted(str(order.column))
        if order.is_sort:
            return ""
        return f" {column} was taken as the time, proposed and not given: {order.proposed}."
    return ""


def question(model: QuickModel, name: str, columns: tuple[str, ...]) -> str:
    """Return the question that decides whether the gap of this split matters."""
    rows = model.rows
    if name == "group" and rows.entities is not None and not rows.entities.given:
        return (
            f"Does {quoted(columns[0])} name an entity, and will the model be used on one that it "
            "has not met?"
        )
    if name == "time" and rows.order is not None and rows.order.proposed is not None:
        return (
            f"Does {quoted(columns[0])} say when a row was known, and will the model be used on "
            "later rows? If so, give it as the time."
        )
    if name == "group":
        return f"Will the model be used on a {quoted(columns[0])} that it has not met?"
    if name == "duplicates":
        return "Are equal rows one case recorded twice, or different cases that look alike?"
    return "Will the model be used on rows that are later than those it was trained on?"
