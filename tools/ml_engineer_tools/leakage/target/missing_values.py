"""Missing values that tell the target: a field filled in where the outcome is one and not another.

A score that counts squared errors hardly sees it where other columns are strong, and among strong
features such a field doesn't stand apart, so here the question is turned round too: how well does
the outcome tell whether the field is filled in? Where outcomes are rare the field tells them better
than they tell it. A field that tells less is asked about if its gaps behave like an effect of the
target (see `direction`) and the model loses something without them: what only looks like one
because it goes with other columns loses little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.ablation import Ablation
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.leakage.target.rule import grade_effects
from ml_engineer_tools.leakage.target.separation import separation
from ml_engineer_tools.leakage.target.singles import Singles
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import agreeing, joined

OUTSTANDING = 0.9
"""ROC AUC from which a separation is outstanding (Hosmer & Lemeshow 2000): for numbers."""
TELLING = 0.65
"""ROC AUC from which it is asked about for classes. Honest gaps say something too; half way
from chance to acceptable (0.7 to 0.8, Hosmer & Lemeshow 2000) they rarely come: a convention."""
FEWEST_EACH = 30
"""Rows with and without a value, and rows of a class and of the others, from which the separation
is believed: a convention."""
LUCK = 1e-3
"""Probability, times the number of fields tried, under which a separation is no luck."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How a field's gaps and the target go together.

    Attributes:
        quantity: `missingness_roc_auc`, the target telling the gaps, or
            `class_by_missingness_roc_auc`, the gaps telling a class.
        area: 0.5 to 1.
        large: whether it is filled in where the target is large.
        p_value: under no relation.
    """

    quantity: str
    area: float
    large: bool
    p_value: float


def find_telling_gaps(
    inputs: Inputs, probe: Probe, singles: Singles, explained: tuple[str, ...]
) -> Found:
    """Record columns whose missingness parts high values of the target from low ones.

    Columns that are missing in the same rows are told together.

    Args:
        inputs: the surroundings.
        probe: rows with their target.
        singles: the same rows, with what each column alone says.
        explained: columns that other checks have found already.
    """
    alike: dict[bytes, list[str]] = {}
    for name in map(str, probe.frame.columns):
        if name not in explained:
            alike.setdefault(probe.frame[name].isna().to_numpy().tobytes(), []).append(name)
    found = Found()
    enough = OUTSTANDING if probe.task.kind == "regression" else TELLING
    for mask, names in alike.items():
        missing = np.frombuffer(mask, dtype=bool)
        if min(int(missing.sum()), int((~missing).sum())) < FEWEST_EACH:
            continue
        told = _told(probe.task, probe.y, ~missing)
        if told.p_value * len(alike) > LUCK:
            continue
        if told.area >= enough or _is_effect(singles, sorted(names), missing, found.columns):
            found = found.plus(_report(inputs, probe, sorted(names), told))
    return found


def _told(task: Task, y: np.ndarray, filled: np.ndarray) -> _Told:
    """Return how well the target tells the gaps; or the gaps a class, where that is more."""
    by_target = separation(task, y, filled)
    told = _Told("missingness_roc_auc", by_target.strength, by_target.area > 0.5, by_target.p_value)
    if task.kind == "regression":
        return told
    counts = np.bincount(y)
    for code in np.flatnonzero(np.minimum(counts, len(y) - counts) >= FEWEST_EACH):
        share, elsewhere = filled[y == code].mean(), filled[y != code].mean()
        area = 0.5 + abs(float(share - elsewhere)) / 2
        if area > told.area:
            p_value = separation(task, (y == code).astype(np.intp), filled).p_value
            told = _Told("class_by_missingness_roc_auc", area, bool(share > elsewhere),
                         min(1.0, p_value * len(counts)))  # fmt: skip
    return told


def _is_effect(
    singles: Singles, names: list[str], missing: np.ndarray, explained: tuple[str, ...]
) -> bool:
    """Tell whether the gaps surely behave like an effect, and the model misses them."""
    lead = names[0]
    if lead not in singles.found:
        return False
    singles = singles.without([*names[1:], *explained]).with_flag(lead, missing)
    known = singles.directions()
    if lead not in known or not known[lead].is_surely_effect:
        return False
    task, alone = singles.probe.task, singles.scores[lead]
    if grade_effects(task, 1, len(known), alone, 1.0, 1.0) is None:
        return False
    loss = Ablation(singles.probe, singles.scores).loss({lead}, set())
    return grade_effects(task, 1, len(known), alone, loss.drop, loss.drop_low) is not None


def _report(inputs: Inputs, probe: Probe, names: list[str], told: _Told) -> Found:
    figure = inputs.record.figure(
        told.quantity, told.area, column=names[0], n=len(probe.y), exactness=probe.exactness()
    )
    verb, field = agreeing(len(names), "is", "are"), agreeing(len(names), "it is", "they are")
    where = "large" if told.large else "small"
    number = probe.task.kind == "regression"
    said = f"where the target is {where}" if number else "in one class more than elsewhere"
    inputs.record.finding(
        "suspect_feature",
        "medium",
        f"{joined(names)} {verb} filled in {said}: {_words(told, field)} with a ROC AUC of "
        f"{format_value(figure.value)}.",
        columns=names,
        clauses=("S4", "S3", "H5"),
        figures=(figure,),
        confidence="medium",
        question=f"When {verb} {joined(names)} filled in: before the moment of prediction, or only "
        "during or after the outcome?",
        harmless_if="Whether it is filled in is settled before the prediction is made.",
    )
    return Found(tuple(names), (figure,))


def _words(told: _Told, field: str) -> str:
    if told.quantity == "missingness_roc_auc":
        return f"the target tells whether {field} missing"
    return f"whether {field} missing tells one class from the rest"
