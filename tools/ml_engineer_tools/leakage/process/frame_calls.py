"""Methods of tables, arrays and data sets: which rows they keep, what they sum up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import polars_expressions, splitting
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.hints import suggests_entity, suggests_time
from ml_engineer_tools.leakage.process.knowledge import functions, methods
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import NO_ROWS, Side, cut, rows_key, share_rows
from ml_engineer_tools.leakage.process.selecting import select, settled, statistic_of
from ml_engineer_tools.leakage.process.values import (
    NOTHING,
    UNKNOWN,
    Columns,
    Influence,
    InfluenceKind,
    Trait,
    Value,
    flat,
    join,
    shaped,
)


def call(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return what is known of the result of a method of something that holds data."""
    arguments = polars_expressions.used_on(owner, arguments)
    action = ACTIONS.get(name)
    if action is not None:
        return action(machine, owner, arguments, line)
    if name in methods.STATISTICS:
        return summed_up(machine, owner, name, arguments, line)
    if name in functions.CHOOSERS and owner.scores and not owner.rows:
        return chosen(machine, owner, name, line)
    if name in methods.LOOKS_BACK:
        return _looking_back(owner, name, arguments, line)
    return _passed_on(owner, arguments)


def _passed_on(owner: Value, arguments: Arguments) -> Value:
    """Return the result of a method that keeps the rows and may mix in what it is given."""
    others = [replace(flat(v), rows=NO_ROWS, origins=frozenset()) for v in arguments.all()]
    result = shaped(replace(settled(owner), constant=NOTHING, items=owner.items), *others)
    return replace(result, tests=(), name="")


def column(owner: Value, names: tuple[str, ...]) -> Value:
    """Return one column of a frame."""
    if not names:
        return owner
    return select(owner, Value(constant=names[0]), names[0], 0)


def summed_up(machine: Machine, owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    """Return what is known of a statistic of some data."""
    if owner.scores:
        best = name in functions.CHOOSERS and not owner.rows
        return chosen(machine, owner, name, line) if best else _still(owner)
    if owner.predictions:
        return _passed_on(owner, arguments)
    across = arguments.value(0, "axis").constant if name != "agg" else None
    if (across == 1 or arguments.constant("axis") in (1, "columns")) and name != "corrwith":
        return _passed_on(owner, arguments)
    if owner.name == ROLLING:
        return replace(owner, name="")
    return statistic_of(owner, _influence(machine, owner, name, arguments, line))


ROLLING = "<rolling>"
GROUPED = "<grouped>"


def _still(owner: Value) -> Value:
    return replace(owner, rows=NO_ROWS, constant=NOTHING)


def _influence(
    machine: Machine, owner: Value, name: str, arguments: Arguments, line: int
) -> Influence | None:
    if not owner.rows:
        return None
    shown = f".{name}()"
    if name == "corrwith":
        return Influence("feature_selection", owner.rows, line, shown)
    if name in methods.CORRELATIONS:
        return Influence("correlation", owner.rows, line, shown)
    if owner.name == GROUPED:
        kind = _grouped_kind(machine, owner, arguments)
        return Influence(kind, owner.rows, line, f"groupby(){shown}")
    if name in methods.SHAPING_STATISTICS:
        return Influence("statistic", owner.rows, line, shown)
    return None


def _grouped_kind(machine: Machine, owner: Value, arguments: Arguments) -> InfluenceKind:
    told = set(owner.origins) | set(owner.columns.names if not owner.columns.whole else ())
    for value in arguments.all():
        told |= {str(key) for key, _ in value.entries or ()} | set(value.texts())
        told |= {text for entry in value.elements() for text in entry.texts()}
    return "target_encoding" if told & machine.targets else "statistic"


def chosen(machine: Machine, owner: Value, name: str, line: int) -> Value:
    """Return the best of many by their scores."""
    choice = machine.choose("model", owner.scores, line, name)
    best = replace(flat(owner), rows=NO_ROWS, constant=NOTHING)
    return replace(best, choices=best.choices | {choice}, ranked=False)


def _looking_back(owner: Value, name: str, arguments: Arguments, line: int) -> Value:
    traits = owner.traits
    if name != "cumcount":
        traits |= {Trait("lags", line, f".{name}()")}
    if name == "rolling" and arguments.flag("center"):
        traits |= {Trait("future", line, "rolling(center=True)")}
    result = replace(_passed_on(owner, arguments), traits=traits, origins=frozenset())
    return replace(result, name=ROLLING) if name in ("rolling", "ewm", "expanding") else result


def _shift(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    periods = arguments.value(0, "periods", "n").constant
    result = replace(_passed_on(owner, arguments), origins=frozenset())
    if isinstance(periods, int | float) and periods < 0:
        # A label that lies in the future is no leak, and no sign that features look back.
        return replace(result, traits=owner.traits | {Trait("future", line, f"shift({periods})")})
    return replace(result, traits=owner.traits | {Trait("lags", line, "shift()")})


def _pct_change(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    periods = arguments.value(0, "periods").constant
    if isinstance(periods, int | float) and periods < 0:
        return _shift(machine, owner, arguments, line)
    return _looking_back(owner, "diff", arguments, line)


def _drop(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    given = arguments.value(0, "columns", "labels", "index")
    names = [text for value in arguments.given for text in value.texts()]
    names += arguments.value(None, "columns", "labels").texts()
    if given.index and given.rows:
        last = _last_side(given)
        if last is not None:
            other = Side(last.kind, last.key, _other_side(last.name))
            outer = cut(owner.rows, other)
            return replace(settled(owner), rows=outer)
        return settled(owner)
    known = replace(given, rows=NO_ROWS, columns=Columns(), origins=frozenset())
    frame = shaped(owner, known)
    if not names:
        return frame if owner.name else replace(frame, columns=Columns())
    return replace(frame, columns=owner.columns.less(names))


def _last_side(value: Value) -> Side | None:
    sides = {part.path[-1] for part in value.rows if part.path}
    return next(iter(sides)) if len(sides) == 1 else None


def _other_side(name: str) -> str:
    return {"train": "test", "test": "train"}.get(name, f"not {name}")


def _sample(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    again = arguments.flag("replace") or arguments.flag("with_replacement")
    if again:
        more = Influence("oversampling", owner.rows, line, "sample(replace=True)")
        return replace(settled(owner), influences=owner.influences | {more})
    share = arguments.value(None, "frac", "fraction").constant
    if isinstance(share, int | float) and share >= 1:
        return settled(owner)
    seed = arguments.value(None, "random_state", "seed").constant
    key = f"sample {line} {seed if seed is not NOTHING else ''} of {rows_key(owner.rows)}"
    return replace(settled(owner), rows=cut(owner.rows, Side("random", key, "train")))


def _sort(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    by = arguments.value(0, "by")
    if owner.scores:
        return replace(flat(owner), ranked=True)
    names = set(by.texts()) or set(by.origins)
    told = {n for n in names if n in machine.time_columns or suggests_time(n)}
    plain = settled(owner)
    if not told:
        return plain
    trait = Trait("time", line, "sorted by time")
    return replace(plain, traits=owner.traits | {trait})


def _sort_index(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return settled(owner)


def _set_index(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    names = arguments.value(0, "keys").texts()
    plain = replace(settled(owner), columns=owner.columns.less(names))
    if any(name in machine.time_columns for name in names):
        return replace(plain, traits=owner.traits | {Trait("time", line, "indexed by time")})
    return plain


def _resample(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    if not isinstance(arguments.value(0, "rule").constant, str):
        return settled(owner)
    trait = Trait("time", line, "one row a period")
    return replace(settled(owner), traits=owner.traits | {trait}, name=ROLLING)


def _groupby(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    names = arguments.value(0, "by").texts()
    traits = owner.traits
    entities = [name for name in names if suggests_entity(name)]
    if entities:
        traits |= {Trait("group", line, entities[0])}
    return replace(settled(owner), name=GROUPED, traits=traits)


def _transform(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return a value a row that sums up the group of the row, or a plain map of the rows."""
    if owner.name != GROUPED:
        return _apply(machine, owner, arguments, line)
    kind = _grouped_kind(machine, owner, arguments)
    told = arguments.value(0).text() or "..."
    if arguments.value(0).things:
        looked = _apply(machine, owner, arguments, line)
        if any(t.kind in ("lags", "future") for t in looked.traits - owner.traits):
            return replace(looked, name="")
    fit = Influence(kind, owner.rows, line, f"groupby().transform({told})")
    return replace(
        settled(owner), name="", influences=owner.influences | {fit}, origins=frozenset()
    )


def _apply(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    from ml_engineer_tools.leakage.process.calls import call_value

    function = arguments.value(0, "func", "f", "arg")
    if not function.things:
        return _passed_on(owner, arguments)
    inner = replace(owner, entries=None)
    result = call_value(machine, replace(function, rows=NO_ROWS), Arguments((inner,)), line)
    kept = replace(result, rows=owner.rows or result.rows, tests=())
    # What the function made of the column tells its origins, unless it can't be followed.
    origins = result.origins if result.rows else owner.origins
    return replace(shaped(kept, replace(owner, rows=NO_ROWS)), origins=origins)


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


def _isin(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    members = arguments.value(0, "values", "other")
    subject = "index" if owner.index else owner.columns.only() or "rows"
    bound = rows_key(members.rows) if members.rows else repr(members.texts() or line)
    result = replace(owner, index=False, tests=((subject, f"in {bound}"),), constant=NOTHING)
    return shaped(result, Value(choices=members.choices))


def _between(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    bounds = ",".join(repr(value.constant) for value in arguments.given)
    return replace(owner, tests=((owner.columns.only() or "rows", f"true {bounds}"),))


def _merge(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    other = flat(arguments.value(0, "right", "other"))
    known = Value(
        influences=other.influences, choices=other.choices, scores=other.scores,
        traits=frozenset(t for t in other.traits if share_rows(owner.rows, other.rows)),
    )  # fmt: skip
    plain = settled(owner)
    made = owner.made | other.made
    names = other.columns.names | frozenset(m.name for m in other.made)
    return replace(shaped(plain, known), made=made, columns=owner.columns.plus(names), name="")


def _append(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return stacked(machine, [owner, *arguments.given], line)


def stacked(machine: Machine, tables: list[Value], line: int) -> Value:
    """Return the rows of several tables under each other."""
    known = [flat(table) for table in tables if flat(table).rows]
    if not known:
        return join(*tables)
    whole = join(*known)
    whole = replace(whole, tests=(), index=all(table.index for table in known))
    again = [
        one for place, one in enumerate(known) for other in known[:place]
        if share_rows(one.rows, other.rows)
    ]  # fmt: skip
    if again and not whole.index and not whole.predictions and not _windows(whole):
        copies = Influence("duplication", whole.rows, line, "concat")
        return replace(whole, influences=whole.influences | {copies})
    return whole


def _windows(value: Value) -> bool:
    return any(trait.kind == "windows" for trait in value.traits)


def _fill(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    result = _passed_on(owner, arguments)
    if arguments.constant("method") in ("bfill", "backfill"):
        return _bfill(machine, owner, arguments, line)
    return replace(result, origins=owner.origins, columns=owner.columns)


def _bfill(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    ordered = any(trait.kind in ("time", "lags") for trait in owner.traits)
    result = _passed_on(owner, arguments)
    if not ordered:
        return result
    return replace(result, traits=owner.traits | {Trait("future", line, "bfill()")})


def _rename(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    mapping = arguments.value(None, "columns").entries or arguments.value(0).entries or ()
    names = {key: value.text() for key, value in mapping if isinstance(key, str)}
    there = [new for old, new in names.items() if new and owner.columns.has(old)]
    gone = [old for old in names if owner.columns.has(old)]
    return replace(settled(owner), columns=owner.columns.less(gone).plus(there))


def _split_dataset(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    train, test = splitting.in_two(machine, [owner], arguments, line, "train_test_split").items or (
        owner, owner,
    )  # fmt: skip
    return Value(entries=(("train", train), ("test", test)))


def _take(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return _positions(owner, arguments, "take")


def _skip(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return _positions(owner, arguments, "skip")


def _positions(owner: Value, arguments: Arguments, name: str) -> Value:
    picked = arguments.value(0)
    if picked.rows or not owner.rows:
        return select(owner, replace(picked, index=True), name, 0)
    key = "positions of " + rows_key(owner.rows)
    low, high = ("", "0") if name == "take" else ("0", "")
    return replace(settled(owner), rows=cut(owner.rows, Side("slice", key, f"{low}:{high}")))


def _polars_select(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    names = [text for value in arguments.given for text in value.texts()]
    others = [flat(v) for v in arguments.all() if not v.texts()]
    result = shaped(settled(owner), *(replace(v, rows=NO_ROWS) for v in others))
    if names and not others:
        return replace(result, columns=Columns(names=frozenset(names)))
    return replace(result, columns=Columns())


def _filter(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    key = flat(arguments.value(0))
    if not key.tests and arguments.value(0).tests:
        key = arguments.value(0)
    if key.things:
        return settled(owner)
    return select(owner, replace(key, rows=owner.rows), str(line), line)


def _to_numpy(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return settled(owner)


def _backward(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    from ml_engineer_tools.leakage.process.estimator_calls import learn_by_loss

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
    "over": _over,
    "alias": _alias,
    "with_columns": _with_columns,
    "shift": _shift, "pct_change": _pct_change, "drop": _drop, "sample": _sample,
    "sort_values": _sort, "sort": _sort, "sort_index": _sort_index, "set_index": _set_index,
    "resample": _resample, "groupby": _groupby, "group_by": _groupby, "transform": _transform,
    "apply": _apply, "map": _apply, "pipe": _pipe, "assign": _assign, "isin": _isin,
    "is_in": _isin, "between": _between, "merge": _merge, "join": _merge, "append": _append,
    "fillna": _fill, "fill_null": _fill, "bfill": _bfill, "backfill": _bfill, "rename": _rename,
    "train_test_split": _split_dataset, "take": _take, "skip": _skip, "select": _polars_select,
    "filter": _filter, "to_numpy": _to_numpy, "backward": _backward,
}  # fmt: skip
