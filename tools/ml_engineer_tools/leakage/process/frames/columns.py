"""Methods that compute columns: functions applied, columns made, renamed and chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    polars_expressions,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns
from ml_engineer_tools.leakage.process.handwritten import product
from ml_engineer_tools.leakage.process.iteration import RANGE
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS
from ml_engineer_tools.leakage.process.selecting import (
    comes_split,
    select,
    settled,
    slice_rows,
)
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, shaped


def passed_on(owner: Value, arguments: Arguments) -> Value:
    """Return the result of a method that keeps the rows and may mix in what it is given."""
    others = [replace(flat(v), rows=NO_ROWS, origins=frozenset()) for v in arguments.all()]
    result = shaped(replace(settled(owner), constant=NOTHING, items=owner.items), *others)
    return replace(result, tests=(), name="")


def column(owner: Value, names: tuple[str, ...]) -> Value:
    """Return one column of a frame."""
    if not names:
        return owner
    return select(owner, Value(constant=names[0]), names[0], 0)


OPTIONS = ("func", "f", "arg", "axis", "args", "raw", "result_type", "na_action", "engine",
           "include_groups", "return_dtype", "batched", "num_proc", "meta")  # fmt: skip
"""Arguments of `apply` and its like that are not handed on to the function."""


def apply(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return a column or frame to which a function of the script was applied."""
    from ml_engineer_tools.leakage.process.calls import call_value
    from ml_engineer_tools.leakage.process.frames.statistics import GROUPED, a_row_a_group

    function = arguments.value(0, "func", "f", "arg")
    if not function.things:
        return passed_on(owner, arguments)
    inner = replace(owner, entries=None, name="" if owner.name == GROUPED else owner.name)
    if owner.rows and owner.name != GROUPED and _one_by_one(owner, arguments):
        inner = replace(inner, item=True)
    more = {key: value for key, value in (arguments.named or {}).items() if key not in OPTIONS}
    given = Arguments((inner, *arguments.given[1:]), more)
    result = call_value(machine, replace(function, rows=NO_ROWS), given, line)
    if result.entries and owner.rows and comes_split(owner):
        # A function of one row gives it more columns: the collection keeps its splits.
        return shaped(settled(owner), replace(flat(result), rows=NO_ROWS, things=()))
    if owner.name == GROUPED and not result.rows:
        # A figure a group, or a row a group.
        return a_row_a_group(machine, owner, result, arguments)
    by_column = owner.columns.only() is None and arguments.constant("axis") not in (1, "columns")
    if by_column and not result.rows and result.influences - owner.influences:
        # A figure a column: it has no rows, but knows something of all of them.
        return replace(result, tests=(), columns=Columns())
    kept = replace(result, rows=owner.rows or result.rows, tests=(), item=False)
    # What the function made of the column tells its origins, unless it can't be followed.
    origins = result.origins if result.rows else owner.origins
    return replace(shaped(kept, replace(owner, rows=NO_ROWS)), origins=origins)


def _one_by_one(owner: Value, arguments: Arguments) -> bool:
    """Tell whether a function is applied to one row after the other."""
    return owner.columns.only() is not None or arguments.constant("axis") in (1, "columns")


def _dot(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    made = product(machine, owner, flat(arguments.value(0, "other", "b")), line)
    return made if made is not None else passed_on(owner, arguments)


def _pipe(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    from ml_engineer_tools.leakage.process.calls import call_value

    if not arguments.given:
        return owner
    given = Arguments((owner, *arguments.given[1:]), arguments.named)
    return call_value(machine, arguments.given[0], given, line)


def _assign(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    from ml_engineer_tools.leakage.process.calls import call_value
    from ml_engineer_tools.leakage.process.storing import with_column

    frame = owner
    for name, given in (arguments.named or {}).items():
        value = given
        if given.things:
            value = call_value(machine, given, Arguments((frame,)), line)
        frame = with_column(frame, (name,), value, line)
    return frame


def _rename(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    called = arguments.value(0).text()
    if called is not None and owner.columns.only() is not None:
        return replace(settled(owner), columns=Columns(names=frozenset({called})))
    mapping = arguments.value(None, "columns").entries or arguments.value(0).entries or ()
    names = {key: value.text() for key, value in mapping if isinstance(key, str)}
    there = [new for old, new in names.items() if new and owner.columns.has(old)]
    gone = [old for old in names if owner.columns.has(old)]
    return replace(settled(owner), columns=owner.columns.less(gone).plus(there))


def _polars_select(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    first = arguments.value(0)
    if first.name == RANGE and first.tests:
        return slice_rows(owner, *first.tests[0], line, moving=False)
    if first.index and first.rows and not owner.index:
        return select(owner, first, "select", line)
    names = [text for value in arguments.given for text in value.texts()]
    others = [flat(v) for v in arguments.all() if not v.texts()]
    result = shaped(settled(owner), *(replace(v, rows=NO_ROWS) for v in others))
    if names and not others:
        return replace(result, columns=Columns(names=frozenset(names)))
    return replace(result, columns=Columns())


def _to_numpy(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return replace(settled(owner), array=True)


def _backward(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    from ml_engineer_tools.leakage.process.model_choices import learn_by_loss

    learn_by_loss(machine, owner, line)
    return UNKNOWN


def _over(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return polars_expressions.over(owner, machine.targets)


def _alias(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return replace(owner, name=arguments.value(0).text() or "")


def _with_columns(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return polars_expressions.columns_added(owner, arguments)


Method = Callable[[Machine, Value, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    "apply": apply, "map": apply, "dot": _dot, "pipe": _pipe, "assign": _assign, "rename": _rename,
    "select": _polars_select, "to_numpy": _to_numpy, "backward": _backward, "over": _over,
    "alias": _alias, "with_columns": _with_columns,
}  # fmt: skip
