"""Splits: functions and splitters that cut rows in parts, and what they respect."""

from __future__ import annotations

from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Manner, Split
from ml_engineer_tools.leakage.process.iteration import COLUMN_LIST
from ml_engineer_tools.leakage.process.knowledge.functions import SPLITTERS
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import UNSEEN, Part, Side, cut, rows_key
from ml_engineer_tools.leakage.process.selecting import settled
from ml_engineer_tools.leakage.process.things import Thing
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat, join

FOLDS = "<folds>"
"""The name of a value that yields pairs of training and test positions."""


def in_two(
    machine: Machine, arrays: list[Value], arguments: Arguments, line: int, call: str
) -> Value:
    """Return the parts of `train_test_split`: for each array its training and its test rows."""
    told = [
        str(value.constant) if value is not None else ""
        for value in (arguments.get(None, name) for name in ("test_size", "train_size", "shuffle"))
    ]
    # A seed that was chosen by a score makes the parts what was chosen.
    seed = arguments.get(None, "random_state", "seed")
    fixed = seed is not None and isinstance(seed.constant, int)
    ordered = arguments.constant("shuffle") is False or call.startswith("temporal")
    manner: Manner = "ordered" if ordered else "random"
    parts: list[Value] = []
    for array in arrays:
        data = _all_positions(flat(array))
        name = f"seed {seed.constant}" if seed is not None and fixed else f"line {line}"
        key = f"{call} {name} {told} of {rows_key(data.rows)}"
        kind = "ordered" if ordered else "random"
        sides = [cut(data.rows, Side(kind, key, side)) for side in ("train", "test")]  # type: ignore[arg-type]  # one of two
        machine.note(Split(line, call, manner, "parts", data, held_out=sides[1], key=key))
        chosen = data.choices | (seed.choices if seed is not None else frozenset())
        plain = replace(settled(data), constant=NOTHING, tests=(), choices=chosen)
        parts.extend(replace(plain, rows=rows) for rows in sides)
    return Value(items=tuple(parts))


def _all_positions(data: Value) -> Value:
    """Return `range(len(rows))` as the positions of all these rows."""
    if data.rows or not data.counted:
        return data
    return replace(data, rows=data.counted, counted=frozenset(), index=True, name="")


def at_random(machine: Machine, arguments: Arguments, line: int, call: str) -> Value:
    """Return the parts of `random_split(data, lengths)`."""
    data = _all_positions(flat(arguments.value(0, "dataset")))
    if not data.rows and data.things:
        # A data set of a class that can't be seen.
        made = sorted(thing.line for thing in data.things)[0]
        data = Value(rows=frozenset({Part(f"{UNSEEN}data set of line {made}")}), opaque=True)
    lengths = arguments.value(1, "lengths")
    count = len(lengths.items) if lengths.items is not None else 2
    key = f"{call} {line} of {rows_key(data.rows)}"
    machine.note(Split(line, call, "random", "parts", data, key=key))
    names = {2: ("train", "test"), 3: ("train", "validation", "test")}.get(
        count, tuple(f"part {n}" for n in range(count))
    )
    sides = [Side("random", key, name) for name in names]
    return Value(items=tuple(replace(data, rows=cut(data.rows, side)) for side in sides))


def manner_of(splitter: Value | None) -> Manner:
    """Tell what a `cv` argument respects."""
    if splitter is None:
        return "fold"
    for thing in splitter.things:
        known = SPLITTERS.get(thing.name.rpartition(".")[2])
        if known in ("group", "time", "given"):
            return known  # type: ignore[return-value]  # the table holds these words
    if splitter.name == FOLDS or splitter.items:
        return "given"
    if splitter.opaque or (splitter.name and not splitter.things):
        return "given"
    return "fold"


def folds(machine: Machine, splitter: Thing, arguments: Arguments, line: int) -> Value:
    """Return the pairs of positions that `splitter.split(X, y, groups)` yields."""
    data = join(*(flat(value) for value in arguments.given[:2]))
    first = flat(arguments.value(0, "X"))
    name = splitter.name.rpartition(".")[2]
    manner = manner_of(Value(things=(splitter,)))
    if first.name == COLUMN_LIST:
        first = data
    rows = first.rows or data.rows or frozenset({Part(f"positions of line {line}")})
    key = f"{name} line {line} of {rows_key(rows)}"
    data_there = replace(data, rows=rows)
    machine.note(Split(line, f"{name}.split", manner, "parts", data_there, key=key))
    sides = [Side("fold", key, side) for side in ("train", "test")]
    pair = tuple(Value(rows=cut(rows, side), index=True, traits=data.traits) for side in sides)
    return Value(items=(Value(items=pair),), name=FOLDS)


def positions(machine: Machine, line: int, call: str) -> Value:
    """Return positions or random numbers by which rows may be chosen."""
    return Value(rows=frozenset({Part(f"{call} of {machine.spot(line)}")}), index=True)
