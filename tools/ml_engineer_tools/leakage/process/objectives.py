"""Objectives: functions of the script that a tuner calls, and the scores that it chooses by."""

from __future__ import annotations

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Choice
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.own_classes import method
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.trials import keep
from ml_engineer_tools.leakage.process.values import Value, flat, join

REPORTERS = frozenset({"report", "log"})
"""Functions by which an objective tells its score, instead of returning it."""


def chosen_by(
    machine: Machine,
    objective: Value,
    arguments: Arguments,
    line: int,
    call: str,
    *,
    tuner: Thing | None = None,
) -> Choice | None:
    """Interpret an objective once, and note what is chosen by the scores that it tells.

    Args:
        machine: the state.
        objective: the function.
        arguments: what the tuner hands in.
        line: where the tuner is started.
        call: by what.
        tuner: who is asked for the tries afterwards, if somebody is.
    """
    before = machine.reported, machine.noted
    machine.reported, machine.noted = [], {}
    with machine.loop():
        told = join(*(_value_of(machine, thing, arguments, line) for thing in objective.things))
    reported, noted = machine.reported, machine.noted
    machine.reported, machine.noted = before
    loss = told.entry("loss") or told
    scores = flat(loss).scores.union(*(value.scores for value in reported))
    if not scores:
        return None
    within = [s.line for s in flat(loss).scores if any(_spans(t, s.line) for t in objective.things)]
    if within:
        # Where the objective scores is where it is mended.
        what = f"the objective of {call}"
        choice = machine.choose("model", scores, max(within), what, site=line)
    else:
        choice = machine.choose("model", scores, line, call)
    if tuner is not None:
        told = told if flat(told).scores else join(*reported)
        keep(tuner, choice, told, tuple(noted.items()))
    return choice


def _spans(thing: Thing, line: int) -> bool:
    body = thing.body or thing.blueprint
    return body is not None and body.lineno <= line <= (body.end_lineno or 0)


def _value_of(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    """Return what an objective tells; it may be an object of the script that can be called."""
    # Imported here: an objective may start a tuner of its own.
    from ml_engineer_tools.leakage.process.calls import call_value
    from ml_engineer_tools.leakage.process.script_calls import invoke

    own = method(thing, "__call__") if thing.blueprint is not None else None
    if own is not None:
        return invoke(machine, own, arguments, bound=thing)
    return call_value(machine, Value(things=(thing,)), arguments, line)
