"""A class given away: a column that knows one of several classes, and nothing of the others.

Over all classes such a column says little more than honest ones do: of three classes it gains a
third of what it knows of its own. So each class is judged against the rest by the limits of two
classes (`rule`), and only a column that says nothing of the rest and is not shown to be a cause is
asked about: an honest measure of several classes rarely tells one of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.ablation import Ablation, Loss
from ml_engineer_tools.leakage.target.copies import Source, gather_copies
from ml_engineer_tools.leakage.target.rule import CLASSES, lower_end
from ml_engineer_tools.leakage.target.singles import Singles
from ml_engineer_tools.leakage.target.suspects import CONSIDERED, COPY_ROWS
from ml_engineer_tools.leakage.target.target_rates import record_target_rates
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import joined, quoted

FEWEST_ROWS = 30
"""Rows of a class from which it is judged by itself: a convention."""
MOST_CLASSES = 12
"""With more classes each gains little by being given away: the most frequent are judged."""
ELSEWHERE = 0.3
"""Part of what a column says of its class that it may say of the others: a convention."""
NEARER_TO_EFFECT = 0.5
"""Position between cause (0) and effect (1), see `direction`, from which it may be an effect."""
SURELY = 0.6
"""What the score of the class, allowing for few rows, has to reach: a convention."""
BINARY = Task("binary", (0, 1), 1)


@dataclass(frozen=True, slots=True)
class GivenClass:
    """A column, copies included, that gives one class away.

    Attributes:
        columns: the strongest first.
        code: the class.
        alone: ROC AUC of the column alone, this class against the rest.
        next_best: that of the next best column.
        loss: what the quick model loses of it without the column.
    """

    columns: tuple[str, ...]
    code: int
    alone: float
    next_best: float
    loss: Loss


def find_given_classes(inputs: Inputs, singles: Singles, explained: tuple[str, ...]) -> Found:
    """Record columns that give one class of several away.

    Args:
        inputs: the surroundings.
        singles: the features.
        explained: columns that other checks have found already.
    """
    probe = singles.probe
    if probe.task.kind != "multiclass" or not singles.found:
        return Found()
    found = Found()
    counts = np.bincount(probe.y, minlength=len(probe.task.classes))
    frequent = np.argsort(-counts, kind="stable")[:MOST_CLASSES]
    for code in sorted(int(k) for k in frequent if counts[k] >= FEWEST_ROWS):
        gone = (*explained, *found.columns)
        given = _search(singles.without(gone), code)
        if given is not None:
            found = found.plus(Found(given.columns, (_report(inputs, singles, given),)))
    return found


def _search(singles: Singles, code: int) -> GivenClass | None:
    """Return the column that stands apart in telling this class, if one does."""
    probe = singles.probe
    label = (probe.y == code).astype(np.int64)
    scores = {name: _area(label, out.prediction[:, code]) for name, out in singles.found.items()}
    top = sorted(scores, key=lambda name: (-scores[name], name))[:CONSIDERED]
    sources = gather_copies(
        probe.of_rows(COPY_ROWS).frame, {name: scores[name] for name in top}, set()
    )
    if len(sources) < 3:
        return None
    first, next_best = sources[0], max(sources[1].score, 0.5)
    low = lower_end(BINARY, first.score, label)
    if low < SURELY or not _tells_one(singles, first, code):
        return None
    direction = singles.directions(first.columns[1:]).get(first.columns[0])
    if direction is None or direction.position < NEARER_TO_EFFECT:
        return None
    limits = CLASSES["medium"]
    if first.score < limits.alone or first.score - next_best < limits.gap:
        return None
    against_rest = replace(probe, task=BINARY, y=label)
    loss = Ablation(against_rest, scores).loss(set(first.columns), set())
    if loss.drop < limits.drop or loss.drop_low is None or loss.drop_low <= 0:
        return None
    return GivenClass(first.columns, code, first.score, next_best, loss)


def _tells_one(singles: Singles, source: Source, code: int) -> bool:
    """Tell whether a column says next to nothing of the other classes, this one left out."""
    probe = singles.probe
    prediction = singles.found[source.columns[0]].prediction
    rest = (probe.y != code) & np.isfinite(prediction[:, 0])
    others = [k for k in np.unique(probe.y[rest]) if (probe.y == k).sum() >= FEWEST_ROWS]
    if len(others) < 2:
        return False
    share = prediction[rest] / np.maximum(1 - prediction[rest, code], 1e-9)[:, None]
    areas = [_area((probe.y[rest] == k).astype(np.int64), share[:, k]) for k in others]
    return max(areas) - 0.5 <= ELSEWHERE * (source.score - 0.5)


def _area(label: np.ndarray, score: np.ndarray) -> float:
    """Return the ROC AUC over the rows that have a score; 0.5 where it isn't defined."""
    from scipy.stats import rankdata

    known = np.isfinite(score)
    hit, ranks = label[known] == 1, rankdata(score[known])
    positives, negatives = int(hit.sum()), int((~hit).sum())
    if not positives or not negatives:
        return 0.5
    above = float(ranks[hit].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def _report(inputs: Inputs, singles: Singles, given: GivenClass) -> Figure:
    record, probe, loss = inputs.record, singles.probe, given.loss
    lead, columns = given.columns[0], list(given.columns)
    level = f"class {probe.task.classes[given.code]}"
    exactness = probe.exactness()
    alone = record.figure("one_class_roc_auc", given.alone, column=lead, slice=level,
                          n=len(probe.y), exactness=exactness)  # fmt: skip
    following = record.figure("one_class_next_best_roc_auc", given.next_best, slice=level)
    sampled = probe.exactness(loss.rows)
    with_it, without = (
        record.figure(f"one_class_model_{which}_suspect_roc_auc", value, column=lead, slice=level,
                      n=loss.rows, exactness=sampled)
        for which, value in (("with", loss.with_it), ("without", loss.without_it))
    )  # fmt: skip
    rates = record_target_rates(inputs, probe, lead, singles.cells[lead])
    record.finding(
        "suspect_feature",
        "medium",
        f"{joined(columns)} {'gives' if len(columns) == 1 else 'give'} one class of "
        f"{quoted(str(inputs.roles.target))} away and says next to nothing of the others: that "
        f"class against the rest it tells with a ROC AUC of {format_value(alone.value)} alone and "
        f"out of fold, the next best column with {format_value(following.value)}. With all columns "
        f"a quick model reaches {format_value(with_it.value)}, and "
        f"{format_value(without.value)} without it.",
        columns=columns,
        clauses=("S4", "S3", "H5"),
        figures=[alone, following, with_it, without, *rates],
        confidence="medium",
        question=f"When is {joined(columns)} known: before the moment of prediction, or only once "
        "it is clear that it is this class?",
        harmless_if="It is known at prediction time, as in this table.",
    )
    return alone
