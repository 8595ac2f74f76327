"""Objectives: functions of the script that a tuner calls, and the scores that it chooses by."""

from __future__ import annotations

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.values import Choice, Value, flat

REPORTERS = frozenset({"report", "log"})
"""Functions by which an objective tells its score, instead of returning it."""


def chosen_by(
    machine: Machine, objective: Value, arguments: Arguments, line: int, call: str
) -> Choice | None:
    """Interpret an objective once, and note what is chosen by the scores that it tells.

    Args:
        machine: the state.
        objective: the function.
        arguments: what the tuner hands in.
        line: where the tuner is started.
        call: by what.
    """
    from ml_engineer_tools.leakage.process.calls import call_value

    before, machine.reported = machine.reported, []
    with machine.loop():
        told = flat(call_value(machine, objective, arguments, line))
    scores = told.scores.union(*(value.scores for value in machine.reported))
    machine.reported = before
    return machine.choose("model", scores, line, call) if scores else None
