"""Calls: what is called, and by whom it is interpreted."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from ml_engineer_tools.leakage.process import estimator_calls, script_calls
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Shown
from ml_engineer_tools.leakage.process.expressions import attribute, evaluate
from ml_engineer_tools.leakage.process.frames import calls as frame_calls
from ml_engineer_tools.leakage.process.frames.columns import column
from ml_engineer_tools.leakage.process.frames.rows import stacked
from ml_engineer_tools.leakage.process.knowledge.functions import PRINTERS, READ_ONCE, SAVERS
from ml_engineer_tools.leakage.process.knowledge.methods import (
    FITTING_METHODS,
    IN_PLACE_APPENDS,
    PREDICTING_METHODS,
    SCORING_METHODS,
)
from ml_engineer_tools.leakage.process.library import calls as library_calls
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS
from ml_engineer_tools.leakage.process.storing import remove, store
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Trait, Value, flat, join
from ml_engineer_tools.leakage.process.variants import together

MODEL_METHODS = FITTING_METHODS | PREDICTING_METHODS | SCORING_METHODS


def call(machine: Machine, node: ast.Call) -> Value:
    """Return what is known of the value of a call, and note what it does."""
    arguments = _arguments(machine, node)
    machine.line = node.lineno
    name = _last_name(node.func)
    _show(machine, name, arguments, node)
    _keep(machine, name, arguments)
    if isinstance(node.func, ast.Attribute):
        owner = evaluate(machine, node.func.value)
        return _method(machine, owner, node.func, arguments, node)
    function = evaluate(machine, node.func)
    return call_value(machine, function, arguments, node.lineno)


def _arguments(machine: Machine, node: ast.Call) -> Arguments:
    given: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            inner = evaluate(machine, argument.value)
            given.extend(inner.items if inner.items is not None else [inner])
        else:
            given.append(evaluate(machine, argument))
    named: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value)
        if keyword.arg is not None:
            named[keyword.arg] = value
            continue
        named |= {key: entry for key, entry in value.entries or () if isinstance(key, str)}
        named.setdefault("**", replace(flat(value), rows=NO_ROWS))
    return Arguments(tuple(given), named)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _show(machine: Machine, name: str, arguments: Arguments, node: ast.Call) -> None:
    """Note scores that are shown to somebody."""
    if name not in PRINTERS:
        return
    for value in arguments.all():
        shown = flat(value)
        if shown.scores:
            machine.note(Shown(node.lineno, shown))


def _keep(machine: Machine, name: str, arguments: Arguments) -> None:
    """Mark models that are kept because of a score."""
    if name in SAVERS and machine.control:
        for value in arguments.all():
            machine.keep_things(value)


def call_value(machine: Machine, function: Value, arguments: Arguments, line: int) -> Value:
    """Return what is known of the result of calling a value."""
    if function.things:
        results = [_call_thing(machine, thing, arguments, line) for thing in function.things]
        return join(*results)
    return library_calls.call(machine, function.name, arguments, line)


def _call_thing(machine: Machine, thing: Thing, arguments: Arguments, line: int) -> Value:
    if thing.body is not None:
        return script_calls.invoke(machine, thing, arguments)
    if thing.blueprint is not None and "<self>" not in thing.options:
        return script_calls.instantiate(machine, thing, arguments, line)
    return estimator_calls.predict(machine, thing, arguments, line)


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Who a method is called on, and where it is kept."""

    value: Value
    node: ast.expr


def _method(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, node: ast.Call
) -> Value:
    name, line = function.attr, node.lineno
    if name in IN_PLACE_APPENDS and not owner.name and not (owner.things and not owner.items):
        return _append(machine, owner, node, name, arguments)
    if owner.entries is not None and not owner.rows and not owner.things:
        found = _mapping_method(owner, name, arguments)
        if found is not None:
            return found
    if name == "pop" and owner.rows and arguments.given:
        names = arguments.given[0].texts()
        store(machine, function.value, remove(owner, names))
        return column(owner, names)
    if name == "shuffle" and owner.name and len(arguments.given) == 1:
        _shuffle(machine, arguments, node)
    if name in MODEL_METHODS and not owner.things and not _is_library(owner.name):
        owner = _as_model(machine, owner, function.value, line)
    if owner.predictions and name not in MODEL_METHODS:
        return frame_calls.call(machine, owner, name, arguments, line)
    if owner.things:
        if name in SAVERS and machine.control:
            machine.keep_things(owner)
        return join(*(_method_of(machine, owner, t, name, arguments, line) for t in owner.things))
    if (owner.name or name in READ_ONCE) and not owner.rows:
        return library_calls.call(machine, f"{owner.name}.{name}", arguments, line)
    result = frame_calls.call(machine, owner, name, arguments, line)
    if arguments.flag("inplace"):
        store(machine, function.value, result)
    return result


def _shuffle(machine: Machine, arguments: Arguments, node: ast.Call) -> None:
    """Note that rows were shuffled in place: `random.shuffle(rows)`."""
    target, (value,) = node.args[0], arguments.given
    if value.rows and isinstance(target, ast.Name | ast.Attribute):
        mixed = Trait("shuffled", node.lineno, "shuffle")
        store(machine, target, replace(value, traits=value.traits | {mixed}))


def _is_library(name: str) -> bool:
    return library_calls.is_from_library(name)


def _as_model(machine: Machine, owner: Value, node: ast.expr, line: int) -> Value:
    """Return a value of unknown kind as the model that it is used as, and keep it as one."""
    if owner.rows and not owner.opaque:
        return owner
    name = ast.unparse(node)[:60]
    model = Thing(name, line, choices=owner.choices)
    known = Value(things=(model,), choices=owner.choices)
    if isinstance(node, ast.Name | ast.Attribute):
        store(machine, node, known)
    return known


def _append(
    machine: Machine, owner: Value, call: ast.Call, name: str, arguments: Arguments
) -> Value:
    node = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    added = join(*(flat(value) for value in arguments.all()))
    if owner.rows and name == "append" and owner.columns.whole and machine.bare is not call:
        return stacked(machine, [owner, *arguments.given], 0)
    if owner.items is not None and not machine.loops and name == "append":
        whole = replace(owner, items=(*owner.items, *arguments.given))
    else:
        things = tuple(dict.fromkeys([*flat(owner).things, *added.things]))
        whole = replace(join(replace(flat(owner), items=None), added), things=things)
        whole = together(machine, whole, [owner, added], call.lineno, name)
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        store(machine, node, replace(whole, entries=None) if name != "update" else whole)
    return UNKNOWN


def _mapping_method(owner: Value, name: str, arguments: Arguments) -> Value | None:
    entries = owner.entries or ()
    if name == "items":
        return Value(items=tuple(Value(items=(_as_value(key), value)) for key, value in entries))
    if name == "values":
        return Value(items=tuple(value for _, value in entries))
    if name == "keys":
        return replace(flat(owner), things=(), rows=NO_ROWS)
    if name == "get":
        known = owner.entry(arguments.given[0].constant) if arguments.given else None
        return known if known is not None else flat(owner)
    if name == "pop" and arguments.given:
        return owner.entry(arguments.given[0].constant) or flat(owner)
    return None


def _as_value(key: object) -> Value:
    return Value(constant=key) if isinstance(key, str | int | float) else UNKNOWN


def _method_of(
    machine: Machine, owner: Value, thing: Thing, name: str, arguments: Arguments, line: int
) -> Value:
    method = script_calls.method(thing, name)
    if method is not None:
        return script_calls.invoke(machine, method, arguments, bound=thing)
    if name in thing.attributes:
        return call_value(machine, thing.attributes[name], arguments, line)
    known = estimator_calls.call(machine, thing, name, arguments, line)
    if known is not None:
        return replace(known, choices=known.choices | owner.choices)
    found = attribute(Value(things=(thing,), choices=owner.choices), name, line)
    return found if found.things or found.influences or found.scores else _chained(thing, found)


def _chained(thing: Thing, found: Value) -> Value:
    """Return a thing for methods that give it back, such as `to`, `eval`, `set_params`."""
    return Value(things=(thing,), choices=found.choices, constant=NOTHING)
