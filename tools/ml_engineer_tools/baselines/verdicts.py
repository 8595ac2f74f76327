"""Verdicts: what the board says, in words."""

from __future__ import annotations

from ml_engineer_tools.baselines.against_naive import against_last_value
from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.floors import MEDIAN, TRIVIAL
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.metric_names import metric_words
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted

TOO_GOOD = 0.995
"""A score from which on it has to be explained: a convention."""

TOO_GOOD_BY = {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "r2"}


def judge_perfection(record: Recorder, board: Board) -> None:
    """Say that a nearly perfect score has to be explained before it is believed."""
    metric = TOO_GOOD_BY.get(board.task.kind)
    best = None if metric is None else board.best(metric)
    figure = None if best is None or metric is None else board.figure(best, metric)
    if figure is None or isinstance(figure.value, str) or figure.value < TOO_GOOD:
        return
    least = record.convention("too_good_score", TOO_GOOD, source="a convention: few honest tasks")
    record.finding(
        "too_good",
        "high",
        f"{best} reaches {metric_words(str(metric))} {figure} ({board.where}): too good to be true "
        "until somebody has found out why.",
        clauses=("H5", "S3", "S4"),
        figures=[figure, least],
        question="Which column says so much, and is it known before the outcome? Run the leakage "
        "check.",
        harmless_if="the outcome follows from the inputs, and no model is needed",
    )


def judge_suspects(
    record: Recorder, full: Board, reduced: Board, suspects: tuple[str, ...]
) -> None:
    """Record what each model loses without the suspects; say it of the best one without them."""
    metric = full.primary
    lost: dict[str, tuple[Figure, int]] = {}
    for model in full.ladder:
        if model in (TRIVIAL, MEDIAN):
            continue
        difference = full.trials[model].minus(reduced.trials[model], metric)
        if difference is None:
            continue
        figure = record.figure(
            f"{metric}_difference",
            difference.value,
            model=model,
            split=full.trials[model].split.name,
            slice=reduced.slice,
            interval=difference.interval,
            n=full.trials[model].split.validated,
            exactness=full.exactness,
        )
        lost[model] = (figure, full.counts(difference, metric))
    best = reduced.best(metric)
    if best is None or best not in lost:
        return
    figure, counts = lost[best]
    names = " and ".join(quoted(name) for name in suspects)
    with_them, without = full.figure(best, metric), reduced.figure(best, metric)
    verb = "falls" if higher_is_better(metric) else "rises"
    severity: Severity
    if counts > 0:
        severity = "high"
        statement = (
            f"{metric_words(metric, start=True)} {with_them} ({best}) {verb} to {without} without "
            f"{names}; the interval of the difference, {figure}, excludes zero."
        )
    else:
        severity = "info"
        statement = (
            f"Without {names} nothing is lost that counts: {metric_words(metric)} of {best} is "
            f"{with_them} with and {without} without, a difference of {figure}."
        )
    record.finding(
        "suspects",
        severity,
        statement,
        columns=suspects,
        clauses=("S4", "S3"),
        figures=_given(with_them, without, figure),
        question=f"When is {names} known: before the prediction is made, or after?",
        harmless_if="the value is known at the time of prediction" if counts > 0 else None,
    )


def judge_file_order(
    record: Recorder, random: Board, ordered: Board, signs: tuple[Figure, ...]
) -> None:
    """Say how the random split, the split in file order and the last value compare.

    Args:
        record: takes the finding.
        random: the models on random folds.
        ordered: the same models on a split in file order, with the last value.
        signs: figures that show that order matters.
    """
    metric = random.primary
    top, top_ordered = random.best(metric), ordered.best(metric)
    if top is None or top_ordered is None:
        return
    suspects = "" if random.slice is None else " (suspects left out)"
    figures = [*_given(random.figure(top, metric), ordered.figure(top, metric)), *signs]
    sentences = [
        "The order of the rows in the file says something about the target. "
        f"{top} reaches {metric_words(metric)} {random.figure(top, metric)} in random folds and "
        f"{ordered.figure(top, metric)} on a split in file order{suspects}."
    ]
    turned = None if top_ordered == top else ordered.compare(top_ordered, top, metric)
    if turned is not None:
        reached = ordered.figure(top_ordered, metric)
        elsewhere = random.figure(top_ordered, metric)
        simpler = ordered.ladder.index(top_ordered) < ordered.ladder.index(top)
        verdict = (
            f"the {'simpler' if simpler else 'other'} model wins in time"
            if turned.better
            else "the two can't be told apart there"
        )
        sentences.append(
            f"{top_ordered}, {elsewhere} in random folds, reaches {reached} in file order: "
            f"{verdict}."
        )
        figures += _given(reached, elsewhere, turned.figure)
    severity: Severity = "high" if _falls(random, ordered, top) else "low"
    against = against_last_value(ordered)
    if against is not None:
        last_severity, sentence, more = against
        before, after = random.figure(top, ordered.label), ordered.figure(top, ordered.label)
        if ordered.label != metric and before is not None and after is not None:
            sentences.append(
                f"By {metric_words(ordered.label)} {top} reaches {before} in random folds and "
                f"{after} in file order; there {sentence}."
            )
            figures += [before, after]
        else:
            sentences.append(f"In file order {sentence}.")
        figures += more
        severity = "high" if last_severity == "high" else severity
    record.finding(
        "file_order",
        severity,
        " ".join(sentences),
        clauses=("S3", "S2", "P5"),
        figures=list(dict.fromkeys(figures)),
        question="Are the rows in order of time, and which column says when each was known?",
        harmless_if="the order of the rows has nothing to do with time",
    )


def _falls(random: Board, ordered: Board, model: str) -> bool:
    """Tell whether the score in file order lies beyond the interval of the random split."""
    metric = random.primary
    before, after = random.trials[model].estimate(metric), ordered.trials[model].estimate(metric)
    if before.interval is None:
        return False
    low, high = before.interval
    return after.value < low if higher_is_better(metric) else after.value > high


def _given(*figures: Figure | None) -> list[Figure]:
    return [figure for figure in figures if figure is not None]
