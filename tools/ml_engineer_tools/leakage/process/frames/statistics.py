"""Methods that sum rows up, whole or by group: the result knows something of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.facts import Columns, Influence, InfluenceKind, Trait
from ml_engineer_tools.leakage.process.frames.columns import apply, passed_on
from ml_engineer_tools.leakage.process.hints import suggests_entity, suggests_time
from ml_engineer_tools.leakage.process.iteration import ACROSS, BEFORE, CURVE
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.polars_expressions import OF_A_FRAME
from ml_engineer_tools.leakage.process.ratings import pivoted
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Part, rows_key
from ml_engineer_tools.leakage.process.selecting import settled, statistic_of
from ml_engineer_tools.leakage.process.values import NOTHING, Value, flat

ROLLING = "<rolling>"


GROUPED = "<grouped>"
COUNTS = ("count", "size", "nunique", "cumcount", "ngroup")
"""What a group is counted by: it tells nothing of what its values are."""
DISTINCT = ("nunique", "n_unique", "unique", "value_counts")
"""What lists or counts the values that there are."""
ABSENCE = "<absence>"
"""The name of a value that says where values are missing."""


def summed_up(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return what is known of a statistic of some data."""
    if owner.scores:
        gap = owner.name == CURVE and name == "max"
        best = name in functions.CHOOSERS and not owner.rows and not gap
        return chosen(machine, owner, name, line) if best else _still(owner)
    if owner.predictions:
        return passed_on(owner, arguments)
    if name in DISTINCT:
        machine.tell_entities(owner, line)
    for trait in owner.traits if owner.name == GROUPED and name in ("size", "count") else ():
        # How many rows each has.
        if trait.kind == "grouped":
            column = Columns(names=frozenset({trait.text}))
            machine.tell_entities(replace(owner, columns=column), line)
    if name == "unique" and owner.rows and owner.columns.only() is not None:
        found = Trait("one_each", line, rows_key(owner.rows))
        return replace(statistic_of(owner, None), traits=frozenset({found}))
    if name != "corrwith" and _is_within_a_row(name, arguments):
        return passed_on(owner, arguments)
    if owner.item and owner.rows and owner.name == "" and owner.columns == Columns():
        # Of the parts of one row.
        return passed_on(owner, arguments)
    if owner.name in (ROLLING, BEFORE):
        return replace(owner, name="")
    if owner.name == ACROSS:
        # A statistic of each column of what was turned is one of each row.
        return passed_on(owner, arguments)
    if owner.name == ABSENCE:
        # How much is missing tells nothing of what the values are.
        return statistic_of(owner, None)
    told = statistic_of(owner, _influence(machine, owner, name, arguments, line))
    return a_row_a_group(machine, owner, told, arguments) if owner.name == GROUPED else told


def _is_within_a_row(name: str, arguments: Arguments) -> bool:
    """Tell whether a statistic is one of each row: along any axis but the first."""
    axis = arguments.value(None if name == "agg" else 0, "axis", "dim")
    along = [item.constant for item in axis.items or (axis,)]
    return all(one in (1, -1, 2, 3, "columns") and one is not True for one in along)


def a_row_a_group(machine: Machine, owner: Value, told: Value, arguments: Arguments) -> Value:
    """Return the table of a statistic by group: its rows are the groups of the owner's rows."""
    if not owner.rows or owner.rows == OF_A_FRAME:
        return told
    keys = sorted(trait.text for trait in owner.traits if trait.kind == "grouped")
    rows = frozenset({Part(f"groups by {keys} of {rows_key(owner.rows)}")})
    periods = bool(keys) and all(key in machine.time_columns for key in keys)
    order = {t for t in owner.traits if t.kind == "time"} if periods else set()
    columns = _columns_of_groups(owner, arguments)
    return replace(told, rows=rows, columns=columns, traits=frozenset(order))


def _columns_of_groups(owner: Value, arguments: Arguments) -> Columns:
    """Return the columns of a statistic by group: those it is told to make, or those it is of."""
    made = {name for name, value in (arguments.named or {}).items() if value.items or value.rows}
    by_column = {str(key) for value in arguments.given for key, _ in value.entries or ()}
    if made or by_column:
        return Columns(names=frozenset(made | by_column))
    return owner.columns


def _still(owner: Value) -> Value:
    return replace(owner, rows=NO_ROWS, constant=NOTHING)


def _influence(
    machine: Machine, owner: Value, name: str, arguments: Arguments, line: int
) -> Influence | None:
    if not owner.rows or owner.item or machine.is_of_one_item(owner.rows):
        return None
    if machine.is_one_window(owner):
        return None
    shown = f".{name}()"
    if name == "corrwith":
        return Influence("feature_selection", owner.rows, line, shown, machine.site)
    if name == "corr" and flat(arguments.value(0)).columns.only() in machine.targets:
        return Influence("feature_selection", owner.rows, line, shown, machine.site)
    if name in methods.CORRELATIONS:
        return Influence("correlation", owner.rows, line, shown, machine.site)
    if owner.name == GROUPED:
        kind = _grouped_kind(machine, owner, arguments)
        if kind == "statistic" and _by_period(machine, owner):
            return None
        return Influence(kind, owner.rows, line, f"groupby(){shown}", machine.site)
    if name in methods.SHAPING_STATISTICS:
        return Influence("statistic", owner.rows, line, shown, machine.site)
    return None


def _by_period(machine: Machine, owner: Value) -> bool:
    """Tell whether rows are grouped by a period too: no group reaches past a cut in time."""
    keys = [trait.text for trait in owner.traits if trait.kind == "grouped"]
    return any(key in machine.time_columns or suggests_time(key) for key in keys)


def _grouped_kind(machine: Machine, owner: Value, arguments: Arguments) -> InfluenceKind:
    if {t.text for t in owner.traits if t.kind == "grouped"} & machine.targets:
        # Of the rows of each label: what it fills in says the label.
        return "target_encoding"
    told = set(owner.origins) | set(owner.columns.names if not owner.columns.whole else ())
    for value in arguments.all():
        told |= {str(key) for key, _ in value.entries or ()} | set(value.texts())
        told |= {text for entry in value.elements() for text in entry.texts()}
        of_columns = value.rows and value.rows in (owner.rows, OF_A_FRAME)
        # By period it may be what a window over earlier periods is made of.
        told |= value.origins if of_columns and not _by_period(machine, owner) else set()
    return "target_encoding" if told & machine.targets else "statistic"


def chosen(machine: Machine, owner: Value, name: str, line: int) -> Value:
    """Return the best of many by their scores."""
    choice = machine.choose("model", owner.scores, line, name)
    best = replace(flat(owner), rows=NO_ROWS, constant=NOTHING)
    if name in functions.PLACES:
        # It tells where the best is, not how good it is.
        best = replace(best, scores=frozenset())
    return replace(best, choices=best.choices | {choice}, ranked=False)


def _groupby(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    names = [text for value in arguments.given for text in value.texts()]
    names += arguments.value(None, "by").texts()
    told = frozenset(Trait("grouped", line, name) for name in names)
    traits = frozenset(t for t in owner.traits if t.kind != "grouped") | told
    entities = [name for name in names if suggests_entity(name)]
    if entities:
        traits |= {Trait("group", line, entities[0])}
    return replace(settled(owner), name=GROUPED, traits=traits)


def _transform(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return a value a row that sums up the group of the row, or a plain map of the rows."""
    if owner.name != GROUPED:
        return apply(machine, owner, arguments, line)
    kind = _grouped_kind(machine, owner, arguments)
    told = arguments.value(0).text() or "..."
    if told in COUNTS:
        return replace(settled(owner), name="", origins=frozenset())
    if arguments.value(0).things:
        bare = frozenset(t for t in owner.traits if t.kind not in ("lags", "future"))
        looked = apply(machine, replace(owner, traits=bare), arguments, line)
        if any(t.kind in ("lags", "future") for t in looked.traits):
            # Of a table of groups only earlier ones: what they sum up is of the past.
            earlier = {f for f in owner.influences if f.call.startswith("groupby()")}
            kept = looked.influences - earlier
            return replace(looked, name="", traits=looked.traits | owner.traits, influences=kept)
    fit = Influence(kind, owner.rows, line, f"groupby().transform({told})", machine.site)
    return replace(
        settled(owner), name="", influences=owner.influences | {fit}, origins=frozenset()
    )


def _pivot(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return a wide table; a table of sums by one key only is a statistic."""
    if arguments.get(1, "columns", "on") is None or owner.scores or owner.predictions:
        return summed_up(machine, owner, "pivot_table", arguments, line)
    return pivoted(machine, owner, "pivot", arguments, line)


def _absent(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return replace(passed_on(owner, arguments), name=ABSENCE)


Method = Callable[[Machine, Value, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    "groupby": _groupby, "group_by": _groupby, "groupBy": _groupby, "transform": _transform,
    "pivot_table": _pivot, "pivot": _pivot,
    "isna": _absent, "isnull": _absent, "notna": _absent, "notnull": _absent,
}  # fmt: skip
