"""Verdicts: what the board says, in words."""

from __future__ import annotations

from ml_engineer_tools.baselines.board import Board, Comparison
from ml_engineer_tools.baselines.floors import MEDIAN, NAMES, TRIVIAL
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted

TOO_GOOD = 0.995
"""A score from which on it has to be explained: a convention."""

TOO_GOOD_BY = {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "r2"}


def judge_complexity(record: Recorder, board: Board, least: Figure) -> str | None:
    """Say which is the simplest model that beats the trivial one and nothing more complex beats.

    One model beats another if the interval of their paired difference excludes zero and the
    difference is large enough to count (clauses P4, H1).

    Returns:
        The model; None where models can't be compared.
    """
    metric = board.primary
    ladder = [model for model in board.ladder if board.figure(model, metric) is not None]
    if len(ladder) < 2:
        return None
    most_complex = ladder[-1]
    useful = [model for model in ladder[1:] if _beats(board, model, ladder[0])]
    chosen = next(
        (
            model
            for model in useful
            if not any(_beats(board, other, model) for other in useful[useful.index(model) + 1 :])
        ),
        ladder[0],
    )
    _also_compare(board, metric)
    place = board.where
    if chosen == ladder[0]:
        best = max(ladder[1:], key=lambda model: _gain(board, model, chosen))
        comparison = board.compare(best, chosen, metric)
        record.finding(
            "no_model_beats_trivial",
            "high",
            f"No model beats {_floor(chosen)} ({place}): {best} reaches {_metric(metric)} "
            f"{board.figure(best, metric)} against {board.figure(chosen, metric)}, "
            f"{_why_not(comparison)}.",
            clauses=("S2", "P4"),
            figures=_given(
                board.figure(best, metric), board.figure(chosen, metric), _of(comparison), least
            ),
            question="Is there any column that should say something about the target?",
        )
    elif chosen == most_complex:
        before = next(model for model in reversed(ladder[:-1]) if _beats(board, chosen, model))
        comparison = board.compare(chosen, before, metric)
        record.finding(
            "complexity",
            "info",
            f"The most complex model earns its place ({place}): {chosen} reaches {_metric(metric)} "
            f"{board.figure(chosen, metric)} against {board.figure(before, metric)} of {before}, "
            f"a difference of {_of(comparison)} whose interval excludes zero.",
            clauses=("P4", "H1", "S5"),
            figures=_given(
                board.figure(chosen, metric), board.figure(before, metric), _of(comparison), least
            ),
        )
    else:
        comparison = board.compare(most_complex, chosen, metric)
        record.finding(
            "complexity",
            "low",
            f"The simpler {chosen} is enough ({place}): it reaches {_metric(metric)} "
            f"{board.figure(chosen, metric)}, and {most_complex} reaches "
            f"{board.figure(most_complex, metric)}, {_why_not(comparison)}.",
            clauses=("P4", "H1", "S2", "S5"),
            figures=_given(
                board.figure(chosen, metric),
                board.figure(most_complex, metric),
                _of(comparison),
                least,
            ),
        )
    return chosen


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
        f"{best} reaches {_metric(str(metric))} {figure} ({board.where}): too good to be true "
        "until somebody has found out why.",
        clauses=("H5", "S3", "S4"),
        figures=[figure, least],
        question="Which column says so much, and is it known before the outcome? Run the leakage "
        "check.",
        harmless_if="the outcome follows from the inputs, and no model is needed",
    )


def judge_last_value(record: Recorder, board: Board) -> None:
    """Say whether any model beats the last value, on a split in time."""
    verdict = _against_last_value(board)
    if verdict is None:
        return
    severity, sentence, figures = verdict
    record.finding(
        "last_value",
        severity,
        f"Against what is known without a model ({board.where}): {sentence}.",
        clauses=("S2", "P4"),
        figures=figures,
        question="Is the last outcome known by the time the next prediction is made?",
        harmless_if=None if severity == "info" else "outcomes arrive too late to be used",
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
            f"{_metric(metric, start=True)} {with_them} ({best}) {verb} to {without} without "
            f"{names}; the interval of the difference, {figure}, excludes zero."
        )
    else:
        severity = "info"
        statement = (
            f"Without {names} nothing is lost that counts: {_metric(metric)} of {best} is "
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
        f"{top} reaches {_metric(metric)} {random.figure(top, metric)} in random folds and "
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
    against = _against_last_value(ordered)
    if against is not None:
        last_severity, sentence, more = against
        before, after = random.figure(top, ordered.label), ordered.figure(top, ordered.label)
        if ordered.label != metric and before is not None and after is not None:
            sentences.append(
                f"By {_metric(ordered.label)} {top} reaches {before} in random folds and {after} "
                f"in file order; there {sentence}."
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


def _against_last_value(board: Board) -> tuple[Severity, str, list[Figure]] | None:
    """Compare the best model with the best of the earlier outcomes taken for this one."""
    metric, naive = board.label, board.naive
    best = board.best(metric)
    if naive is None or best is None:
        return None
    last, comparison = board.figure(naive, metric), board.compare(best, naive, metric)
    if last is None or comparison is None:
        return None
    words = NAMES[naive]
    figures = _given(board.figure(best, metric), last, comparison.figure)
    start = (
        f"the best model by {_metric(metric)}, {best}, reaches {board.figure(best, metric)} "
        f"and {words} {last}"
    )
    if comparison.worse:
        return "high", f"{start}: {words} beats every model", figures
    if not comparison.better:
        return "high", f"{start}: no model beats {words} by a margin that counts", figures
    return "info", f"{start}: the model beats {words}", figures


def _falls(random: Board, ordered: Board, model: str) -> bool:
    """Tell whether the score in file order lies beyond the interval of the random split."""
    metric = random.primary
    before, after = random.trials[model].estimate(metric), ordered.trials[model].estimate(metric)
    if before.interval is None:
        return False
    low, high = before.interval
    return after.value < low if higher_is_better(metric) else after.value > high


def _also_compare(board: Board, metric: str) -> None:
    """Record the two differences that everybody asks for."""
    for first, second in (("lightgbm", "linear"), ("linear", board.floor)):
        if first in board.trials and second in board.trials:
            board.compare(first, second, metric)


def _beats(board: Board, first: str, second: str) -> bool:
    comparison = board.compare(first, second, board.primary)
    return comparison is not None and comparison.better


def _gain(board: Board, first: str, second: str) -> float:
    comparison = board.compare(first, second, board.primary)
    return float("-inf") if comparison is None else comparison.gain


def _floor(model: str) -> str:
    return "the trivial one" if model == TRIVIAL else "the median of the training rows"


def _why_not(comparison: Comparison | None) -> str:
    if comparison is None or comparison.figure.interval is None:
        return "too few rows to tell them apart"
    low, high = comparison.figure.interval
    difference = f"a difference of {comparison.figure}"
    if low <= 0 <= high:
        return f"{difference} whose interval includes zero"
    if comparison.gain < 0:
        return f"{difference} to its disadvantage"
    return f"{difference} that is too small to count"


def _metric(metric: str, *, start: bool = False) -> str:
    name = METRIC_NAMES[metric]
    return name[0].upper() + name[1:] if start else name


def _of(comparison: Comparison | None) -> Figure | None:
    return None if comparison is None else comparison.figure


def _given(*figures: Figure | None) -> list[Figure]:
    return [figure for figure in figures if figure is not None]
