"""Against what is known without a model: is any model worth more than an earlier outcome?"""

from __future__ import annotations

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.floors import NAMES
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.metric_names import metric_words
from ml_engineer_tools.recorder import Recorder

Verdict = tuple[Severity, str, list[Figure]]


def judge_last_value(record: Recorder, board: Board) -> None:
    """Say whether any model beats the last value, on a split in time."""
    verdict = against_last_value(board)
    if verdict is None:
        return
    severity, sentence, figures = verdict
    for figure in figures:
        if figure.subject.model and " - " not in figure.subject.model:
            record.headline(figure)
    record.finding(
        "last_value",
        severity,
        f"Against what is known without a model ({board.where}): {sentence}.",
        clauses=("S2", "P4"),
        figures=figures,
        question="Is the last outcome known by the time the next prediction is made?",
        harmless_if=None if severity == "info" else "outcomes arrive too late to be used",
    )


def against_last_value(board: Board) -> Verdict | None:
    """Compare the best model that learns with the best of the earlier outcomes taken for this one.

    By the metric that is fair to both; of high severity where the earlier outcome is shown to be
    better, or no worse by an amount that counts; medium where that can't be told yet.
    """
    metric, naive = board.label, board.naive
    best = board.best_learner(metric)
    if naive is None or best is None:
        return None
    last, comparison = board.figure(naive, metric), board.compare(best, naive, metric)
    reached = board.figure(best, metric)
    if last is None or reached is None or comparison is None:
        return None
    words = NAMES[naive]
    figures = [reached, last, comparison.figure]
    start = (
        f"the best model by {metric_words(metric)}, {best}, reaches {reached} and {words} {last} "
        f"(a difference of {comparison.figure}"
    )
    if comparison.worse:
        return "high", f"{start}): {words} beats every model", figures
    if comparison.better:
        return "info", f"{start}): the model beats {words}", figures
    if comparison.gains == "small":
        return "high", f"{start}): no model beats {words} by a margin that counts", figures
    return (
        "medium",
        f"{start} with {comparison.why_undecided}): whether a model beats {words} can't "
        "be told yet from these rows",
        figures,
    )
