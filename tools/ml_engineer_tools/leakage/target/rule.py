"""The rule by which a feature that says much is called a suspect, and how severe that is.

A column that is written after the outcome tends to stand alone: far above the next column, and
not to be replaced by all the others together. A strong honest feature usually has others near it
that know the same. So three things are asked: the score alone, the gap to the next column that is
no copy of it, and what a quick model loses without it. A near-perfect column is one in any case.
It stays a question: an honest feature can stand alone too. Where the data don't show that it
behaves like an effect of the target (see `direction`), its strength is all that speaks against it:
it has to be rare among honest ones for a question, and is none of the suspects that are subtracted.
What stands apart less (low) is no suspicion at all: it is told as the column that says most.

A weaker column is asked about if it behaves like an effect of the target, alone or with few others
among many that don't, and the model loses something without it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.leakage.target.direction import DECIDED, Direction
from ml_engineer_tools.modelling.task import Task

NEAR_PERFECT = 0.99
"""A single feature at this score is near perfect, whether AUC or R2: a convention."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a suspect has to reach: its score alone, the gap, and the model's loss without it."""

    alone: float
    gap: float
    drop: float


GRADES: tuple[Severity, ...] = ("high", "medium", "low")

CLASSES = {
    "high": Limits(0.75, 0.10, 0.10),
    "medium": Limits(0.70, 0.07, 0.05),
    "low": Limits(0.62, 0.05, 0.05),
}
"""For ROC AUC. A loss of 0.10 is one band of Hosmer & Lemeshow's 0.7, 0.8, 0.9 (acceptable,
excellent, outstanding); the rest are conventions: half of it is worth a question."""

NUMBERS = {
    "high": Limits(0.90, 0.20, 0.20),
    "medium": Limits(0.75, 0.20, 0.15),
    "low": Limits(0.40, 0.15, 0.15),
}
"""For R2. One driver with half of the variance is common among honest quantities, so that only a
near copy of the outcome is severe: conventions."""

STRONG = {False: Limits(0.75, 0.10, 0.10), True: Limits(0.75, 0.20, 0.15)}
STRONG_CAUSE = {False: Limits(0.80, 0.10, 0.10), True: Limits(0.90, 0.20, 0.20)}
"""What strength alone has to reach for a question, for classes and (True) for numbers; and where
the data speak for a cause. A ROC AUC of 0.7 and more is what a good honest predictor has by itself
(Hosmer & Lemeshow call it acceptable, from 0.8 on excellent): conventions."""

TELLING = {False: Limits(0.58, 0.0, 0.015), True: Limits(0.05, 0.0, 0.03)}
"""What an effect has to reach to be asked about, for classes and (True) for numbers. An inflation
of 0.03 ROC AUC is worth a name; half of it allows for the noise of a quick model: conventions."""
FEW = 1 / 3
"""Effects are told only if they are at most this part of the columns that say anything."""

OUTSTANDING = 0.95
"""Where nothing else tells cause from effect, a score from which it is severe all the same."""

HALVES = 0.5
"""Where the other columns are strong already, a column that halves what is missing to a perfect
score weighs as much as one whose loss is large."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one feature, or of a set of features that stand apart together.

    Attributes:
        alone: score of the weakest of the set alone.
        alone_low: lower end of it, allowing for few rows.
        next_best: best score among the columns that are left.
        without_it: the model's score without the set.
        drop: what the model loses without the set.
        drop_low: lower end of its 95 % interval; None if it has none.
        sources: how many features the set has, copies counted once.
        by_missingness: whether it says so by being missing or not, whatever its value.
        direction: where it stands between cause and effect; None where that can't be said.
    """

    alone: float
    alone_low: float
    next_best: float
    without_it: float
    drop: float
    drop_low: float | None
    sources: int
    by_missingness: bool = False
    direction: Direction | None = None

    @property
    def is_cause(self) -> bool:
        """Whether the data speak for an honest cause."""
        return self.direction is not None and self.direction.is_cause

    @property
    def may_be_severe(self) -> bool:
        """Whether it is shown to be an effect, or says nearly all where nothing is shown."""
        if self.by_missingness:
            return True
        if self.direction is None or self.direction.error > DECIDED:
            return self.alone >= OUTSTANDING
        return self.direction.is_effect

    @property
    def by_strength(self) -> bool:
        """Whether nothing speaks against it but that it is strong."""
        return not self.may_be_severe and self.alone_low < NEAR_PERFECT


def stands_apart(task: Task, alone: float, next_best: float) -> bool:
    """Tell whether score and gap alone make it worth fitting models without it."""
    limits = _limits(task)["low"]
    return alone >= limits.alone and alone - next_best >= limits.gap


def grade(task: Task, case: Case) -> Severity | None:
    """Return how severe a suspicion is, None for none.

    Several features that stand apart together are medium at most, unless each is near perfect:
    two honest measures of one thing look like that too. Missingness is medium at least: an honest
    value tells by what it is, a field that is filled in after the outcome by being there.
    """
    if case.alone_low >= NEAR_PERFECT:
        return "high"
    if case.drop_low is None or case.drop_low <= 0:
        return None
    together = case.sources > 1
    for severity in GRADES:
        if _reaches(_limits(task)[severity], case):
            if case.by_strength:
                limits = STRONG_CAUSE if case.is_cause else STRONG
                return "medium" if _reaches(limits[task.kind == "regression"], case) else "low"
            if severity == "high" and together:
                return "medium"
            effect = case.direction is not None and case.direction.is_effect
            return "medium" if severity == "low" and (effect or case.by_missingness) else severity
        if together:
            return None
    return None


def grade_effects(
    task: Task, effects: int, informative: int, alone: float, drop: float, low: float | None
) -> Severity | None:
    """Return how severe columns are that behave like effects of the target, None for not at all.

    Args:
        task: what is predicted.
        effects: how many they are.
        informative: how many columns say anything, these included.
        alone: the score of the best of them.
        drop: what the model loses without them.
        low: lower end of the 95 % interval of that; None if it has none.
    """
    limits = TELLING[task.kind == "regression"]
    if (
        not is_few(effects, informative)
        or low is None
        or low <= 0
        or drop < limits.drop
        or alone < limits.alone
    ):
        return None
    severe = _limits(task)["high"]
    return "high" if alone >= severe.alone and drop >= severe.drop and effects == 1 else "medium"


def is_few(effects: int, informative: int) -> bool:
    """Tell whether columns that look like effects are few among those that say anything."""
    return effects <= max(1.0, FEW * informative) and informative - effects >= 2


def _limits(task: Task) -> dict[str, Limits]:
    return NUMBERS if task.kind == "regression" else CLASSES


def _reaches(limits: Limits, case: Case) -> bool:
    missing = 1 - case.without_it
    irreplaceable = case.drop >= limits.drop or missing - case.drop <= HALVES * missing
    gap = case.alone - case.next_best
    return case.alone >= limits.alone and gap >= limits.gap and irreplaceable


def lower_end(task: Task, value: float, y: np.ndarray) -> float:
    """Return the score less 1.645 standard errors (one-sided 95 %).

    For ROC AUC by Hanley & McNeil (1982), for several classes as if the rarest were the positive
    one. For R2 by its large-sample standard error (Olkin & Finn 1995).
    """
    rows = len(y)
    if task.kind == "regression":
        clipped = min(max(value, 0.0), 1.0)
        return value - 1.645 * math.sqrt(4 * clipped * (1 - clipped) ** 2 / rows)
    counts = np.bincount(y)
    positive = float(counts[counts > 0].min())
    negative = rows - positive
    area = min(max(value, 0.0), 1.0)
    both_positive, both_negative = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (
        area * (1 - area)
        + (positive - 1) * (both_positive - area**2)
        + (negative - 1) * (both_negative - area**2)
    ) / (positive * negative)
    return value - 1.645 * math.sqrt(max(variance, 0.0))
