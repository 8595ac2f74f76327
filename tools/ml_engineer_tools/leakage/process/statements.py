"""Statements: assignments, branches, loops, definitions, interpreted over abstract values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from ml_engineer_tools.leakage.process.comparing import inverted
from ml_engineer_tools.leakage.process.events import Shown
from ml_engineer_tools.leakage.process.expressions import evaluate, names_in
from ml_engineer_tools.leakage.process.facts import Choice
from ml_engineer_tools.leakage.process.iteration import element, elements_of
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.narrowing import narrowed, tests_of
from ml_engineer_tools.leakage.process.splitting import FOLDS
from ml_engineer_tools.leakage.process.storing import remove, store
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.truth import truth
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat

TELLING_OF_LABEL = ("feature_selection", "correlation")
"""Statistics on which it may depend which columns are kept."""
ROUNDS = 2
"""Times that the body of a loop is interpreted: the second sees what the first left."""
MOST_ROUNDS = 12
"""Elements of a literal that a loop goes through one by one, rather than all as one."""
DEEPEST_REPEATED = 2
"""Loops within this many others are interpreted once only."""


def run(machine: Machine, body: Sequence[ast.stmt]) -> bool:
    """Interpret statements in order; True if control is known to leave them by a return."""
    for statement in body:
        machine.step()
        action = ACTIONS.get(type(statement))
        if action is not None and action(machine, statement) is True:
            return True
    return False


def _assign(machine: Machine, node: ast.Assign) -> None:
    value = evaluate(machine, node.value)
    for target in node.targets:
        store(machine, target, value)
        for loop in machine.loops:
            loop.assigned |= names_in(target)


def _assign_annotated(machine: Machine, node: ast.AnnAssign) -> None:
    if node.value is not None:
        store(machine, node.target, evaluate(machine, node.value))


def _assign_more(machine: Machine, node: ast.AugAssign) -> None:
    read = ast.BinOp(left=_as_read(node.target), op=node.op, right=node.value)
    store(machine, node.target, evaluate(machine, ast.copy_location(read, node)))


def _as_read(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    return target


def _show(machine: Machine, node: ast.Expr) -> None:
    machine.bare = node.value
    value = evaluate(machine, node.value)
    if machine.notebook and flat(value).scores:
        machine.note(Shown(node.lineno, flat(value)))


def _branch(machine: Machine, node: ast.If) -> bool:
    if _is_main_guard(node.test):
        return run(machine, node.body)
    condition = evaluate(machine, node.test)
    holds = truth(machine, node.test) if not condition.scores else None
    if holds is not None:
        return run(machine, node.body if holds else node.orelse)
    choices: frozenset[Choice] = frozenset()
    if condition.scores:
        call = "if"
        choices = frozenset({machine.choose("model", condition.scores, node.lineno, call)})
    before = dict(machine.scope.variables)
    told = frozenset(fit for fit in condition.influences if fit.kind in TELLING_OF_LABEL)
    element = _tested_element(machine, node)
    tests = tests_of(machine, condition, node.test, element)
    with machine.under(choices), machine.because_of(told):
        narrowed(machine, element, tests)
        left = run(machine, node.body)
        after = dict(machine.scope.variables)
        machine.scope.variables.clear()
        machine.scope.variables.update(before)
        narrowed(machine, element, inverted(tests))
        left_too = run(machine, node.orelse)
    if tests and not (left or left_too):
        # Behind both branches it is any element again, unless one goes on to the next.
        skips = isinstance(node.body[-1], ast.Continue)
        behind = dict(machine.scope.variables) if skips else before
        for variables in (after, machine.scope.variables):
            variables.update({name: behind[name] for name in element & behind.keys()})
    if not left:
        others = after if left_too else dict(machine.scope.variables)
        machine.merge(after, others)
    return left and left_too


def _tested_element(machine: Machine, node: ast.If) -> frozenset[str]:
    """Return the variables that hold an element of a loop, if a branch changes none of them."""
    if not machine.loops or machine.loops[-1].over_parts:
        return frozenset()
    changed = {
        name.id for part in (*node.body, *node.orelse) for name in ast.walk(part)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }  # fmt: skip
    moving = machine.loops[-1].moving
    return moving if not moving & changed else frozenset()


def _is_main_guard(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
    )


def _repeat(machine: Machine, node: ast.For | ast.AsyncFor) -> None:
    values = evaluate(machine, node.iter)
    rounds = 1 if len(machine.loops) >= DEEPEST_REPEATED else ROUNDS
    items = [element(values)] * rounds
    known = elements_of(values) or ()
    counts = all(isinstance(item.constant, int) for item in known)
    counts = counts and not _names_columns(node)
    if not counts and rounds > 1 and 1 < len(known) <= MOST_ROUNDS:
        items = list(known)
    over_rows = bool(flat(items[0]).rows) if items else False
    with machine.loop(names_in(node.target), node, over_rows=over_rows):
        machine.loops[-1].over_folds = _are_folds(values)
        machine.loops[-1].over_parts = values.item
        for item in items:
            machine.next_round()
            store(machine, node.target, item)
            run(machine, node.body)
    run(machine, node.orelse)


def _are_folds(values: Value) -> bool:
    """Tell whether a loop goes through the folds of a splitter, maybe numbered."""
    first = flat(element(values))
    sides = {
        part.path[-1].name for part in first.rows if part.path and part.path[-1].kind == "fold"
    }
    return values.name == FOLDS or (first.index and sides == {"train", "test"})


def _names_columns(node: ast.For | ast.AsyncFor) -> bool:
    """Tell whether a loop over numbers makes a column for each, or moves rows up or down by it."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr == "shift":
            return True
        if not isinstance(part, ast.Subscript) or not isinstance(part.ctx, ast.Store):
            continue
        if isinstance(part.slice, ast.JoinedStr):
            return True
    return False


def _repeat_while(machine: Machine, node: ast.While) -> None:
    rounds = 1 if len(machine.loops) >= DEEPEST_REPEATED else ROUNDS
    changed = (part.target for part in ast.walk(node) if isinstance(part, ast.AugAssign))
    moving = frozenset(name for target in changed for name in names_in(target))
    with machine.loop(moving):
        for _ in range(rounds):
            evaluate(machine, node.test)
            run(machine, node.body)
    run(machine, node.orelse)


def _leave(machine: Machine, node: ast.stmt) -> None:
    if machine.control and machine.loops:
        for thing in machine.loops[-1].fitted:
            thing.choices |= machine.control


def _give_back(machine: Machine, node: ast.Return) -> bool:
    value = evaluate(machine, node.value) if node.value is not None else UNKNOWN
    machine.returns.append(machine.dependent(value))
    _leave(machine, node)
    return True


def _with(machine: Machine, node: ast.With | ast.AsyncWith) -> bool:
    for item in node.items:
        value = evaluate(machine, item.context_expr)
        if item.optional_vars is not None:
            store(machine, item.optional_vars, value)
    return run(machine, node.body)


def _try(machine: Machine, node: ast.Try | ast.TryStar) -> None:
    run(machine, node.body)
    after = dict(machine.scope.variables)
    for handler in node.handlers:
        run(machine, handler.body)
    machine.merge(after, dict(machine.scope.variables))
    run(machine, node.orelse)
    run(machine, node.finalbody)


def _match(machine: Machine, node: ast.Match) -> None:
    evaluate(machine, node.subject)
    before = dict(machine.scope.variables)
    after = dict(before)
    for case in node.cases:
        machine.scope.variables.clear()
        machine.scope.variables.update(before)
        run(machine, case.body)
        machine.merge(after, dict(machine.scope.variables))
        after = dict(machine.scope.variables)


def _import(machine: Machine, node: ast.Import) -> None:
    for name in node.names:
        bound = name.asname or name.name.partition(".")[0]
        machine.set(bound, Value(name=name.name if name.asname else bound))


def _import_from(machine: Machine, node: ast.ImportFrom) -> None:
    for name in node.names:
        path = f"{'.' * node.level}{node.module or ''}.{name.name}"
        machine.set(name.asname or name.name, Value(name=path))


def _define(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    thing = Thing(node.name, node.lineno, body=node, scope=machine.scope)
    for default in [*node.args.defaults, *node.args.kw_defaults]:
        if default is not None:
            evaluate(machine, default)
    machine.set(node.name, Value(things=(thing,)))


def _define_class(machine: Machine, node: ast.ClassDef) -> None:
    thing = Thing(node.name, node.lineno, blueprint=node, scope=machine.scope)
    machine.set(node.name, Value(things=(thing,), constant=NOTHING))


def _delete(machine: Machine, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            names = evaluate(machine, target.slice).texts()
            owner = evaluate(machine, target.value)
            store(machine, target.value, remove(owner, names))


def _declare(machine: Machine, node: ast.Global | ast.Nonlocal) -> None:
    machine.scope.outer |= set(node.names)


def _check(machine: Machine, node: ast.Assert) -> None:
    evaluate(machine, node.test)


def _give_up(machine: Machine, node: ast.Raise) -> bool:
    return True


ACTIONS: dict[type[ast.stmt], Callable[[Machine, Any], bool | None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _assign_annotated,
    ast.AugAssign: _assign_more,
    ast.Expr: _show,
    ast.If: _branch,
    ast.For: _repeat,
    ast.AsyncFor: _repeat,
    ast.While: _repeat_while,
    ast.Break: _leave,
    ast.Return: _give_back,
    ast.Raise: _give_up,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _define,
    ast.AsyncFunctionDef: _define,
    ast.ClassDef: _define_class,
    ast.Delete: _delete,
    ast.Assert: _check,
    ast.Global: _declare,
    ast.Nonlocal: _declare,
}
