"""Iteration: what an element of a value is, and how a value is unpacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ml_engineer_tools.leakage.process.facts import Columns, Trait
from ml_engineer_tools.leakage.process.hints import side_hint
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Rows, Side, cut, is_side_of_split
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, join

LOOKUP = "<lookup>"
"""The name of a table that somebody else made, which tells a value for each key."""
RANGE = "<range>"
"""The name of numbers that count through rows; `tests` holds its bounds, if it has some."""
CENTRED = "rolling(center=True)"
"""What the trait of a window says that reaches to both sides of its row."""
CURVE = "<curve>"
"""The name of scores along a curve of thresholds: the greatest gap between two of them is itself a
score, and no choice of a threshold."""
MAPPED = "<mapped>"
"""The name of a mapping whose values are not known one by one."""

RECORDS = "<records>"
"""The name of a list of records that hold scores; `entries` holds what each field holds."""
TABLE = "<table of scores>"
"""The name of a table made of such records; `entries` holds its columns."""
GETTER = "<getter>"
"""The name of `itemgetter(key)`; `items` holds the key."""

PARTS = "<parts>"
"""The name of a value that lists the parts of rows that were cut into equal ones."""
BEFORE = "<before>"
"""The name of a window over rows that ends before the row."""
ACROSS = "<across>"
"""The name of a table whose rows and columns have changed places."""
SQUARE = "<square>"
"""The name of a table that was multiplied by itself: one row a column."""
SLICE = "<slice>"
"""The name of a slice that is kept in a variable; its elements are its bounds."""
COLUMN_LIST = "<columns>"
"""The name of a value that lists the columns of a frame."""


def element(values: Value) -> Value:
    """Return what any element of a value is."""
    if values.items is not None:
        return join(*values.items)
    if values.name in (RECORDS, TABLE):
        return recorded(values) if values.name == RECORDS else UNKNOWN
    if (values.entries is not None and not values.rows) or values.name == "<graph>":
        # Of a mapping its keys, of a graph its nodes.
        return UNKNOWN
    if values.name == COLUMN_LIST or (values.counted and not values.rows):
        return UNKNOWN
    if values.index and values.rows and not any(part.path for part in values.rows):
        # Of all positions one, which can't be told.
        return Value(influences=values.influences, choices=values.choices)
    return replace(
        values, columns=Columns(), origins=frozenset(), constant=NOTHING, name="", ranked=False,
        entries=None, tests=(), item=bool(values.rows) and not values.index,
    )  # fmt: skip


def recorded(gathered: Value) -> Value:
    """Return any one of some records, as what it is: a mapping, a pair, or the field alone."""
    known = [(key, value) for key, value in gathered.entries or () if not isinstance(key, tuple)]
    alone = next((value for key, value in known if key == ""), None)
    chosen = gathered.choices
    if alone is not None:
        return replace(alone, choices=alone.choices | chosen)
    if known and [key for key, _ in known] == list(range(len(known))):
        return Value(items=tuple(value for _, value in known), choices=chosen)
    return Value(entries=tuple(known), choices=chosen)


def zipped(value: Value) -> Value | None:
    """Return rows that lie beside each other pair by pair as one; None of anything else.

    `list(zip(files, labels))` has the rows of its files, and its pairs are the elements.
    """
    if value.rows or len(value.items or ()) != 1:
        return None
    pair = (value.items or (UNKNOWN,))[0]
    parts = pair.items or ()
    held = {part.rows for part in parts if part.rows}
    if len(parts) < 2 or len(held) != 1 or not all(p.item for p in parts if p.rows):
        return None
    traits = frozenset(trait for part in parts for trait in part.traits)
    return Value(rows=next(iter(held)), traits=traits)


def beside_each_other(value: Value, rows: Rows, traits: frozenset[Trait]) -> Value:
    """Return zipped rows with others in their place."""
    (pair,) = value.items or (UNKNOWN,)
    parts = tuple(
        replace(part, rows=rows, traits=part.traits | traits) if part.rows else part
        for part in pair.items or ()
    )
    return replace(value, items=(replace(pair, items=parts),))


def elements_of(values: Value) -> tuple[Value, ...] | None:
    """Return the elements of a value one by one, of a mapping its keys; None if not known."""
    if values.items is not None:
        return values.items
    if not values.entries or values.rows or values.things or values.name:
        return None
    keys = [key for key, _ in values.entries]
    if not all(isinstance(key, str | int | float) for key in keys):
        return None
    return tuple(Value(constant=key, choices=values.choices) for key in keys)


def listed_columns(frame: Value) -> Value:
    """Return the list of a frame's column names; `counted` are the rows that have them."""
    return replace(
        frame, rows=NO_ROWS, name=COLUMN_LIST, entries=None, tests=(), counted=frame.rows
    )  # fmt: skip


def unpacked(value: Value, names: Sequence[str | None]) -> list[Value]:
    """Return the values that as many targets get from one value.

    Args:
        value: what is unpacked.
        names: names of the targets, None where a target is no plain variable. They decide nothing
            but the sides of rows that come from code that can't be seen.
    """
    if value.items is not None and len(value.items) == len(names):
        chosen = value.choices
        return [replace(v, choices=v.choices | chosen) if chosen else v for v in value.items]
    if value.items is not None:
        return [join(*value.items)] * len(names)
    if value.opaque:
        told = any(side_hint(name or "") for name in names)
        return [_part_named(replace(value, items=None), name, among_sides=told) for name in names]
    return [replace(value, entries=None, constant=NOTHING) for _ in names]


def _part_named(value: Value, name: str | None, *, among_sides: bool) -> Value:
    """Return one of the parts that unseen code gives: beside sides of a split it is another."""
    hinted = with_hint(value, name)
    unsplit = hinted == value and value.rows and not all(map(is_side_of_split, value.rows))
    if not (among_sides and unsplit and name) or len(name) < 2 or side_hint(name):
        return hinted
    key = "+".join(sorted(part.source for part in value.rows))
    return replace(value, rows=cut(value.rows, Side("named", key, name)))


def with_hint(value: Value, name: str | None) -> Value:
    """Return rows that come from code that can't be seen, on the side that their name tells."""
    side = side_hint(name or "")
    if side is None or not value.opaque or not value.rows:
        return value
    if all(map(is_side_of_split, value.rows)):
        # The script itself split these rows, so that a name has no say.
        return value
    key = "+".join(sorted(part.source for part in value.rows))
    return replace(value, rows=cut(value.rows, Side("named", key, side)))
