"""Findings on combinations: numbers that together behave like one column known too late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Severity, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.ablation import Ablation, Loss
from ml_engineer_tools.leakage.target.class_identities import in_words
from ml_engineer_tools.leakage.target.combinations import ROWS, Combination, telling_combinations
from ml_engineer_tools.leakage.target.derived import Derived
from ml_engineer_tools.leakage.target.direction import DECIDED, Direction
from ml_engineer_tools.leakage.target.probe import WIDE, Probe
from ml_engineer_tools.leakage.target.rule import Case, grade, grade_effects, lower_end
from ml_engineer_tools.leakage.target.singles import Singles, score_singles
from ml_engineer_tools.modelling.features import feature_kind
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.single_feature import target_columns
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import joined, quoted

if TYPE_CHECKING:
    import pandas as pd


def find_combinations(inputs: Inputs, probe: Probe, explained: tuple[str, ...]) -> Found:
    """Record combinations of numbers that are suspected as a column that says as much would be.

    Args:
        inputs: the surroundings.
        probe: rows and folds.
        explained: columns that other checks have found already; they are left out.
    """
    names = [str(name) for name in probe.frame.columns if name not in explained]
    if len(names) > WIDE:
        return Found()
    numbers = [name for name in names if feature_kind(probe.frame[name]) == "number"]
    if len(numbers) < 2:
        return Found()
    small = probe.of_rows(ROWS)
    found = telling_combinations(_matrix(small, numbers), target_columns(small.task, small.y))
    if not found:
        return Found()
    x = _matrix(probe, numbers)
    combined = {f"combination {k}\0": one for k, one in enumerate(found)}
    frame = probe.frame[names].assign(**{key: one.values(x) for key, one in combined.items()})
    wider = replace(probe, frame=frame)
    singles = score_singles(wider, [*names, *combined])
    taken: set[str] = set()
    result = Found()
    for key, one in combined.items():
        columns = tuple(numbers[k] for k in one.columns)
        others = (set(combined) - {key}) | taken
        judged = _judge(singles, key, columns, others)
        if judged is not None:
            result = result.plus(_report(inputs, singles, key, one, columns, judged))
            taken |= set(columns)
    return result


def _matrix(probe: Probe, names: list[str]) -> np.ndarray:
    return _matrix_of(probe.frame, names)


def _matrix_of(frame: pd.DataFrame, names: list[str]) -> np.ndarray:
    columns = [frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in names]
    x = np.column_stack(columns)
    return np.where(np.isfinite(x), x, np.nan)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is suspected, and the scores that it rests on."""

    severity: Severity
    next_best: float
    loss: Loss


def _judge(
    singles: Singles, key: str, columns: tuple[str, ...], others: set[str]
) -> _Judged | None:
    """Judge a combination by the rule for a single column; its parts are left aside."""
    alone = singles.scores.get(key)
    if alone is None:
        return None
    parts = set(columns)
    probe, task = singles.probe, singles.probe.task
    left = [value for name, value in singles.scores.items() if name not in parts | others | {key}]
    next_best = max([*left, probe.chance])
    direction = singles.directions(parts | others).get(key)
    ablation = Ablation(probe, singles.scores)
    loss = ablation.loss(parts | {key}, others)
    case = Case(
        alone, lower_end(task, alone, probe.y), next_best, loss.without_it, loss.drop,
        loss.drop_low, 1, direction=direction,
    )  # fmt: skip
    severity = grade(task, case)
    if severity in (None, "low") and _may_be_effect(task, direction):
        severity = grade_effects(task, 1, 3 + len(left), alone, loss.drop, loss.drop_low)
    if severity is None or severity == "low":
        return None
    return _Judged(severity, next_best, loss)


def _may_be_effect(task: Task, direction: Direction | None) -> bool:
    """Tell whether a hidden quantity may come after the target.

    A class is often cut from an amount. An amount that was hidden in columns then goes along with
    the other columns within classes too, where an independent cause goes against them.
    """
    if direction is None or direction.error > DECIDED:
        return True
    return direction.is_effect if task.kind == "regression" else not direction.may_be_cause


def _report(
    inputs: Inputs,
    singles: Singles,
    key: str,
    one: Combination,
    columns: tuple[str, ...],
    judged: _Judged,
) -> Found:
    record, probe, loss = inputs.record, singles.probe, judged.loss
    metric, sampled = probe.metric, probe.exactness(loss.rows)
    together = record.figure("combination_" + metric, singles.scores[key], column=columns[0],
                             n=len(probe.y), exactness=probe.exactness())  # fmt: skip
    best = max(columns, key=lambda name: singles.scores.get(name, probe.chance))
    apart = record.figure(
        "single_feature_" + metric, singles.scores.get(best, probe.chance), column=best,
        n=len(probe.y), exactness=probe.exactness(),
    )  # fmt: skip
    next_best = record.figure("next_best_" + metric, judged.next_best)
    with_it = record.figure("model_with_suspect_" + metric, loss.with_it, column=columns[0],
                            n=loss.rows, exactness=sampled)  # fmt: skip
    without = record.figure("model_without_suspect_" + metric, loss.without_it, column=columns[0],
                            n=loss.rows, exactness=sampled)  # fmt: skip
    drop = record.figure("suspect_drop", loss.drop, column=columns[0], interval=loss.interval,
                         n=loss.rows, exactness=sampled)  # fmt: skip
    record.finding(
        "arithmetic_identity",
        judged.severity,
        f"{in_words(columns, one.signs, logs=one.logs)} says of the target "
        f"{quoted(str(inputs.roles.target))} what none of these columns says alone: a "
        f"{METRIC_NAMES[metric]} of {format_value(together.value)} out of fold, where the best of "
        f"them alone reaches {format_value(apart.value)} and the best other column "
        f"{format_value(next_best.value)}.",
        columns=columns,
        clauses=("S4", "S3", "H5"),
        figures=[together, apart, next_best, with_it, without, drop],
        confidence="medium",
        question=f"When are {joined(columns)} known: before the moment of prediction, or only "
        "during or after the outcome? Is the target computed from them?",
        harmless_if="These values are known at prediction time, as they stand in this table.",
    )
    # What a model loses without them is told once, by a model that is given this number too.
    return Found(columns, (together,), (_derived(one, columns),))


def _derived(one: Combination, columns: tuple[str, ...]) -> Derived:
    """Return the combination as a column of its own."""

    def make(frame: pd.DataFrame) -> pd.Series:
        known = _matrix_of(frame, list(columns))
        part = replace(one, columns=tuple(range(len(columns))))
        return pd.Series(part.values(known), index=frame.index)

    import pandas as pd

    words = in_words(columns, one.signs, logs=one.logs)
    return Derived(columns, words[:1].lower() + words[1:], make)
