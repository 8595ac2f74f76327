"""Objectives: functions of the script that a tuner calls, and the scores that it chooses by."""

from __future__ import annotations

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Choice
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.own_classes import method
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import Value, flat, join

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
    before, machine.reported = machine.reported, []
    with machine.loop():
        told = flat(
            join(*(_value_of(machine, thing, arguments, line) for thing in objective.things))
        )
    scores = told.scores.union(*(value.scores for value in machine.reported))
    machine.reported = before
    return machine.choose("model", scores, line, call) if scores else None


def _value_of(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return what an objective tells; it may be an object of the script that can be called."""
    # Imported here: an objective may start a tuner of its own.
    from ml_engineer_tools.leakage.process.calls import call_value
    from ml_engineer_tools.leakage.process.script_calls import invoke

    own = method(thing, "__call__") if thing.blueprint is not None else None
    if own is not None:
        return invoke(machine, own, arguments, bound=thing)
    return call_value(machine, Value(things=(thing,)), arguments, line)
