"""Calls: what is called, and by whom it is interpreted."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from ml_engineer_tools.leakage.process import (
    comparing,
    decompositions,
    estimator_calls,
    graphs,
    in_place,
    score_tables,
    script_calls,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Shown
from ml_engineer_tools.leakage.process.expressions import attribute, evaluate
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.frames import calls as frame_calls
from ml_engineer_tools.leakage.process.graphs import GRAPH
from ml_engineer_tools.leakage.process.handwritten import gradient, weights_of
from ml_engineer_tools.leakage.process.hints import is_validation_loss
from ml_engineer_tools.leakage.process.iteration import MAPPED
from ml_engineer_tools.leakage.process.knowledge.functions import (
    PRINTERS,
    READ_ONCE,
    READING_METHODS,
    SAVERS,
)
from ml_engineer_tools.leakage.process.knowledge.methods import (
    FITTING_METHODS,
    IN_PLACE_APPENDS,
    PREDICTING_METHODS,
    SCORING_METHODS,
)
from ml_engineer_tools.leakage.process.library import calls as library_calls
from ml_engineer_tools.leakage.process.library.bringing import queried
from ml_engineer_tools.leakage.process.library.listing import LISTING, files, is_path, tell_counted
from ml_engineer_tools.leakage.process.library.scores import is_own_metric
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.model_choices import learn_by_loss
from ml_engineer_tools.leakage.process.objectives import REPORTERS
from ml_engineer_tools.leakage.process.own_classes import method
from ml_engineer_tools.leakage.process.rows import NO_ROWS
from ml_engineer_tools.leakage.process.sql import is_query
from ml_engineer_tools.leakage.process.storing import store
from ml_engineer_tools.leakage.process.texts import described
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join

MODEL_METHODS = FITTING_METHODS | PREDICTING_METHODS | SCORING_METHODS
TEXT_METHODS = frozenset({"format", "format_map", "strip", "replace", "rstrip", "lstrip"})
"""Methods of a text after which it still says what it said, placeholders and spaces aside."""
QUERYING = frozenset({"sql", "execute", "query", "read_sql", "sqlContext", "table_from_query"})
"""Methods of engines that take SQL."""


def call(machine: Machine, node: ast.Call) -> Value:
    """Return what is known of the value of a call, and note what it does."""
    arguments = _arguments(machine, node)
    machine.line = node.lineno
    name = _last_name(node.func)
    _show(machine, name, arguments, node)
    _keep(machine, name, arguments)
    if name == "set_user_attr":
        machine.noted[arguments.value(0, "key").constant] = flat(arguments.value(1, "value"))
    if isinstance(node.func, ast.Attribute):
        owner = evaluate(machine, node.func.value)
        machine.line, machine.column = node.lineno, node.end_col_offset or 0
        return _method(machine, owner, node.func, arguments, node)
    function = evaluate(machine, node.func)
    machine.line, machine.column = node.lineno, node.end_col_offset or 0
    return call_value(machine, function, arguments, node.lineno)


def _arguments(machine: Machine, node: ast.Call) -> Arguments:
    given: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            inner = evaluate(machine, argument.value)
            if score_tables.gathers(inner):
                inner = replace(flat(inner), name="")
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
    lines = {keyword.arg: keyword.lineno for keyword in node.keywords if keyword.arg}
    return Arguments(tuple(given), named, lines)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _show(machine: Machine, name: str, arguments: Arguments, node: ast.Call) -> None:
    """Note scores that are shown to somebody."""
    if name not in PRINTERS:
        return
    words = [value.text() or "" for value in arguments.given[1:]]
    tell_counted(machine, arguments.given[:-1], words, node.lineno)
    for value in described(tuple(arguments.all())):
        shown = flat(value)
        if name in REPORTERS:
            machine.reported.append(shown)
        if shown.scores:
            machine.note(Shown(node.lineno, shown, is_validation_loss(ast.unparse(node))))


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
        result = script_calls.invoke(machine, thing, arguments)
        if is_own_metric(thing.name, result, arguments):
            return comparing.scored(machine, list(arguments.given), line, thing.name)
        if thing.name not in ("grad", "value_and_grad"):
            return result
        learn_by_loss(machine, flat(result), line)
        told = gradient(machine, arguments, line)
        slope = result if flat(result).things or told is None else told
        return slope if thing.name == "grad" else Value(items=(result, slope))
    if thing.blueprint is not None and "<self>" not in thing.options:
        return script_calls.instantiate(machine, thing, arguments, line)
    own = method(thing, "__call__") if thing.estimator is None else None
    if own is not None:
        return script_calls.invoke(machine, own, arguments, bound=thing)
    if thing.name == "Parallel":
        # `Parallel()(delayed(function)(x) for x in xs)`.
        return arguments.value(0)
    parts = decompositions.call(thing, "__call__", arguments, line)
    return parts or estimator_calls.predict(machine, thing, arguments, line)


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Who a method is called on, and where it is kept."""

    value: Value
    node: ast.expr


def _method(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, node: ast.Call
) -> Value:
    name, line = function.attr, node.lineno
    moved = weights_of(arguments) if name == "update" and machine.bare is not node else None
    if moved is not None:
        return moved
    changed = in_place.call(machine, owner, node, arguments)
    if changed is not None:
        return changed
    if score_tables.gathers(owner):
        return _of_scores(machine, owner, function, arguments, line)
    found = _of_mapping(machine, owner, function, arguments, node)
    if found is not None:
        return found
    brought = _brought(machine, owner, function, arguments, line)
    if brought is not None:
        return brought
    if name in MODEL_METHODS and not owner.things and not _is_library(owner.name):
        owner = _as_model(machine, owner, function.value, line)
    if owner.predictions and name not in MODEL_METHODS:
        return frame_calls.call(machine, owner, name, arguments, line)
    if owner.things:
        if name in SAVERS and machine.control:
            machine.keep_things(owner)
        return join(*(_method_of(machine, owner, t, name, arguments, line) for t in owner.things))
    if owner.name == GRAPH:
        return graphs.read(machine, owner, name, arguments, line)
    if (owner.name or name in READ_ONCE) and not owner.rows:
        return library_calls.call(machine, f"{owner.name}.{name}", arguments, line)
    return _of_data(machine, owner, function, arguments, node)


def _of_scores(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, line: int
) -> Value:
    """Return the result of a method of a list or table of scores."""
    told = score_tables.call(machine, owner, function.attr, arguments, line)
    if arguments.flag("inplace"):
        store(machine, function.value, told)
    return told


def _of_data(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, node: ast.Call
) -> Value:
    """Return the result of a method of a table, an array, or an object of which nothing is known.

    Such an object makes something of each row that it is given.
    """
    data = arguments.data()
    if owner == UNKNOWN and data and machine.bare is not node:
        return replace(flat(data[0]), constant=NOTHING, columns=Columns(), tests=())
    result = frame_calls.call(machine, owner, function.attr, arguments, node.lineno)
    if arguments.flag("inplace"):
        store(machine, function.value, result)
    return result


def _brought(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, line: int
) -> Value | None:
    """Return what a method brings from outside, or makes of a text; None of any other method."""
    name = function.attr
    if isinstance(owner.constant, str) and name == "join":
        parts = arguments.value(0).items or ()
        if parts and all(isinstance(part.constant, str) for part in parts):
            return Value(constant=owner.constant.join(arguments.value(0).texts()))
    if isinstance(owner.constant, str) and name in TEXT_METHODS:
        told = flat(Value(items=described(tuple(arguments.all()))))
        if name == "format" and told.scores:
            return replace(told, constant=NOTHING)
        return Value(constant=owner.constant)
    if name in LISTING and (is_path(owner) or not (owner.rows or owner.things or owner.name)):
        return files(machine, arguments, line, owner)
    if owner.rows or owner.things:
        return None
    query = arguments.value(0).text() if name in QUERYING else None
    if query is not None and is_query(query):
        given = Arguments(arguments.given[1:], arguments.named)
        return queried(machine, query, given, line)
    if name in READING_METHODS and _reads(function):
        return library_calls.call(machine, "read_table", arguments, line)
    return None


def _reads(function: ast.Attribute) -> bool:
    """Tell whether a method is one of `spark.read`, with or without options in between."""
    node: ast.expr = function.value
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr in ("read", "readStream"):
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == "spark"


def _is_library(name: str) -> bool:
    return library_calls.is_from_library(name)


def _as_model(machine: Machine, owner: Value, node: ast.expr, line: int) -> Value:
    """Return a value of unknown kind as the model that it is used as, and keep it as one."""
    if owner.rows and not owner.opaque:
        return owner
    name = ast.unparse(node)[:60]
    model = Thing(name, line, choices=owner.choices)
    known = Value(things=(model,), choices=owner.choices)
    holder = machine.scope.holder(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Name) and holder is not None:
        holder.variables[node.id] = machine.dependent(known)
    elif isinstance(node, ast.Name | ast.Attribute):
        store(machine, node, known)
    return known


def _of_mapping(
    machine: Machine, owner: Value, function: ast.Attribute, arguments: Arguments, node: ast.Call
) -> Value | None:
    """Return the result of a method of a mapping; None of anything else."""
    name = function.attr
    if owner.name == MAPPED and name in ("values", "items", "keys", "get", "pop"):
        return _of_unknown_mapping(owner, name)
    if owner.entries is None or owner.rows or owner.things:
        return None
    found = _mapping_method(owner, name, arguments)
    if found is not None:
        return found
    if name not in IN_PLACE_APPENDS and any(value.rows for _, value in owner.entries):
        # A dictionary of data sets: what it is told to do it does with each of them.
        each = ((k, _method(machine, v, function, arguments, node)) for k, v in owner.entries)
        return Value(entries=tuple(each))
    return None


def _of_unknown_mapping(owner: Value, name: str) -> Value:
    """Return what a mapping holds whose values are not known one by one."""
    if name == "keys":
        return Value(choices=owner.choices)
    held = replace(owner, name="")
    return Value(items=(Value(items=(UNKNOWN, held)),)) if name == "items" else held


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
    own = method(thing, name)
    if own is not None:
        return script_calls.invoke(machine, own, arguments, bound=thing)
    if name in thing.attributes:
        return call_value(machine, thing.attributes[name], arguments, line)
    if owner.choices and name in MODEL_METHODS:
        # One of several models, chosen: what it says is what the choice says.
        thing.choices |= owner.choices
    known = estimator_calls.call(machine, thing, name, arguments, line)
    if known is not None:
        return replace(known, choices=known.choices | owner.choices)
    weights = weights_of(arguments)
    if weights is not None:
        return weights
    found = attribute(Value(things=(thing,), choices=owner.choices), name, line)
    return found if found.things or found.influences or found.scores else _chained(thing, found)


def _chained(thing: Thing, found: Value) -> Value:
    """Return a thing for methods that give it back, such as `to`, `eval`, `set_params`."""
    return Value(things=(thing,), choices=found.choices, constant=NOTHING)
