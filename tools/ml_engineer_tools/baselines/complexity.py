"""Complexity: which is the simplest model that nothing more complex is shown to beat?

One verdict, from the paired interval of one difference, by the metric that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer_tools.baselines.against_naive import against_last_value
from ml_engineer_tools.baselines.board import Board, Comparison
from ml_engineer_tools.baselines.floors import NAMES, TRIVIAL
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.deciding import FEWEST_TO_SHOW, Gain
from ml_engineer_tools.modelling.metric_names import metric_words
from ml_engineer_tools.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Choice:
    """What the verdict recommends.

    Attributes:
        model: the simplest model that is worth having.
        pair: the more complex and the simpler model that the verdict compares; None where no model
            is shown to beat the trivial one.
        gains: what is shown of the more complex one's gain, or of any model's over the trivial one.
    """

    model: str
    pair: tuple[str, str] | None = None
    gains: Gain = "undecided"


def judge_complexity(record: Recorder, board: Board, least: Figure) -> Choice | None:
    """Say which is the simplest model that beats the trivial one and nothing more complex beats.

    One model beats another if the interval of their paired difference excludes zero and the
    difference is large enough to count (clauses P4, H1). Where that is neither shown nor excluded,
    it is said, with the better of the models that are in question.

    Returns:
        The choice; None where models can't be compared.
    """
    metric = board.primary
    ladder = [model for model in board.ladder if board.figure(model, metric) is not None]
    if len(ladder) < 2:
        return None
    floor, learning = ladder[0], ladder[1:]
    useful = [model for model in learning if _beats(board, model, floor)]
    if not useful:
        return Choice(floor, gains=_tell_none(record, board, learning, floor, least))
    chosen = next(
        model
        for model in useful
        if not any(_beats(board, other, model) for other in useful[useful.index(model) + 1 :])
    )
    # The two differences that everybody asks for.
    for first, second in (("lightgbm", "linear"), ("linear", floor)):
        if first in ladder and second in ladder:
            board.compare(first, second, metric)
    above = learning[learning.index(chosen) + 1 :]
    if not above:
        return _tell_earned(record, board, chosen, ladder[:-1], least)
    return _tell_simpler(record, board, chosen, above, least)


def _tell_none(
    record: Recorder, board: Board, learning: Sequence[str], floor: str, least: Figure
) -> Gain:
    metric = board.primary
    open_ = [model for model in learning if _gains(board, model, floor) == "undecided"]
    best = max(open_ or learning, key=lambda model: _gain(board, model, floor))
    comparison = board.compare(best, floor, metric)
    reached = (
        f"{best} reaches {metric_words(metric)} {board.figure(best, metric)} against "
        f"{board.figure(floor, metric)} ({_difference(comparison)})"
    )
    words = "the trivial one" if floor == TRIVIAL else "the median of the training rows"
    hint, told = _order_shown(board, learning, floor) if open_ else ("", [])
    record.finding(
        "no_model_beats_trivial",
        "medium" if open_ else "high",
        f"Whether any model beats {words} can't be told yet ({board.where}): {reached}{hint}."
        if open_
        else f"No model beats {words} ({board.where}): {reached}.",
        clauses=("S2", "P4"),
        figures=[
            *_given(board.figure(best, metric), board.figure(floor, metric), comparison, least),
            *told,
        ],
        question="Can more rows of the rarer class be had?"
        if told
        else "Is there any column that should say something about the target?",
    )
    return "undecided" if open_ else "small"


def _order_shown(board: Board, learning: Sequence[str], floor: str) -> tuple[str, list[Figure]]:
    """Say that rows are put in order better than by chance, where the metric that fits is open."""
    metric = "roc_auc"
    have = [model for model in learning if board.figure(model, metric) is not None]
    if board.primary == metric or not have or board.figure(floor, metric) is None:
        return "", []
    best = max(have, key=lambda model: board.trials[model].estimate(metric).value)
    comparison, reached = board.compare(best, floor, metric), board.figure(best, metric)
    if comparison is None or not comparison.better or reached is None:
        return "", []
    return (
        f", though {best} is shown to put the rows in order better than chance: "
        f"{metric_words(metric)} {reached}, {comparison.figure} above it",
        [reached, comparison.figure],
    )


def _tell_earned(
    record: Recorder, board: Board, chosen: str, simpler: Sequence[str], least: Figure
) -> Choice:
    metric = board.primary
    beaten = [model for model in simpler if _beats(board, chosen, model)]
    before = min(beaten, key=lambda model: _gain(board, chosen, model))
    comparison = board.compare(chosen, before, metric)
    unbeaten = _unbeaten(board)
    start = (
        "The most complex model earns its place"
        if unbeaten is None
        else "Among the models that learn, the most complex one is ahead"
    )
    end = "" if unbeaten is None else f"; but {unbeaten}, so it has not earned its place yet"
    record.finding(
        "complexity",
        "info" if unbeaten is None else "low",
        f"{start} ({board.where}): {chosen} reaches {metric_words(metric)} "
        f"{board.figure(chosen, metric)} against {board.figure(before, metric)} of {before}, "
        f"a difference of {_of(comparison)} whose interval excludes zero{end}.",
        clauses=("P4", "H1", "S5"),
        figures=_given(
            board.figure(chosen, metric), board.figure(before, metric), comparison, least
        ),
    )
    return Choice(chosen, (chosen, before), "shown")


def _tell_simpler(
    record: Recorder, board: Board, chosen: str, above: Sequence[str], least: Figure
) -> Choice:
    metric = board.primary
    open_ = [model for model in above if _gains(board, model, chosen) == "undecided"]
    other = max(open_ or above, key=lambda model: _gain(board, model, chosen))
    comparison = board.compare(other, chosen, metric)
    unbeaten = _unbeaten(board)
    also = "" if unbeaten is None else f"; but {unbeaten}"
    hint, told = _hint(board, other, chosen) if open_ else ("", [])
    if open_ and _gain(board, other, chosen) <= 0:
        statement = (
            f"Nothing more complex than {chosen} is shown to be better ({board.where}): it reaches "
            f"{metric_words(metric)} {board.figure(chosen, metric)} and {other} "
            f"{board.figure(other, metric)} ({_difference(comparison)}); until more rows tell, the "
            f"simpler {chosen} is the choice{also}."
        )
    elif open_:
        statement = (
            f"Whether the more complex {other} is better than {chosen} can't be told yet "
            f"({board.where}): it reaches {metric_words(metric)} {board.figure(other, metric)} "
            f"against {board.figure(chosen, metric)} ({_difference(comparison)}){hint}; until "
            f"more rows tell, the simpler {chosen} is the choice{also}."
        )
    else:
        statement = (
            f"The simpler {chosen} is enough ({board.where}): it reaches {metric_words(metric)} "
            f"{board.figure(chosen, metric)} and {other} {board.figure(other, metric)} "
            f"({_difference(comparison)}){also}."
        )
    record.finding(
        "complexity",
        "low",
        statement,
        clauses=("P4", "H1", "S2", "S5"),
        figures=[
            *_given(board.figure(chosen, metric), board.figure(other, metric), comparison, least),
            *(told if hint in statement else []),
        ],
    )
    return Choice(chosen, (other, chosen), _gains(board, other, chosen))


def _hint(board: Board, first: str, second: str) -> tuple[str, list[Figure]]:
    """Say that a metric which knows more than costs shows what costs leave open."""
    metric = board.fitting.probing
    if metric == board.primary:
        return "", []
    comparison = board.compare(first, second, metric)
    one, other = board.figure(first, metric), board.figure(second, metric)
    if comparison is None or not comparison.better or one is None or other is None:
        return "", []
    words = metric_words(metric)
    return (
        f", though by {words} it is shown to be better ({one} against {other})",
        [one, other, comparison.figure],
    )


def _unbeaten(board: Board) -> str | None:
    """Say that no model is shown to beat an earlier outcome; None where one is shown to."""
    verdict, naive = against_last_value(board), board.naive
    if verdict is None or naive is None or verdict[0] == "info":
        return None
    return f"no model is shown to beat {NAMES[naive]}"


def _beats(board: Board, first: str, second: str) -> bool:
    comparison = board.compare(first, second, board.primary)
    return comparison is not None and comparison.better


def _gains(board: Board, first: str, second: str) -> Gain:
    comparison = board.compare(first, second, board.primary)
    return "undecided" if comparison is None else comparison.gains


def _gain(board: Board, first: str, second: str) -> float:
    comparison = board.compare(first, second, board.primary)
    return float("-inf") if comparison is None else comparison.gain


def _difference(comparison: Comparison | None) -> str:
    if comparison is None or comparison.interval is None:
        rarer = None if comparison is None else comparison.rarer
        few = rarer is not None and rarer < FEWEST_TO_SHOW
        return f"too few rows {'of the rarer class ' if few else ''}to tell them apart"
    difference = f"a difference of {comparison.figure}"
    if comparison.gains == "undecided":
        return f"{difference} with {comparison.why_undecided}"
    if comparison.interval[1] < 0:
        return f"{difference} to the disadvantage of the more complex one"
    return f"{difference} whose interval excludes any gain that counts"


def _of(comparison: Comparison | None) -> Figure | None:
    return None if comparison is None else comparison.figure


def _given(
    first: Figure | None, second: Figure | None, comparison: Comparison | None, least: Figure
) -> list[Figure]:
    figures = (first, second, _of(comparison), least)
    return [figure for figure in figures if figure is not None]
