"""Costs: what decisions by a score cost, and which threshold costs least.

Costs are per decision in any unit (benefits are negative costs). A threshold is chosen on other
rows than those on which its cost is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, mean, ratio, wilson
from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.modelling.splits import Fold

PER = 1000
"""Decisions to which costs are told."""

CURVE_POINTS = 50
"""Thresholds of a cost curve at most: quantiles of the score."""

Cost = Annotated[float, Field(allow_inf_nan=False)]


SHORT_OUTCOMES = {
    "tp": "true_positive", "fp": "false_positive", "fn": "false_negative", "tn": "true_negative",
}  # fmt: skip
"""Short names of the outcomes of a decision."""


class CostMatrix(Contract):
    """What each outcome of one decision costs; a benefit is a negative cost.

    Attributes:
        true_positive: acting, and it happens.
        false_positive: acting, and it doesn't: a false alarm.
        false_negative: not acting, and it happens: a miss.
        true_negative: not acting, and it doesn't.
        unit: what is counted, such as "EUR".
    """

    true_positive: Cost = 0.0
    false_positive: Cost
    false_negative: Cost
    true_negative: Cost = 0.0
    unit: str | None = Field(None, max_length=20)

    @model_validator(mode="after")
    def _errors_cost_more(self) -> CostMatrix:
        if self.false_positive <= self.true_negative or self.false_negative <= self.true_positive:
            raise ValueError(
                "each kind of error has to cost more than the right decision in its place"
            )
        return self

    @property
    def calibrated_threshold(self) -> float:
        """The probability from which acting costs less, for calibrated scores (Elkan 2001)."""
        alarm = self.false_positive - self.true_negative
        miss = self.false_negative - self.true_positive
        return alarm / (alarm + miss)

    def of_rows(self, y: np.ndarray, acts: np.ndarray) -> np.ndarray:
        """Return what each row's decision costs, (n,)."""
        acting = np.where(y == 1, self.true_positive, self.false_positive)
        waiting = np.where(y == 1, self.false_negative, self.true_negative)
        return np.asarray(np.where(acts, acting, waiting), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class PolicyCost:
    """What a policy costs.

    Attributes:
        policy: `do_nothing`, `do_everything`, or as it was called.
        per_1000: cost per 1,000 decisions.
        minus_best_constant: that of the policy minus that of the better of doing nothing and
            doing everything, paired by row; which is better was seen on the same rows, so that the
            interval holds for both (Bonferroni).
        minus_cost_optimal: that of the policy minus that at the threshold chosen for its cost.
    """

    policy: str
    per_1000: Estimate
    minus_best_constant: Estimate
    minus_cost_optimal: Estimate


@dataclass(frozen=True, slots=True)
class Acting:
    """How often a policy acts, and how often that is right.

    Attributes:
        share: of the rows that are acted on.
        precision: share of those acted on where it happens; NaN where none is acted on.
        recall: share of those where it happens that are acted on; NaN where it never happens.
    """

    share: Estimate
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class CostReport:
    """What thresholds cost on rows that they were not chosen on.

    Attributes:
        threshold: the cheapest on all rows that thresholds were chosen from: what to use.
        thresholds: the one chosen in each fold.
        policies: do_nothing, do_everything, cost_optimal, then those that were given.
        best_constant: the cheaper of `do_nothing` and `do_everything`.
        curve: pairs of a threshold and its cost per 1,000 decisions, over all rows.
        acting: how `threshold` acts on the rows on which policies were judged.
        rows: on which policies were judged.
    """

    threshold: float
    thresholds: tuple[float, ...]
    policies: tuple[PolicyCost, ...]
    best_constant: str
    curve: tuple[tuple[float, float], ...]
    acting: Acting
    rows: int

    def policy(self, name: str) -> PolicyCost:
        """Return one policy's cost."""
        return next(policy for policy in self.policies if policy.policy == name)


def choose_threshold(y: np.ndarray, score: np.ndarray, costs: CostMatrix) -> float:
    """Return the threshold that costs least on these rows; acting is score >= threshold.

    Half-way between two scores; infinite where never to act is cheapest. Of several that cost the
    same, the middle one.
    """
    levels, total = _cost_by_threshold(y, score, costs)
    cheapest = total.min()
    best = np.flatnonzero(total <= cheapest + 1e-12 * max(1.0, abs(float(cheapest))))
    place = int(best[len(best) // 2])
    if place == len(levels):
        return float("inf")
    below = levels[place - 1] if place else levels[0]
    return float((levels[place] + below) / 2)


def cost_curve(
    y: np.ndarray, score: np.ndarray, costs: CostMatrix, *, points: int = CURVE_POINTS
) -> tuple[tuple[float, float], ...]:
    """Return pairs of threshold and cost per 1,000 decisions, in rising order of threshold."""
    levels, total = _cost_by_threshold(y, score, costs)
    chosen = np.unique(np.linspace(0, len(levels) - 1, min(points, len(levels))).astype(int))
    return tuple((float(levels[k]), float(total[k] / len(y) * PER)) for k in chosen)


def measure_costs(
    y: np.ndarray,
    score: np.ndarray,
    costs: CostMatrix,
    folds: Sequence[Fold],
    parts: Parts,
    *,
    policies: Mapping[str, np.ndarray] | None = None,
) -> CostReport:
    """Choose a threshold on each fold's training rows and judge it on the others.

    Args:
        y: (n,) 1 where it happened, else 0.
        score: (n,) the higher, the likelier.
        costs: of one decision.
        folds: `train` rows choose, `validation` rows judge; no row judges twice.
        parts: which rows depend on each other.
        policies: other ways to decide, each with whether it acts, (n,): the threshold in use,
            one rule.
    """
    acts = np.zeros(len(y), dtype=bool)
    judged = np.zeros(len(y), dtype=bool)
    thresholds = []
    for fold in folds:
        threshold = choose_threshold(y[fold.train], score[fold.train], costs)
        thresholds.append(threshold)
        acts[fold.validation] = score[fold.validation] >= threshold
        judged[fold.validation] = True
    outcome, there = y[judged], parts.rows(judged)
    ways = {"do_nothing": np.zeros(len(y), dtype=bool), "do_everything": np.ones(len(y), bool),
            "cost_optimal": acts} | dict(policies or {})  # fmt: skip
    spent = {name: costs.of_rows(outcome, way[judged]) for name, way in ways.items()}
    best = min(("do_nothing", "do_everything"), key=lambda name: float(spent[name].mean()))
    chosen = choose_threshold(y, score, costs)
    return CostReport(
        threshold=chosen,
        thresholds=tuple(thresholds),
        policies=tuple(
            PolicyCost(
                name,
                _per_1000(cost, there, costs),
                mean(PER * (cost - spent[best]), there, level=1 - (1 - LEVEL) / 2, amounts=True),
                mean(PER * (cost - spent["cost_optimal"]), there, amounts=True),
            )
            for name, cost in spent.items()
        ),
        best_constant=best,
        curve=cost_curve(y, score, costs),
        acting=_acting(outcome == 1, score[judged] >= chosen, there),
        rows=int(judged.sum()),
    )


def _per_1000(cost: np.ndarray, parts: Parts, costs: CostMatrix) -> Estimate:
    """Return the mean cost to 1,000 decisions.

    Where every row costs the same, as where no decision was wrong, the jackknife sees no spread:
    the ends are then what the other outcomes would make it, as often as Wilson's interval of none
    in so many leaves room for.
    """
    found = mean(PER * cost, parts, amounts=True)
    if len(cost) < 2 or np.ptp(cost) > 0:
        return found
    outcomes = (costs.true_positive, costs.false_positive, costs.false_negative,
                costs.true_negative)  # fmt: skip
    unseen = wilson(0.0, len(cost), parts=parts.count)[1]
    low, high = (PER * unseen * (end(outcomes) - float(cost[0])) for end in (min, max))
    return Estimate(found.value, (found.value + low, found.value + high), found.rows)


def _acting(happened: np.ndarray, acts: np.ndarray, parts: Parts) -> Acting:
    hits, acted = (happened & acts).astype(float), acts.astype(float)
    return Acting(
        share=mean(acted, parts),
        precision=ratio(hits, acted, parts),
        recall=ratio(hits, happened.astype(float), parts),
    )


def halves(parts: Parts, *, times: np.ndarray | None = None, seed: int = 0) -> list[Fold]:
    """Return folds for choosing a threshold: the earlier half for the later one, else both ways.

    Rows that depend on each other stay on one side.
    """
    if times is not None:
        order, rows = np.argsort(times, kind="stable"), len(times)
        return [Fold(np.sort(order[: rows // 2]), np.sort(order[rows // 2 :]))]
    first = np.isin(parts.part, np.random.default_rng(seed).permutation(parts.count)[::2])
    one, other = np.flatnonzero(first), np.flatnonzero(~first)
    return [Fold(one, other), Fold(other, one)] if len(one) and len(other) else []


def _cost_by_threshold(
    y: np.ndarray, score: np.ndarray, costs: CostMatrix
) -> tuple[np.ndarray, np.ndarray]:
    """Return distinct scores, (m,), and total costs, (m + 1,): of acting from each, and never."""
    levels, place = np.unique(score, return_inverse=True)
    happened = np.bincount(place, weights=(y == 1).astype(float), minlength=len(levels))
    not_happened = np.bincount(place, minlength=len(levels)) - happened
    wait = happened * costs.false_negative + not_happened * costs.true_negative
    act = happened * costs.true_positive + not_happened * costs.false_positive
    waited = np.concatenate([[0.0], np.cumsum(wait)])
    acted = np.concatenate([np.cumsum(act[::-1])[::-1], [0.0]])
    return levels, waited + acted
