"""Choosing: functions whose result is the best of many, a ranking, or weights of a blend."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Score
from ml_engineer_tools.leakage.process.iteration import GETTER, MAPPED, RECORDS, element
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import covers
from ml_engineer_tools.leakage.process.score_tables import first_scores, ranked_by, with_choices
from ml_engineer_tools.leakage.process.selecting import select
from ml_engineer_tools.leakage.process.values import (
    NOTHING,
    UNKNOWN,
    Value,
    flat,
    join,
    one_of_each,
)

CLEANERS = ("find_label_issues", "get_label_quality_scores", "rank_by_self_confidence")
"""Functions that tell which labels predictions speak against."""


def doubted(arguments: Arguments, line: int) -> Value:
    """Return which rows have labels that predictions speak against."""
    known = [flat(value) for value in arguments.data()]
    said = frozenset(p for value in known for p in value.predictions)
    rows = next(value.rows for value in known)
    return Value(rows=rows, predictions=said, scores=frozenset({Score(rows, line)}))


def chosen(machine: Machine, arguments: Arguments, line: int, name: str) -> Value | None:
    """Return the best of many, or all of them sorted; None of any other function."""
    if name not in functions.CHOOSERS and name != "sorted":
        return None
    by_key = scores_by_key(machine, arguments.value(0), arguments, line)
    if name == "sorted" and arguments.value(0).name == RECORDS:
        return ranked_by(arguments.value(0), by_key or first_scores(arguments.value(0)))
    if name == "sorted":
        return _ranked_by(arguments, by_key) or _sorted_keys(arguments, line)
    if by_key or _lists_scores(arguments):
        return _choose(machine, arguments, line, name, by_key)
    return None


def compares(arguments: Arguments) -> bool:
    """Tell whether predictions are given."""
    return any(flat(value).predictions for value in arguments.given)


def _sorted_keys(arguments: Arguments, line: int) -> Value | None:
    """Return the sorted keys of a mapping; None of anything else."""
    first = arguments.value(0)
    return one_of_each(replace(first, name=""), line) if first.name == MAPPED else None


def _ranked_by(arguments: Arguments, by_key: frozenset[Score]) -> Value | None:
    """Return values sorted by their scores; None if their key tells no score."""
    if not by_key:
        return None
    return replace(flat(arguments.value(0)), scores=by_key, ranked=True, items=None)


def _of_new_rows(arguments: Arguments) -> bool:
    """Tell whether models are asked about rows that they were not trained on."""
    said = [p for value in arguments.all() for p in flat(value).predictions]
    return not all(covers(p.trained, p.rows) for p in said)


def weighed(machine: Machine, arguments: Arguments, line: int, name: str) -> Value | None:
    """Return what is fitted to bring predictions near to labels: weights of a blend."""
    fits = name in functions.FITTING_FUNCTIONS and compares(arguments)
    if not fits or not _of_new_rows(arguments):
        return None
    rows = frozenset(
        part for value in map(flat, arguments.all()) for said in value.predictions
        for part in said.rows
    )  # fmt: skip
    choice = machine.choose("tuning", frozenset({Score(rows, line, "tuning")}), line, name)
    return Value(choices=frozenset({choice}))


def _lists_scores(arguments: Arguments) -> bool:
    """Tell whether there are scores to choose by, rather than errors row by row."""
    known = [flat(value) for value in arguments.all()]
    return any(value.scores and not value.rows for value in known)


def scores_by_key(
    machine: Machine, listed: Value, arguments: Arguments, line: int
) -> frozenset[Score]:
    """Return the scores that a function, given as `key`, tells of the elements."""
    from ml_engineer_tools.leakage.process.calls import call_value

    key = arguments.value(None, "key")
    if key.name == GETTER and key.items:
        return flat(select(element(listed), key.items[0], "key", line)).scores
    if not any(thing.body is not None for thing in key.things):
        return frozenset()
    with machine.loop():
        told = call_value(machine, key, Arguments((element(listed),)), line)
    return flat(told).scores


def _choose(
    machine: Machine, arguments: Arguments, line: int, name: str, by_key: frozenset[Score]
) -> Value:
    """Return the best of some values: by their scores, or by a key that tells their scores."""
    values = [flat(value) for value in arguments.given]
    first = arguments.value(0)
    records = first.name == RECORDS and len(arguments.given) == 1
    if records:
        scores = by_key or first_scores(first)
        choice = machine.choose("model", scores, line, name)
        return with_choices(element(first), frozenset({choice}))
    scores = by_key or frozenset().union(*(flat(value).scores for value in arguments.all()))
    choice = machine.choose("model", scores, line, name)
    best = join(*values)
    one = element(first) if len(arguments.given) == 1 and first.items else UNKNOWN
    if one.items and not one.entries:
        # Of tuples such as a score and its model: what stands at each place is told apart.
        return replace(one, choices=one.choices | {choice}, constant=NOTHING)
    mapped = len(arguments.given) == 1 and (first.entries is not None or first.name == MAPPED)
    if mapped or name in functions.PLACES:
        # Of a mapping it is the best key, which tells no score.
        best = replace(best, scores=frozenset(), name="")
    return replace(best, choices=best.choices | {choice}, constant=NOTHING, ranked=False)
