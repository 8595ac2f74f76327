"""Executors: functions of the script that are handed to other processes, element by element."""

from __future__ import annotations

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.iteration import element, elements_of
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import UNKNOWN, Value, join

_EACH = frozenset({"map", "imap", "imap_unordered", "map_async", "starmap", "starmap_async"})
_ONCE = frozenset({"submit", "apply", "apply_async", "apply_sync"})
MOST_EACH = 12
"""Elements to which a function is applied one by one (a convention)."""


def call(
    machine: Machine, thing: Thing, name: str, arguments: Arguments, line: int
) -> Value | None:
    """Return what a pool of processes makes of a function and its arguments; None of others."""
    from ml_engineer_tools.leakage.process.calls import call_value

    function = arguments.value(0, "fn", "func")
    if thing.estimator is not None or not any(t.body is not None for t in function.things):
        return None
    if name in _ONCE:
        given = arguments.given[1:]
        packed = given[0].items if name.startswith("apply") and given else None
        return call_value(machine, function, Arguments(packed or given, arguments.named), line)
    if name not in _EACH:
        return None
    lists = [value for value in arguments.given[1:] if value != UNKNOWN]
    known = elements_of(lists[0]) if len(lists) == 1 else None
    rows = known[:MOST_EACH] if known else (None,)
    made = []
    with machine.loop():
        for place, one in enumerate(rows):
            given = (one,) if one is not None else tuple(element(value) for value in lists)
            if name.startswith("star") and one is not None and one.items is not None:
                given = one.items
            with machine.element(place):
                made.append(call_value(machine, function, Arguments(given), line))
    return Value(items=tuple(made)) if known else join(*made)
