"""The analysis of one script: interpreted twice, the second time knowing the label's columns."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Events
from ml_engineer_tools.leakage.process.machine import Exhausted, Machine
from ml_engineer_tools.leakage.process.own_classes import method
from ml_engineer_tools.leakage.process.parsing import Parsed, parse
from ml_engineer_tools.leakage.process.remarks import remarks
from ml_engineer_tools.leakage.process.script import Script
from ml_engineer_tools.leakage.process.script_calls import (
    instantiate,
    invoke,
    opaque_parameters,
)
from ml_engineer_tools.leakage.process.statements import run
from ml_engineer_tools.leakage.process.things import Thing

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a script does.

    Attributes:
        events: in order.
        parsed: its statements.
        broken_off: it was too large or too deep to be followed to its end.
    """

    events: Events
    parsed: Parsed
    broken_off: bool = False


def analyse(script: Script) -> Analysis:
    """Follow a script's data from where it is read to where a score is shown."""
    parsed = parse(script.text)
    targets: frozenset[str] = frozenset()
    machine, broken_off = _interpreted(parsed.body, targets, notebook=script.notebook)
    if machine.found_targets:
        targets = frozenset(machine.found_targets)
        machine, broken_off = _interpreted(parsed.body, targets, notebook=script.notebook)
    machine.events.remarks = remarks(script.text, parsed.body)
    return Analysis(machine.events, parsed, broken_off)


def _interpreted(
    body: Sequence[ast.stmt], targets: frozenset[str], *, notebook: bool
) -> tuple[Machine, bool]:
    machine = Machine(targets=targets, notebook=notebook)
    whole = True
    try:
        for statement in body:
            whole = _followed(machine, [statement]) and whole
        for definition in body:
            whole = _follow_uncalled(machine, definition) and whole
    except Exhausted:
        whole = False
    return machine, not whole


def _followed(machine: Machine, body: Sequence[ast.stmt]) -> bool:
    """Interpret statements; False if they are nested too deep to be followed."""
    try:
        run(machine, body)
    except RecursionError:
        machine.calls.clear()
        machine.callers.clear()
        machine.sites.clear()
        machine.loops.clear()
        return False
    return True


def _follow_uncalled(machine: Machine, definition: ast.stmt) -> bool:
    """Interpret a function or class that the script defines and never uses."""
    try:
        if isinstance(definition, ast.ClassDef) and definition in machine.instances:
            _follow_methods(machine, definition, (machine.instances[definition],), hooks=True)
        elif definition in machine.called:
            return True
        elif isinstance(definition, Function):
            thing = Thing(definition.name, definition.lineno, body=definition, scope=machine.scope)
            invoke(machine, thing, opaque_parameters(definition, definition.name))
        elif isinstance(definition, ast.ClassDef):
            _follow_class(machine, definition)
    except RecursionError:
        machine.calls.clear()
        machine.callers.clear()
        machine.sites.clear()
        return False
    return True


def _follow_class(machine: Machine, definition: ast.ClassDef) -> None:
    cls = Thing(definition.name, definition.lineno, blueprint=definition, scope=machine.scope)
    start = method(cls, "__init__")
    given = Arguments()
    if start is not None and isinstance(start.body, Function):
        given = opaque_parameters(start.body, definition.name)
    instance = instantiate(machine, cls, given, definition.lineno)
    _follow_methods(machine, definition, instance.things)


def _follow_methods(
    machine: Machine, definition: ast.ClassDef, things: Sequence[Thing], *, hooks: bool = False
) -> None:
    """Interpret the methods that nobody called; `hooks`: those that need no argument only.

    A framework may call the hooks of an object. Of rows that it would hand in nothing is known,
    and scores on them say nothing of those that the script itself shows.
    """
    for statement in definition.body:
        if isinstance(statement, Function) and statement not in machine.called:
            if hooks and len(statement.args.args) - len(statement.args.defaults) > 1:
                continue
            for thing in things:
                function = method(thing, statement.name)
                if function is not None:
                    rows = opaque_parameters(statement, definition.name)
                    invoke(machine, function, rows, bound=thing)
