"""Comprehensions: lists, sets and mappings made of the elements of others."""

from __future__ import annotations

import ast
from dataclasses import replace

from ml_engineer_tools.leakage.process import score_tables
from ml_engineer_tools.leakage.process.expressions import MOST_ITEMS, evaluate, names_in
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.iteration import (
    COLUMN_LIST,
    MAPPED,
    element,
    elements_of,
    listed_columns,
    unpacked,
)
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.narrowing import narrowed, tests_of
from ml_engineer_tools.leakage.process.rows import NO_ROWS, is_one_fold, opposite
from ml_engineer_tools.leakage.process.truth import truth
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat, one_of_each, shaped


def listed(machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
    """Return what is known of a list, set or generator made by a comprehension."""
    columns = _column_filter(machine, node)
    if columns is not None:
        return columns
    with machine.loop(names_in(node.generators[0].target), node):
        items = _known_items(machine, node)
        if items is not None:
            results = []
            for place, item in enumerate(items):
                _bind(machine, node.generators[0].target, item)
                with machine.element(place):
                    results.append(evaluate(machine, node.elt))
            return Value(items=tuple(results))
        of_one = _generate(machine, node.generators)
        one = evaluate(machine, node.elt)
        if len({flat(part).rows for part in one.items or ()} - {NO_ROWS}) > 1:
            # What is to be done with rows of several kinds, rather than a row.
            return Value(items=(one,))
        gathered = score_tables.listed(one) if not isinstance(node, ast.SetComp) else None
        if gathered is not None:
            return gathered
        told = flat(one)
        told = replace(told, constant=NOTHING, tests=(), item=told.item and of_one)
        if isinstance(node, ast.SetComp):
            return one_of_each(told, node.lineno)
        return _all_but_one(node, told)


def _all_but_one(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, told: Value) -> Value:
    """Return the rows of `[part for j, part in enumerate(parts) if j != i]`: the other folds."""
    conditions = [test for generator in node.generators for test in generator.ifs]
    unlike = any(
        isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.IsNot)
        for test in conditions
    )
    if not unlike or not all(is_one_fold(part) for part in told.rows):
        return told
    return replace(told, rows=opposite(told.rows) or told.rows)


def _known_items(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> tuple[Value, ...] | None:
    if len(node.generators) > 1 or len(node.generators[0].ifs) > 1:
        return None
    values = evaluate(machine, node.generators[0].iter)
    items = elements_of(values)
    if items is None or not 0 < len(items) <= MOST_ITEMS:
        return None
    if not node.generators[0].ifs:
        return items
    some = _all_but(machine, node.generators[0], items)
    return some if some is not None else _that_pass(machine, node.generators[0], items)


def _that_pass(
    machine: Machine, generator: ast.comprehension, items: tuple[Value, ...]
) -> tuple[Value, ...] | None:
    """Return the items that pass the condition; None if of one of them it can't be told."""
    kept = []
    for item in items:
        _bind(machine, generator.target, item)
        passes = truth(machine, generator.ifs[0])
        if passes is None:
            return None
        if passes:
            kept.append(item)
    return tuple(kept) or None


def _all_but(
    machine: Machine, generator: ast.comprehension, items: tuple[Value, ...]
) -> tuple[Value, ...] | None:
    """Return the items that `if item is not other` keeps, where it can be told which it is."""
    test, target = generator.ifs[0], generator.target
    if not isinstance(test, ast.Compare) or not isinstance(target, ast.Name):
        return None
    if not isinstance(test.ops[0], ast.IsNot | ast.NotEq) or len(test.ops) > 1:
        return None
    sides = [test.left, test.comparators[0]]
    others = [s for s in sides if not (isinstance(s, ast.Name) and s.id == target.id)]
    if len(others) != 1:
        return None
    other = evaluate(machine, others[0])
    known = other.things or other.constant is not NOTHING
    kept = tuple(item for item in items if not _is_same(item, other))
    return kept if known and len(kept) == len(items) - 1 else None


def _is_same(item: Value, other: Value) -> bool:
    if item.constant is not NOTHING or other.constant is not NOTHING:
        return item.constant == other.constant and type(item.constant) is type(other.constant)
    return bool(item.things) and item.things == other.things


def _generate(machine: Machine, generators: list[ast.comprehension]) -> bool:
    """Bind the variables of a comprehension; True if it goes through the parts of one row."""
    of_one = False
    for place, generator in enumerate(generators):
        values = evaluate(machine, generator.iter)
        of_one = values.item if place == 0 else of_one
        _bind(machine, generator.target, element(values))
        own = names_in(generator.target)
        for condition in generator.ifs:
            passes = evaluate(machine, condition)
            if not values.item:
                narrowed(machine, own, tests_of(machine, passes, condition, own))
            if "is_dir" in ast.unparse(condition) and isinstance(generator.target, ast.Name):
                # Folders: what lies in each stays together.
                named = generator.target.id
                folder = machine.scope.variables[named]
                machine.scope.variables[named] = one_of_each(folder, condition.lineno)
    return of_one


def _bind(machine: Machine, target: ast.expr, value: Value) -> None:
    """Give the variables of a comprehension their values."""
    if isinstance(target, ast.Name):
        machine.scope.variables[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        names = [e.id if isinstance(e, ast.Name) else None for e in target.elts]
        for part, known in zip(target.elts, unpacked(value, names), strict=True):
            _bind(machine, part, known)


def _column_filter(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp
) -> Value | None:
    """Return the columns that `[c for c in frame.columns if c != "y"]` lists."""
    if len(node.generators) != 1 or not isinstance(node.elt, ast.Name):
        return None
    generator = node.generators[0]
    values = evaluate(machine, generator.iter)
    if values.rows and values.columns.whole and values.name in ("", COLUMN_LIST):
        # A frame goes through its column names.
        values = listed_columns(values)
    if values.name != COLUMN_LIST:
        return None
    gone: set[str] = set()
    others = False
    kept = set(values.columns.names)
    for condition in generator.ifs:
        both = isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And)
        for part in condition.values if both else [condition]:  # type: ignore[attr-defined]  # of both
            if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.NotEq | ast.NotIn):
                gone |= set(flat_texts(evaluate(machine, part.comparators[0])))
            else:
                kept = {name for name in kept if _passes(machine, part, node.elt.id, name)}
                result = evaluate(machine, part)
                values = shaped(values, result)
                others = True
    columns = values.columns.less(gone)
    if others:
        columns = Columns(names=frozenset(kept - gone))
    return replace(values, columns=columns)


def _passes(machine: Machine, test: ast.expr, variable: str, name: str) -> bool:
    """Tell whether a column's name is known to pass a test of how it begins, ends or what it holds.

    Of a name that is known in part only what stands before and after the unknown part counts.
    """
    if isinstance(test, ast.BoolOp):
        among = [_passes(machine, part, variable, name) for part in test.values]
        return any(among) if isinstance(test.op, ast.Or) else all(among)
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
        subject, how = test.func.value, test.func.attr
        texts = flat_texts(evaluate(machine, test.args[0])) if test.args else ()
        if not isinstance(subject, ast.Name) or subject.id != variable or not texts:
            return False
        if how == "startswith":
            return name.partition("{")[0].startswith(texts)
        return how == "endswith" and name.rpartition("}")[2].endswith(texts)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In):
        subject, held = test.left, flat_texts(evaluate(machine, test.left))
        return bool(held) and held[0] in name and isinstance(test.comparators[0], ast.Name)
    return False


def flat_texts(value: Value) -> tuple[str, ...]:
    """Return the literal strings of a value, those of nested lists included."""
    found = list(value.texts())
    for item in value.items or ():
        if item.items:
            found.extend(flat_texts(item))
    return tuple(found)


def mapped(machine: Machine, node: ast.DictComp) -> Value:
    """Return what is known of a mapping made by a comprehension."""
    with machine.loop(names_in(node.generators[0].target), node):
        items = _known_items(machine, node)
        if items is not None:
            entries: list[tuple[object, Value]] = []
            key: object = NOTHING
            for place, item in enumerate(items):
                _bind(machine, node.generators[0].target, item)
                with machine.element(place):
                    key = evaluate(machine, node.key).constant
                    value = evaluate(machine, node.value)
                entries.append((("unknown", place) if key is NOTHING else key, value))
            if len(entries) == 1 and key is NOTHING and flat(value).rows:
                # Made of a mapping whose values are not known one by one: so is this one.
                return replace(value, name=MAPPED, constant=NOTHING, tests=())
            return Value(entries=tuple(entries))
        _generate(machine, node.generators)
        evaluate(machine, node.key)
        told = flat(evaluate(machine, node.value))
        name = MAPPED if (told.rows or told.scores) and not told.name else told.name
        return replace(told, constant=NOTHING, tests=(), name=name, item=False)
