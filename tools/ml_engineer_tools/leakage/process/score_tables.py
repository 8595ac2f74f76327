"""Score tables: lists of records, and tables of them, in which a script gathers what it tried.

Each column keeps its own scores, so that it can be told by which of them the best is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Choice, Score
from ml_engineer_tools.leakage.process.frames.statistics import chosen
from ml_engineer_tools.leakage.process.iteration import RECORDS, TABLE, recorded
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join

Key = str | int
RANKED = ("ranked",)
"""The key under which it is kept by which scores the rows are sorted."""
NUMBERED = ("numbered",)
"""The key that tells that sorted rows were numbered anew."""
ALONE = ""
"""The key of the one column of a sorted table that was taken out of it."""
SORTING = frozenset({"sort_values", "sort", "sort_by"})
LARGEST = frozenset({"nlargest", "nsmallest", "top_k", "bottom_k"})
ENDS = frozenset({"head", "tail", "row", "first", "last", "limit", "item", "squeeze", "take"})
BEST = frozenset({"max", "min", "idxmax", "idxmin", "argmax", "argmin"})
KEEPING = frozenset(
    {"groupby", "group_by", "agg", "aggregate", "mean", "median", "round", "copy", "set_index",
     "rename", "dropna", "drop", "transpose", "fillna", "astype", "to_frame", "query", "filter",
     "assign", "sort_index", "with_columns", "select", "reindex", "tolist", "to_list", "to_numpy",
     "rename_axis", "collect", "unstack", "stack", "infer_objects", "convert_dtypes", "apply"}
)  # fmt: skip
"""Methods after which it is still a table of the same scores."""
LISTING = frozenset({"to_dicts", "to_dict", "to_records", "rows", "iter_rows", "itertuples"})


def gathers(value: Value) -> bool:
    """Tell whether a value is a list of records, or a table of them."""
    return value.name in (RECORDS, TABLE) and not value.rows


def added(owner: Value, one: Value, *, bare: bool) -> Value | None:
    """Return a list or table with one more record; None if it is none, or no record of scores.

    `bare` tells that nobody keeps what appending gives back, as it does of a table.
    """
    fields = _fields(one)
    if fields is None:
        return None
    if owner.items == () or owner.name == RECORDS:
        return _listed([*(owner.entries or ()), *fields])
    table_so_far = owner.name == TABLE or (not bare and owner == UNKNOWN)
    return _listed([*(owner.entries or ()), *fields], TABLE) if table_so_far else None


def listed(one: Value) -> Value | None:
    """Return the list of what a comprehension makes; None if these are no records of scores."""
    fields = _fields(one)
    return None if fields is None else _listed(fields)


def _fields(one: Value) -> list[tuple[object, Value]] | None:
    """Return the fields of a record that holds scores, and no rows."""
    if one.rows or one.things or one.name:
        return None
    fields = list(one.entries or enumerate(one.items or ()))
    whole = flat(one)
    if not fields or not whole.scores or whole.rows or whole.predictions:
        return None
    return fields if all(isinstance(key, str | int) for key, _ in fields) else None


def _listed(fields: Iterable[tuple[object, Value]], name: str = RECORDS) -> Value:
    known: dict[object, Value] = {}
    for key, value in fields:
        plain = replace(value, constant=NOTHING)
        known[key] = join(known[key], plain) if key in known else plain
    whole = flat(Value(entries=tuple(known.items())))
    return Value(
        name=name, entries=tuple(known.items()), scores=whole.scores, choices=whole.choices
    )


def table(arguments: Arguments) -> Value | None:
    """Return a table of scores; None of any other table."""
    data = arguments.value(0, "data")
    if flat(data).rows or not flat(data).scores:
        return None
    if data.name == RECORDS:
        fields = list(data.entries or ())
    else:
        each = [_fields(one) for one in data.elements()]
        if each and all(one is not None for one in each):
            # A list of records, or a mapping of them: its columns, maybe turned.
            fields = [field for one in each for field in one or ()]
        elif data.entries and not data.name:
            fields = [(key, flat(value)) for key, value in data.entries]
        else:
            return None
    names = arguments.value(None, "columns", "schema").texts()
    if names and all(isinstance(key, int) for key, _ in fields):
        fields = [
            (names[key] if isinstance(key, int) and key < len(names) else key, value)
            for key, value in fields
        ]  # fmt: skip
    if not all(isinstance(key, str | int) for key, _ in fields):
        return None
    return _listed(fields, TABLE)


def with_cell(owner: Value, key: Value, value: Value) -> Value | None:
    """Return a table after `table.loc[row, "column"] = score`; None of any other."""
    column = (key.items or (UNKNOWN,))[-1].text()
    if len(key.items or ()) != 2 or column is None or not value.scores or value.rows:
        return None
    if owner.rows or owner.things or owner.name not in ("", TABLE):
        return None
    return _listed([*(owner.entries or ()), (column, value)], TABLE)


def call(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return the result of a method of a table of scores, or of a list of records."""
    if name in SORTING and owner.name == TABLE:
        by = arguments.value(0, "by", "key")
        numbered = arguments.flag("ignore_index")
        return _ranked(owner, _scores_of(owner, by.texts()), numbered=numbered)
    if name in LARGEST:
        names = arguments.value(1, "columns", "by").texts()
        sorted_so = _ranked(owner, _scores_of(owner, names), numbered=False)
        one = arguments.value(0, "n", "k").constant == 1
        return _first(machine, sorted_so, line, name) if one else sorted_so
    if name in ENDS:
        count = arguments.value(0, "n", "index").constant
        alone = count == 1 or name in ("first", "last", "item") or (name == "row" and count == 0)
        if alone and owner.entry(RANKED) is not None:
            return _first(machine, owner, line, name)
        return owner if name in ("head", "tail", "limit") else recorded(owner)
    if name == "reset_index":
        return replace(owner, entries=(*(owner.entries or ()), (NUMBERED, UNKNOWN)))
    if name in ("merge", "join") and gathers(arguments.value(0)):
        return _listed([*(owner.entries or ()), *(arguments.value(0).entries or ())], TABLE)
    if name == "iterrows":
        return Value(items=(Value(items=(UNKNOWN, recorded(owner))),))
    if name in LISTING:
        return replace(owner, name=RECORDS)
    if name in KEEPING:
        return owner
    if name in BEST:
        return chosen(machine, replace(flat(owner), name=""), name, line)
    return _told(owner)


def _told(owner: Value) -> Value:
    """Return a table as a text, a picture, or something else that tells all of it."""
    return replace(flat(owner), name="", ranked=False)


def attribute(owner: Value, name: str) -> Value:
    """Return what an attribute of a table of scores is."""
    entry = owner.entry(name)
    if entry is not None:
        return column(owner, name)
    if name == "index" and owner.entry(RANKED) is None:
        return UNKNOWN
    return UNKNOWN if name in ("columns", "shape", "empty", "dtypes", "size") else owner


def column(owner: Value, name: Key) -> Value:
    """Return a column of a table; of a sorted one it is told by what it is sorted."""
    entry = owner.entry(name) or UNKNOWN
    entry = replace(entry, choices=entry.choices | owner.choices)
    order = [(key, value) for key, value in owner.entries or () if key in (RANKED, NUMBERED)]
    if not order:
        return entry
    return replace(entry, name=TABLE, entries=((ALONE, entry), *order), items=None)


def select(
    machine: Machine, owner: Value, key: Value, line: int, *, by_rows: bool, by_label: bool
) -> Value:
    """Return what a subscript picks of a list of records, or of a table.

    Args:
        machine: the state.
        owner: it.
        key: what is known of the key.
        line: where.
        by_rows: it is one of `loc` or `iloc`.
        by_label: it is one of `loc`.
    """
    if not by_rows and owner.name == TABLE and owner.entry(ALONE) is None:
        known = [name for name in key.texts() if owner.entry(name) is not None]
        if key.text() is not None:
            return column(owner, known[0]) if known else _told(owner)
        if known:
            return _listed([(k, v) for k, v in owner.entries or () if k in known or k == RANKED],
                           TABLE)  # fmt: skip
    row, *rest = key.items if key.items and not key.texts() and len(key.items) == 2 else (key,)
    if key.items and len(key.items) == 2 and by_rows:
        row, *rest = key.items
    found = _row(machine, owner, row, line, by_label=by_label)
    if not rest:
        return found
    name = rest[0].constant
    inner = found.entry(name)
    if inner is not None:
        return replace(inner, choices=inner.choices | found.choices)
    if isinstance(name, int) and found.items:
        return found.items[name] if -len(found.items) <= name < len(found.items) else flat(found)
    return replace(flat(found), name="")


def _row(machine: Machine, owner: Value, row: Value, line: int, *, by_label: bool) -> Value:
    if isinstance(row.constant, int) and not isinstance(row.constant, bool):
        counted = not by_label or owner.entry(NUMBERED) is not None
        if owner.entry(RANKED) is not None and row.constant in (0, -1) and counted:
            return _first(machine, owner, line, "sort")
        return recorded(owner)
    if row.scores:
        # Those rows that pass a test of their scores.
        return with_choices(replace(owner, choices=owner.choices | row.choices), row.choices)
    return with_choices(recorded(owner), row.choices)


def _first(machine: Machine, owner: Value, line: int, name: str) -> Value:
    """Return the first of sorted rows: the best."""
    order = owner.entry(RANKED) or UNKNOWN
    if not order.scores:
        return recorded(owner)
    choice = machine.picked.get(order.scores) or machine.choose("model", order.scores, line, name)
    # Who takes more of the same row later takes the same choice.
    machine.picked[order.scores] = choice
    return with_choices(recorded(owner), frozenset({choice}))


def ranked_by(owner: Value, scores: frozenset[Score]) -> Value:
    """Return records sorted by some scores."""
    return _ranked(owner, scores, numbered=True)


def _ranked(owner: Value, scores: frozenset[Score], *, numbered: bool) -> Value:
    kept = [(key, value) for key, value in owner.entries or () if key not in (RANKED, NUMBERED)]
    if scores:
        kept.append((RANKED, Value(scores=scores)))
    if numbered:
        kept.append((NUMBERED, UNKNOWN))
    return replace(owner, entries=tuple(kept))


def _scores_of(owner: Value, names: Iterable[str]) -> frozenset[Score]:
    """Return the scores of the first of some columns, or of the one column that there is."""
    first = next(iter(names), ALONE)
    found = owner.entry(first)
    return found.scores if found is not None else frozenset()


def first_scores(owner: Value) -> frozenset[Score]:
    """Return the scores by which plain records are compared: those of their first field."""
    found = owner.entry(0)
    return found.scores if found is not None else owner.scores


def with_choices(value: Value, choices: frozenset[Choice]) -> Value:
    """Return a value that knows of some choices, its elements included."""
    if not choices:
        return value
    entries = value.entries and tuple((k, with_choices(v, choices)) for k, v in value.entries)
    items = value.items and tuple(with_choices(one, choices) for one in value.items)
    return replace(value, choices=value.choices | choices, entries=entries, items=items)
