"""Abstract values: what is known of a variable without running the script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from ml_engineer_tools.leakage.process.facts import (
    NO_COLUMNS,
    Choice,
    Columns,
    Influence,
    Made,
    Prediction,
    Score,
    Trait,
)
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Rows

if TYPE_CHECKING:
    from ml_engineer_tools.leakage.process.things import Thing

Fact = TypeVar("Fact")


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()
"""No constant is known (None is one)."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a value.

    Attributes:
        rows: the rows that it holds, row by row.
        influences: the fits that shaped it.
        scores: the scores that it is computed from.
        choices: what was chosen to make it.
        predictions: what models said in it.
        columns: which columns it has.
        origins: the columns that it is computed from, row by row.
        made: columns of it that the script made.
        traits: what the code says of its data.
        items: its elements, if they are known one by one.
        entries: its values by key, if they are known one by one.
        things: the objects that it may be.
        constant: its value, if it is a literal; of a text that is known in part, its code there.
        name: dotted name of the library's object that it is.
        index: it says which rows, rather than holding them.
        tests: what its rows were tested for, as `subject`, `sign bound`.
        ranked: it is sorted by a score.
        opaque: it comes from code that can't be seen.
        counted: the rows of which it is the number.
        optional: it may be None.
        item: it is one element of data that a loop goes through.
        array: it has no named columns to be picked by a key: a key picks rows.
    """

    rows: Rows = NO_ROWS
    influences: frozenset[Influence] = frozenset()
    scores: frozenset[Score] = frozenset()
    choices: frozenset[Choice] = frozenset()
    predictions: frozenset[Prediction] = frozenset()
    columns: Columns = NO_COLUMNS
    origins: frozenset[str] = frozenset()
    made: frozenset[Made] = frozenset()
    traits: frozenset[Trait] = frozenset()
    items: tuple[Value, ...] | None = None
    entries: tuple[tuple[object, Value], ...] | None = None
    things: tuple[Thing, ...] = ()
    constant: object = field(default=NOTHING)
    name: str = ""
    index: bool = False
    tests: tuple[tuple[str, str], ...] = ()
    ranked: bool = False
    opaque: bool = False
    counted: Rows = NO_ROWS
    optional: bool = False
    array: bool = False
    item: bool = False

    def entry(self, key: object) -> Value | None:
        """Return the value under a key, if it is known."""
        for known, value in self.entries or ():
            if known == key and type(known) is type(key):
                return value
        return None

    def named(self) -> Mapping[object, Value]:
        """Return the known entries."""
        return dict(self.entries or ())

    def elements(self) -> tuple[Value, ...]:
        """Return the elements that are known one by one, of a sequence or a mapping."""
        return self.items or tuple(value for _, value in self.entries or ())

    def text(self) -> str | None:
        """Return the string that it is, if it is a literal one."""
        return self.constant if isinstance(self.constant, str) else None

    def texts(self) -> tuple[str, ...]:
        """Return the literal strings that it is, or that it lists."""
        if isinstance(self.constant, str):
            return (self.constant,)
        found = (item.text() for item in self.items or ())
        return tuple(text for text in found if text is not None)


UNKNOWN = Value()
EMPTY = Value(items=())
MOST_FACTS = 60
"""Facts of one kind that a value keeps; beyond that the script repeats itself (a convention)."""


def join(*values: Value) -> Value:
    """Return what is known of a value that may be any of these, or holds all of them."""
    known = [value for value in values if value != UNKNOWN]
    # An empty list beside a full one tells nothing.
    present = [value for value in known if value != EMPTY] or known
    if not present:
        return UNKNOWN
    first = present[0]
    if all(value == first for value in present[1:]):
        return first
    same_length = {len(v.items) for v in present if v.items is not None}
    items = None
    if len(same_length) == 1 and all(v.items is not None for v in present):
        items = tuple(
            join(*column) for column in zip(*(v.items or () for v in present), strict=True)
        )
    return Value(
        rows=_bounded(value.rows for value in present),
        influences=_bounded(value.influences for value in present),
        scores=_bounded(value.scores for value in present),
        choices=_bounded(value.choices for value in present),
        predictions=_bounded(value.predictions for value in present),
        columns=next((v.columns for v in present if v.columns != NO_COLUMNS), NO_COLUMNS),
        origins=_bounded(value.origins for value in present),
        made=_bounded(value.made for value in present),
        traits=_bounded(value.traits for value in present),
        items=items,
        entries=_joined_entries(present),
        things=tuple(dict.fromkeys(thing for value in present for thing in value.things)),
        constant=first.constant if all(v.constant == first.constant for v in present) else NOTHING,
        name=first.name if all(v.name == first.name for v in present) else "",
        index=any(value.index for value in present),
        ranked=any(value.ranked for value in present),
        opaque=any(value.opaque for value in present),
        counted=first.counted if all(v.counted == first.counted for v in present) else NO_ROWS,
        array=_all_rows(present, [value.array for value in present]),
        item=_all_rows(present, [value.item for value in present]),
        optional=any(value.optional or value.constant is None for value in present),
    )


def _all_rows(values: list[Value], told: list[bool]) -> bool:
    """Tell whether something holds of all values that have rows, if there is one."""
    return any(told) and all(
        holds for value, holds in zip(values, told, strict=True) if value.rows or holds
    )


def flat(value: Value) -> Value:
    """Return a container as one value that knows what its elements know."""
    elements = value.elements()
    if not elements:
        return value
    whole = join(replace(value, items=None, entries=None), *(flat(v) for v in elements))
    return replace(whole, constant=NOTHING, items=None, entries=None)


MOST_NESTED = 400
"""Elements within each other of one container that are told apart (a convention)."""


def bounded(value: Value) -> Value:
    """Return a value whose elements are few enough to be told apart; else it as one."""
    if value.items is None and value.entries is None:
        return value
    waiting, count = [value], 0
    while waiting:
        elements = waiting.pop().elements()
        count += len(elements)
        if count > MOST_NESTED:
            return replace(flat_top(value), constant=NOTHING)
        waiting.extend(elements)
    return value


def flat_top(value: Value) -> Value:
    """Return a container without its elements, knowing what the first of them know."""
    known = [
        replace(element, items=None, entries=None) for element in value.elements()[:MOST_FACTS]
    ]
    return join(replace(value, items=None, entries=None), *known)


def _with_facts(some: frozenset[Fact], more: frozenset[Fact]) -> frozenset[Fact]:
    """Return facts and some more; beyond a number, only those of a new kind."""
    if not more or more <= some:
        return some
    if len(some) < MOST_FACTS:
        return some | more
    kinds = {getattr(fact, "kind", fact) for fact in some}
    return some | frozenset(fact for fact in more if getattr(fact, "kind", None) not in kinds)


def shaped(value: Value, *others: Value) -> Value:
    """Return `value` shaped by others: it keeps its rows, and knows what they know."""
    result = value
    for other in others:
        result = replace(
            result,
            influences=_with_facts(result.influences, other.influences),
            scores=_with_facts(result.scores, other.scores),
            choices=_with_facts(result.choices, other.choices),
            predictions=_with_facts(result.predictions, other.predictions),
            origins=_with_facts(result.origins, other.origins),
            traits=_with_facts(result.traits, other.traits),
        )
    return result


def one_of_each(value: Value, line: int) -> Value:
    """Return the different ones of some values."""
    if not value.rows:
        return value
    return replace(value, traits=value.traits | {Trait("one_each", line, "set")})


def _joined_entries(values: list[Value]) -> tuple[tuple[object, Value], ...] | None:
    if all(value.entries is None for value in values):
        return None
    entries: dict[object, Value] = {}
    for value in values:
        for key, entry in value.entries or ():
            entries[key] = join(entries[key], entry) if key in entries else entry
    return tuple(entries.items())


def _bounded(sets: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    union: frozenset[Fact] = frozenset().union(*sets)
    if len(union) <= MOST_FACTS:
        return union
    return frozenset(sorted(union, key=_by_line)[:MOST_FACTS])


def _by_line(fact: object) -> tuple[int, str]:
    told = [str(getattr(fact, name, "")) for name in ("kind", "of", "call", "name", "source")]
    return int(getattr(fact, "line", 0)), " ".join(told)
