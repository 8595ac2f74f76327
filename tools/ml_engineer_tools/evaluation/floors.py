"""Floors: what the trivial and naive predictions reach on the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.metrics import Scored, score_predictions
from ml_engineer_tools.evaluation.parts import Parts, deal_parts
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.features import prepare, usable_features
from ml_engineer_tools.modelling.models import predict_fold, previous_rows
from ml_engineer_tools.modelling.splits import Fold, group_folds, stratified_folds, time_folds
from ml_engineer_tools.modelling.task import Task

ONE_RULE_ROWS = 20_000
"""Rows on which the one rule is learnt and judged."""

SEASONS = {"same_time_last_week": 7, "same_time_last_year": 364}
"""Days back; a year is 52 weeks, so that weekdays agree."""

KNOWN_SHARE = 0.5
"""Share of rows that need a value a season ago for that floor to be told: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """A prediction that needs no model.

    Attributes:
        name: trivial, last_value, same_time_last_week, same_time_last_year or one_rule.
        rows: positions of the rows that it predicts.
        own: its metrics on them.
        model: the judged model's metrics on the same rows.
        acts: (n,) whether it acts, for two classes; False where it predicts nothing.
        assumption: what has to hold for it to be a fair floor, or "".
    """

    name: str
    rows: np.ndarray
    own: Scored
    model: Scored
    acts: np.ndarray | None
    assumption: str = ""


def trivial_floor(task: Task, rows: Judgeable, known: np.ndarray, model: Scored) -> Floor:
    """Predict class shares, or the median, of the outcomes `known` before."""
    n = len(rows)
    if task.kind == "regression":
        own = score_predictions(
            task, rows.y, rows.parts, numbers=np.full(n, float(np.median(known)))
        )
        return Floor("trivial", np.arange(n), own, model, None)
    shares = np.bincount(known.astype(int), minlength=len(task.classes)) / len(known)
    labels = np.full(n, int(shares.argmax()))
    own = score_predictions(
        task, rows.y, rows.parts, chances=np.tile(shares, (n, 1)), labels=labels
    )
    return Floor("trivial", np.arange(n), own, model, labels == 1)


def naive_floors(task: Task, rows: Judgeable) -> list[Floor]:
    """Predict by outcomes before: the last one, and those a week and a year ago if there are any.

    Empty without a time.
    """
    if rows.times is None:
        return []
    found = []
    previous = previous_rows(rows.times, rows.groups)
    floor = _by_outcome(task, rows, "last_value", previous)
    if floor is not None:
        found.append(floor)
    if rows.times.dtype.kind == "M":
        for name, days in SEASONS.items():
            floor = _by_outcome(task, rows, name, _rows_ago(rows, days))
            if floor is not None:
                found.append(floor)
    return found


def one_rule_floor(
    task: Task, rows: Judgeable, leave_out: Sequence[str | None], *, seed: int
) -> Floor | None:
    """Learn one rule on the table's other columns, outside the rows that it predicts.

    None if there are no usable columns or too few rows.
    """
    frame = rows.frame
    names, _ = usable_features(frame, [name for name in leave_out if name is not None])
    if not names or len(rows) < 100:
        return None
    features = prepare(frame, names)
    n = min(len(rows), ONE_RULE_ROWS)
    chosen = np.sort(np.random.default_rng(seed).permutation(len(rows))[:n])
    folds = _folds(task, rows, chosen, seed)
    if not folds:
        return None
    size = 0 if task.kind == "regression" else len(task.classes)
    guessed = np.zeros((len(rows), size)) if size else np.zeros(len(rows))
    told = np.zeros(len(rows), dtype=bool)
    for fold in folds:
        guessed[fold.validation] = predict_fold("one_rule", task, features, rows.y, fold, seed=seed)
        told[fold.validation] = True
    labels = guessed.argmax(axis=1) if size else None
    return _floor(
        task, rows, "one_rule", np.flatnonzero(told),
        chances=guessed if size else None, labels=labels, numbers=None if size else guessed,
        assumption="the columns beside the predictions were known when they were made",
    )  # fmt: skip


def model_scores(task: Task, rows: Judgeable, parts: Parts, chosen: np.ndarray) -> Scored:
    """Return the judged model's metrics on some rows."""
    of = rows.predicted.of(chosen)
    return score_predictions(
        task, rows.y[chosen], parts, chances=of.chances, labels=of.labels, numbers=of.numbers
    )


def _by_outcome(task: Task, rows: Judgeable, name: str, source: np.ndarray) -> Floor | None:
    known = np.flatnonzero(source >= 0)
    if len(known) < max(20, KNOWN_SHARE * len(rows)):
        return None
    value = np.zeros(len(rows), dtype=rows.y.dtype)
    value[known] = rows.y[source[known]]
    numeric = task.kind == "regression"
    return _floor(
        task, rows, name, known, labels=None if numeric else value,
        numbers=value if numeric else None,
        assumption="each outcome is known by the time that the next prediction is made",
    )  # fmt: skip


def _floor(
    task: Task,
    rows: Judgeable,
    name: str,
    chosen: np.ndarray,
    *,
    chances: np.ndarray | None = None,
    labels: np.ndarray | None = None,
    numbers: np.ndarray | None = None,
    assumption: str = "",
) -> Floor | None:
    if len(chosen) < 20:
        return None
    parts = _parts_of(rows, chosen)
    own = score_predictions(
        task, rows.y[chosen], parts,
        chances=None if chances is None else chances[chosen],
        labels=None if labels is None else labels[chosen],
        numbers=None if numbers is None else numbers[chosen],
    )  # fmt: skip
    acts = None
    if labels is not None and task.kind == "binary":
        acts = np.zeros(len(rows), dtype=bool)
        acts[chosen] = labels[chosen] == 1
    return Floor(name, chosen, own, model_scores(task, rows, parts, chosen), acts, assumption)


def _parts_of(rows: Judgeable, chosen: np.ndarray) -> Parts:
    """Return the parts of the rows that a floor predicts, dealt anew where they are some of all.

    What learns from the past predicts the end of the time only, which is a few of all parts: too
    few, and one of them cut off, for anything to be told from what they move.
    """
    if len(chosen) == len(rows):
        return rows.parts
    times = None if rows.times is None else rows.times[chosen]
    groups = None if rows.groups is None else rows.groups[chosen]
    return deal_parts(len(chosen), times=times, groups=groups)


def _rows_ago(rows: Judgeable, days: int) -> np.ndarray:
    """Return where the row of the same entity so many days before is; -1 for none."""
    times = np.asarray(rows.times, dtype="datetime64[us]").astype(np.int64)
    groups = np.zeros(len(times), dtype=np.int64) if rows.groups is None else rows.groups
    place = {key: k for k, key in enumerate(zip(groups.tolist(), times.tolist(), strict=True))}
    back = days * 86_400_000_000
    return np.array(
        [
            place.get((g, t - back), -1) if g >= 0 else -1
            for g, t in zip(groups.tolist(), times.tolist(), strict=True)
        ]
    )


def _folds(task: Task, rows: Judgeable, chosen: np.ndarray, seed: int) -> list[Fold]:
    y = rows.y[chosen]
    if rows.times is not None and len(np.unique(rows.times[chosen])) > 1:
        folds = time_folds(rows.times[chosen])
    elif rows.groups is not None and len(np.unique(rows.groups[chosen])) > 1:
        folds = group_folds(rows.groups[chosen], seed=seed)
    else:
        classes = None if task.kind == "regression" else y
        folds = stratified_folds(classes, rows=len(chosen), seed=seed)
    kept = [fold for fold in folds if len(fold.train) and len(fold.validation)]
    return [Fold(chosen[fold.train], chosen[fold.validation]) for fold in kept]
