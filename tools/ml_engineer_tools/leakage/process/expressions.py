"""Expressions: what is known of the value of each, and what it does on the way."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ml_engineer_tools.leakage.process import comparing
from ml_engineer_tools.leakage.process.facts import Influence, Prediction, Score
from ml_engineer_tools.leakage.process.graphs import GRAPH, of_graphs
from ml_engineer_tools.leakage.process.handwritten import product
from ml_engineer_tools.leakage.process.iteration import (
    ACROSS,
    COLUMN_LIST,
    PARTS,
    RECORDS,
    TABLE,
    listed_columns,
)
from ml_engineer_tools.leakage.process.knowledge.methods import (
    FITTED_ATTRIBUTES,
    FOUND_MODELS,
    RESIDUALS,
    SEARCH_RESULTS,
)
from ml_engineer_tools.leakage.process.library.listing import taken_apart
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.own_classes import bound_method, is_property
from ml_engineer_tools.leakage.process.rows import apart, opposite, sources
from ml_engineer_tools.leakage.process.selecting import select
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join, shaped

MOST_ITEMS = 40
"""Elements of one literal that are told apart (a convention)."""


def evaluate(machine: Machine, node: ast.expr) -> Value:
    """Return what is known of the value of an expression."""
    machine.step()
    action = ACTIONS.get(type(node))
    value = action(machine, node) if action is not None else UNKNOWN
    if isinstance(node, ast.Call | ast.Subscript):
        for part in (value, *(value.items or ())):
            machine.events.tell_cut(part.rows, node.lineno)
    return value


def evaluate_key(machine: Machine, node: ast.expr) -> Value:
    """Return what is known of the key of a subscript."""
    return evaluate(machine, node)


def _constant(_machine: Machine, node: ast.Constant) -> Value:
    return Value(constant=node.value)


def _name(machine: Machine, node: ast.Name) -> Value:
    return machine.scope.find(node.id) or Value(name=node.id)


def _attribute(machine: Machine, node: ast.Attribute) -> Value:
    owner = evaluate(machine, node.value)
    for thing in owner.things:
        own = bound_method(thing, node.attr)
        if own is not None and is_property(own):
            # Imported here: the body of a property has expressions.
            from ml_engineer_tools.leakage.process.script_calls import read_property

            return read_property(machine, own, node.lineno)
    return attribute(owner, node.attr, node.lineno)


def attribute(owner: Value, name: str, line: int) -> Value:
    """Return what is known of an attribute of a value."""
    if owner.things and not owner.predictions:
        return join(*(_attribute_of_thing(owner, thing, name, line) for thing in owner.things))
    if owner.name in (RECORDS, TABLE) and not owner.rows:
        # Imported here: a table of scores is sorted by what expressions tell.
        from ml_engineer_tools.leakage.process import score_tables

        return score_tables.attribute(owner, name)
    if owner.name == GRAPH:
        return replace(owner, name="") if name == "edges" else owner
    if owner.rows:
        return taken_apart(_attribute_of_data(owner, name), name, line)
    if owner.name:
        return replace(owner, name=f"{owner.name}.{name}")
    entry = owner.entry(name)
    if entry is not None and entry.scores:
        # A row of a table of scores.
        return replace(entry, choices=entry.choices | owner.choices)
    return replace(owner, constant=NOTHING, items=None)


def _attribute_of_thing(owner: Value, thing: Thing, name: str, line: int) -> Value:
    if name in thing.attributes:
        return thing.attributes[name]
    own = bound_method(thing, name)
    if own is not None:
        return Value(things=(own,), choices=owner.choices)
    if name in FITTED_ATTRIBUTES and thing.role == "transformer":
        return Value(influences=thing.influences, choices=thing.choices)
    if name in FITTED_ATTRIBUTES and thing.trained and thing.supervised:
        told = Influence("feature_selection", thing.trained, line, f"{thing.name}.{name}")
        return Value(influences=thing.influences | {told}, choices=thing.choices)
    if name.startswith(RESIDUALS) and thing.trained and thing.role in ("predictor", ""):
        # How far off a model is on the rows that it was trained on.
        said = Prediction(thing.trained, thing.trained, thing.influences, thing.choices)
        seen = frozenset({Score(thing.trained, line)})
        return Value(rows=thing.trained, predictions=frozenset({said}), scores=seen)
    if name in FOUND_MODELS:
        return Value(things=(thing,), choices=owner.choices)
    if name in SEARCH_RESULTS:
        shows = "score" in name or "value" in name
        tuned = [Score(choice.rows, choice.line, "tuning") for choice in thing.choices]
        scores = frozenset(tuned) if shows else frozenset()
        return Value(choices=owner.choices | thing.choices, scores=scores)
    return Value(choices=owner.choices | thing.choices, influences=of_graphs(thing.influences))


def _attribute_of_data(owner: Value, name: str) -> Value:
    if name == "columns":
        return listed_columns(owner)
    if name == "index":
        return replace(owner, index=True, entries=None)
    if name in ("shape", "size"):
        return Value(counted=owner.rows, traits=owner.traits)
    if name in ("ndim", "dtypes", "dtype", "empty", "design_info"):
        return UNKNOWN
    entry = owner.entry(name)
    if entry is not None:
        return entry
    if name == "T":
        return replace(owner, name="" if owner.name == ACROSS else ACROSS)
    if name == "values":
        return replace(owner, array=True)
    if name in ("T", "str", "dt", "cat", "loc", "iloc", "at", "iat", "data", "list",
                "plt", "sparse", "array", "logits", "real"):  # fmt: skip
        return owner
    if owner.columns.whole or name in owner.columns.names:
        return select(owner, Value(constant=name), "", 0)
    return owner


def _items(machine: Machine, node: ast.Tuple | ast.List | ast.Set) -> Value:
    items: list[Value] = []
    known = True
    for item in node.elts:
        if not isinstance(item, ast.Starred):
            items.append(evaluate(machine, item))
            continue
        inner = evaluate(machine, item.value)
        known = known and inner.items is not None
        items.extend(inner.items if inner.items is not None else [inner])
    if len(items) > MOST_ITEMS or not known:
        return flat(Value(items=tuple(items)))
    return Value(items=tuple(items))


def _mapping(machine: Machine, node: ast.Dict) -> Value:
    entries: list[tuple[object, Value]] = []
    for place, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        known = evaluate(machine, value)
        if key is None:
            entries.extend(known.entries or ())
            continue
        constant = evaluate(machine, key).constant
        entries.append((("unknown", place) if constant is NOTHING else constant, known))
    return Value(entries=tuple(entries))


def _subscript(machine: Machine, node: ast.Subscript) -> Value:
    # Imported here: a subscript has expressions of its own.
    from ml_engineer_tools.leakage.process.subscripts import subscript

    return subscript(machine, node)


def names_in(target: ast.expr) -> frozenset[str]:
    """Return the variables that a target names."""
    return frozenset(node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _binary(machine: Machine, node: ast.BinOp) -> Value:
    # Imported here: a text has expressions of its own.
    from ml_engineer_tools.leakage.process.texts import described, joined_path

    left, right = evaluate(machine, node.left), evaluate(machine, node.right)
    if isinstance(node.op, ast.Mod) and left.text() is not None and right.items:
        right = Value(items=described(right.items))
    if isinstance(node.op, ast.BitAnd) and (left.tests or right.tests):
        return replace(shaped(left, right), tests=left.tests + right.tests)
    if isinstance(node.op, ast.BitOr) and _is_mapping(left) and _is_mapping(right):
        return Value(entries=tuple({**left.named(), **right.named()}.items()))
    if isinstance(node.op, ast.Add) and left.name == right.name == PARTS:
        # `parts[:i] + parts[i + 1:]`: all but one.
        return replace(left, rows=opposite(left.rows) or left.rows)
    if isinstance(node.op, ast.Add):
        added = _listed_together(left, right)
        if added is not None:
            return added
    if isinstance(node.op, ast.MatMult):
        made = product(machine, flat(left), flat(right), node.lineno)
        if made is not None:
            return made
    path = joined_path(machine, node, left, right)
    if path is not None:
        return path
    repeated = _repeated(left, right, node.op) or _repeated(right, left, node.op)
    if repeated is not None:
        return repeated
    return comparing.combined(machine, flat(left), flat(right), node)


def _is_mapping(value: Value) -> bool:
    """Tell whether a value is a mapping whose entries are known one by one, and no frame."""
    return value.entries is not None and not value.rows and not value.things


def _listed_together(left: Value, right: Value) -> Value | None:
    """Return two lists one after the other; None if they are none."""
    if left.items is not None and right.items is not None:
        return Value(items=left.items + right.items)
    for names, others in ((left, right), (right, left)):
        if names.name == COLUMN_LIST and (others.texts() or others.name == COLUMN_LIST):
            more = others.texts() or tuple(others.columns.names)
            return replace(names, columns=names.columns.plus(more))
    one, other = flat(left), flat(right)
    if not one.predictions and not other.predictions and apart(one.rows, other.rows):
        # Row by row they could not be added up: these are lists of rows.
        return join(one, other) if sources(one.rows) & sources(other.rows) else None
    return None


def _repeated(listed: Value, count: Value, sign: ast.operator) -> Value | None:
    """Return `[rows] * 8`, of which two show as much as eight, or a list with an unknown end."""
    if not listed.items or count.items is not None or count.rows:
        return None
    if isinstance(sign, ast.Mult):
        return Value(items=listed.items * 2)
    if isinstance(sign, ast.Add) and listed.texts():
        return Value(items=(*listed.items, count))
    return None


def _boolean(machine: Machine, node: ast.BoolOp) -> Value:
    return join(*(flat(evaluate(machine, value)) for value in node.values))


def _unary(machine: Machine, node: ast.UnaryOp) -> Value:
    value = evaluate(machine, node.operand)
    if isinstance(node.op, ast.Invert):
        others = opposite(value.rows) if value.index and not value.tests else None
        return replace(value, rows=others or value.rows, tests=comparing.inverted(value.tests))
    if isinstance(node.op, ast.USub) and isinstance(value.constant, int | float):
        return replace(value, constant=-value.constant)
    return replace(value, constant=NOTHING)


def _compare(machine: Machine, node: ast.Compare) -> Value:
    left = evaluate(machine, node.left)
    rights = [evaluate(machine, comparator) for comparator in node.comparators]
    result = left
    for right, sign in zip(rights, node.ops, strict=True):
        if isinstance(sign, ast.Eq):
            machine.tell_unique(node.lineno)
        result = comparing.compared(machine, left, right, sign, node)
        left = right
    return result


def _either(machine: Machine, node: ast.IfExp) -> Value:
    # Imported here: a condition has expressions of its own.
    from ml_engineer_tools.leakage.process.truth import truth

    condition = evaluate(machine, node.test)
    holds = truth(machine, node.test) if not condition.scores else None
    if holds is not None:
        return evaluate(machine, node.body if holds else node.orelse)
    value = join(evaluate(machine, node.body), evaluate(machine, node.orelse))
    if condition.scores:
        choice = machine.choose("model", condition.scores, node.lineno, "if")
        value = replace(value, choices=value.choices | {choice})
    return value


def _comprehension(machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
    # Imported here: a comprehension has expressions of its own.
    from ml_engineer_tools.leakage.process.comprehensions import listed

    return listed(machine, node)


def _mapped(machine: Machine, node: ast.DictComp) -> Value:
    from ml_engineer_tools.leakage.process.comprehensions import mapped

    return mapped(machine, node)


def _lambda(machine: Machine, node: ast.Lambda) -> Value:
    return Value(things=(Thing("lambda", node.lineno, body=node, scope=machine.scope),))


def _formatted(machine: Machine, node: ast.JoinedStr) -> Value:
    # Imported here: a text has expressions of its own.
    from ml_engineer_tools.leakage.process.texts import formatted

    return formatted(machine, node)


def _walrus(machine: Machine, node: ast.NamedExpr) -> Value:
    value = evaluate(machine, node.value)
    machine.set(node.target.id, value)
    return value


def _inner(machine: Machine, node: ast.Starred | ast.Await) -> Value:
    return flat(evaluate(machine, node.value))


def _yield(machine: Machine, node: ast.Yield) -> Value:
    if node.value is not None:
        machine.yields.append(evaluate(machine, node.value))
    return UNKNOWN


def _call(machine: Machine, node: ast.Call) -> Value:
    # Imported here: a call may run a function of the script, whose body has expressions.
    from ml_engineer_tools.leakage.process.calls import call

    return call(machine, node)


ACTIONS: dict[type[ast.expr], Callable[[Machine, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Set: _items,
    ast.Dict: _mapping,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _either,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _mapped,
    ast.Lambda: _lambda,
    ast.JoinedStr: _formatted,
    ast.NamedExpr: _walrus,
    ast.Starred: _inner,
    ast.Await: _inner,
    ast.Yield: _yield,
    ast.Call: _call,
}
