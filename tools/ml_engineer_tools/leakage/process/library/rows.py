"""Functions that put rows together, draw, repeat, pair or pick them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import narrowing, splitting
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.events import Split
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Trait
from ml_engineer_tools.leakage.process.flags import flags
from ml_engineer_tools.leakage.process.frames.rows import beside, isin, stacked
from ml_engineer_tools.leakage.process.graphs import GRAPH
from ml_engineer_tools.leakage.process.iteration import MAPPED, PARTS, RANGE, SLICE, element
from ml_engineer_tools.leakage.process.knowledge import functions
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.polars_expressions import column_expression
from ml_engineer_tools.leakage.process.rows import (
    EQUAL_PARTS,
    SAMPLE,
    Part,
    Rows,
    Side,
    cut,
    opposite,
    rows_key,
)
from ml_engineer_tools.leakage.process.selecting import select, settled
from ml_engineer_tools.leakage.process.splitting import FOLDS
from ml_engineer_tools.leakage.process.values import (
    NOTHING,
    UNKNOWN,
    Value,
    flat,
    join,
    one_of_each,
)


def _stack(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    first = arguments.value(0, "objs", "tup", "arrays", "tensors", "datasets")
    tables = [*(first.items or [first])]
    if name in ("append",):
        tables = list(arguments.given)
    axis = arguments.value(1, "axis", "dim").constant
    sideways = axis in (1, -1, "columns", "horizontal") or arguments.constant("how") == "horizontal"
    if sideways or (name == "hstack" and any(flat(t).columns.only() is None for t in tables)):
        known = [flat(table) for table in tables if flat(table).rows]
        return beside(known) if known else join(*tables)
    return stacked(machine, tables, line, parts=name not in _ROW_STACKERS)


_ROW_STACKERS = ("concat", "vstack", "row_stack", "ConcatDataset", "concatenate_datasets")
"""Functions that put whole rows under each other, and never the features of one."""


def _resample(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the rows of scikit-learn's `resample`."""
    again = arguments.constant("replace") is not False
    results = []
    for value in arguments.given:
        data = flat(value)
        kind = "oversampling" if again else "undersampling"
        fit = Influence(kind, data.rows, line, "resample", machine.site)  # type: ignore[arg-type]  # one of two
        results.append(replace(data, influences=data.influences | {fit}))
    return results[0] if len(results) == 1 else Value(items=tuple(results))


def _repeat(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = flat(arguments.value(0, "a"))
    if not data.rows or data.index:
        return data
    copies = Influence("duplication", data.rows, line, name, machine.site)
    return replace(data, influences=data.influences | {copies})


def _positions(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = arguments.data()
    first = arguments.value(0)
    alone = len(arguments.given) == 1 and name in ("permutation", "arange", "randperm")
    once = name == "choice" and arguments.constant("replace") is False
    whole = flat(data[0]).rows if data else first.counted
    if once and whole:
        return _drawn(machine, first, whole, line, name)
    if data and name in ("permutation", "shuffle", "choice"):
        found = flat(data[0])
    elif first.counted and alone:
        found = Value(rows=first.counted, index=True, traits=first.traits)
    else:
        found = splitting.positions(machine, line, name)
    again = name in ("integers", "randint") or (
        name == "choice" and arguments.constant("replace") is not False
    )
    if again and machine.loops:
        return replace(found, traits=found.traits | {Trait("resampled", line, name)})
    if name not in ("permutation", "shuffle", "choice", "randperm"):
        return found
    return replace(found, traits=found.traits | {Trait("shuffled", line, name)})


def _drawn(machine: Machine, given: Value, whole: Rows, line: int, name: str) -> Value:
    """Return positions of some rows that were drawn without putting any back."""
    side = Side("random", f"{SAMPLE}{line} {machine.spot(line)} of {rows_key(whole)}", "train")
    mixed = Trait("shuffled", line, name)
    return Value(rows=cut(whole, side), index=True, traits=given.traits | {mixed})


def _sampled(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return what `random.sample(population, k)` draws."""
    first = arguments.value(0)
    whole = flat(first).rows or first.counted
    if not whole:
        return UNKNOWN
    if arguments.value(1, "k").counted == whole and not first.counted:
        # All of them, in another order.
        mixed = Trait("shuffled", line, name)
        return replace(flat(first), traits=flat(first).traits | {mixed})
    drawn = _drawn(machine, first, whole, line, name)
    return drawn if first.counted else replace(flat(first), rows=drawn.rows)


def _series(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return a frame made of columns, or of what it is given."""
    first = arguments.value(0, "data")
    scores = flat(first)
    if first.entries and scores.rows:
        whole = replace(scores, entries=first.entries, predictions=frozenset(), things=())
        names = [str(key) for key, _ in first.entries if isinstance(key, str)]
        known = replace(whole, columns=Columns(names=frozenset(names)), items=None)
        return _told_by_column(known, first, line)
    found = [t for value in first.elements() for t in value.traits if t.kind == "one_each"]
    if not scores.rows and found:
        # One row for each of the values that there are.
        rows = frozenset({Part(f"groups by values of {found[0].text}")})
        names = [str(key) for key, _ in first.entries or () if isinstance(key, str)]
        return Value(rows=rows, columns=Columns(names=frozenset(names)))
    index = flat(arguments.value(None, "index"))
    if not scores.rows and index.rows and index.index:
        scores = replace(scores, rows=index.rows)
    keep = scores.columns if scores.columns.whole and first.name != MAPPED else Columns()
    if keep == Columns() and name == "DataFrame":
        keep = Columns(unknown=True)
    name = "" if scores.name == MAPPED else scores.name
    return replace(
        scores, constant=NOTHING, items=None, columns=keep, array=False, name=name
    )  # fmt: skip


def _told_by_column(frame: Value, columns: Value, line: int) -> Value:
    """Return a frame that was made of columns, told which of them hold values of later rows."""
    # Imported here: storing has expressions, which have calls.
    from ml_engineer_tools.leakage.process.storing import with_column

    bare = replace(frame, traits=frozenset(t for t in frame.traits if t.kind != "future"))
    made = frame.made
    for name, value in columns.entries or ():
        if isinstance(name, str) and any(t.kind == "future" for t in flat(value).traits):
            made |= with_column(bare, (name,), flat(value), line).made
    return replace(frame, made=made, traits=bare.traits if made != frame.made else frame.traits)


def _zip(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    known = [value.items for value in arguments.given if value.items is not None]
    if known and len(known) == len(arguments.given):
        # The shortest of them ends it.
        return Value(items=tuple(Value(items=tuple(row)) for row in zip(*known, strict=False)))
    return Value(items=(Value(items=tuple(element(value) for value in arguments.given)),))


def _enumerate(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    values = arguments.value(0)
    items = values.items if values.items is not None else (element(values),)
    return Value(items=tuple(Value(items=(UNKNOWN, item)) for item in items))


def _next(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    first = element(arguments.value(0))
    if arguments.value(0).name != FOLDS or first.items is None:
        return first
    # The first pair of a splitter alone is a split in two, as good as any other.
    return replace(first, items=tuple(_as_parts(item) for item in first.items))


def _as_parts(positions: Value) -> Value:
    """Return one side of a split that was made as the first of several folds."""
    rows = {
        Part(part.source, (*part.path[:-1], replace(part.path[-1], kind="random")))
        if part.path else part
        for part in positions.rows
    }  # fmt: skip
    return replace(positions, rows=frozenset(rows))


ARRAYS = frozenset({"array", "asarray", "ascontiguousarray", "tensor", "as_tensor", "from_numpy",
                    "FloatTensor", "LongTensor", "Tensor"})  # fmt: skip
"""Functions that make a plain array, whose columns have no names."""


def _mapping(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return Value(entries=())


def _same(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    given = arguments.value(0)
    if given.counted and given.name == RANGE and name in ("list", "array", "asarray"):
        return Value(rows=given.counted, index=True, traits=given.traits)
    if given.name == GRAPH:
        return UNKNOWN
    if given.name == MAPPED and name in ("list", "tuple"):
        # A mapping gives its keys, of each one.
        return one_of_each(replace(given, name=""), line)
    array = given.array or (name in ARRAYS and bool(given.rows))
    return replace(given, constant=NOTHING, array=array)


def _distinct(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    given = arguments.value(0)
    machine.tell_entities(given, line)
    return one_of_each(replace(given, constant=NOTHING), line)


def _length(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    if arguments.value(0).name == GRAPH:
        return UNKNOWN
    data = flat(arguments.value(0))
    return Value(counted=data.rows, traits=data.traits)


def _range(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return positions, told of which rows if they are all that a table has."""
    counted = arguments.value(0)
    if len(arguments.given) == 1 and counted.counted:
        return Value(name=RANGE, counted=counted.counted, traits=counted.traits)
    bounds = [v.constant for v in arguments.given if isinstance(v.constant, int)]
    if not 0 < len(bounds) == len(arguments.given) < 4 or 0 in bounds[2:]:
        return _between(arguments)
    numbers = range(*bounds)
    if not 0 < len(numbers) <= MOST_NUMBERS:
        return _between(arguments)
    return Value(name=RANGE, items=tuple(Value(constant=number) for number in numbers))


def _between(arguments: Arguments) -> Value:
    """Return numbers that are too many to be told one by one: only between which bounds."""
    if len(arguments.given) not in (1, 2):
        return UNKNOWN
    texts = ["bound" if v.constant is NOTHING else str(v.constant) for v in arguments.given]
    return Value(name=RANGE, tests=((texts[0] if len(texts) > 1 else "", texts[-1]),))


MOST_NUMBERS = 40
"""Numbers of a range that are told apart (a convention)."""


def _isin(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return which of some values are among others: `np.isin(patients, held_out)`."""
    values = flat(arguments.value(0, "element", "ar1"))
    if not values.rows:
        return UNKNOWN
    return isin(machine, values, Arguments(arguments.given[1:]), line)


def _slice_object(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return `slice(low, high)`, which cuts rows where it is used."""
    given = (
        arguments.given if len(arguments.given) > 1 else (Value(constant=None), *arguments.given)
    )
    return Value(name=SLICE, items=given[:2])


def _unseen(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return UNKNOWN


def _where(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data = [flat(value) for value in arguments.given]
    if len(data) == 1:
        return _where_true(machine, data[0], line)
    return replace(join(*data), constant=NOTHING, tests=(), columns=Columns()) if data else UNKNOWN


def _where_true(machine: Machine, mask: Value, line: int) -> Value:
    """Return the positions of the rows that a mask keeps."""
    if mask.index or not mask.rows or mask.predictions or mask.scores:
        return replace(mask, index=True)
    spot = machine.spot(line)
    passed = narrowing.passing(mask, mask.tests or ((spot, f"true {spot}"),))
    # A bound that is a statistic is no fit.
    fits = frozenset(fit for fit in mask.influences if fit.kind != "statistic")
    return replace(passed, index=True, tests=(), columns=Columns(), array=False, influences=fits)


def _subset(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    data, chosen = flat(arguments.value(0, "dataset")), flat(arguments.value(1, "indices"))
    return select(data, replace(chosen, index=True), f"subset {line}", line)


def _equal_parts(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the parts of `array_split(rows, k)`: any one is the test of a fold."""
    data = flat(arguments.value(0))
    if not data.rows:
        # What sums rows up, in parts: each knows what the whole does.
        return replace(data, constant=NOTHING, items=None)
    if machine.is_one_window(data):
        # Bands of a spectrum, blocks of one window: no rows are set apart.
        return replace(settled(data), columns=Columns(), constant=NOTHING, tests=())
    mixed = any(trait.kind == "shuffled" for trait in data.traits)
    machine.note(Split(line, name, "fold" if mixed else "ordered", "parts", data,
                       repeated=bool(machine.loops)))  # fmt: skip
    bounds = arguments.value(1, "indices_or_sections", "split_size_or_sections").items
    if bounds:
        return _parts_between(machine, data, len(bounds) + 1, line)
    side = Side("fold", f"{EQUAL_PARTS} of line {line} of {rows_key(data.rows)}", "test")
    return replace(settled(data), rows=cut(data.rows, side), name=PARTS)


def _parts_between(machine: Machine, data: Value, count: int, line: int) -> Value:
    """Return the parts of `split(rows, [a, b])`, which lie one behind the other."""
    key = f"split of line {line} of {rows_key(data.rows)}"
    names = {2: ("train", "test"), 3: ("train", "validation", "test")}.get(
        count, tuple(f"part {n}" for n in range(count))
    )
    plain = settled(data)
    return Value(
        items=tuple(
            replace(plain, rows=cut(data.rows, Side("ordered", key, name))) for name in names
        )
    )


def _all_but(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return the rows that are left of `setdiff1d(rows, some)` or `delete(rows, some)`."""
    data, gone = flat(arguments.value(0)), flat(arguments.value(1))
    others = opposite(gone.rows) if gone.index else None
    if others is None and data.index and gone.index and data.rows and gone.rows:
        # Those that were not drawn: some of them, it can't be told which.
        rest = machine.spot(line)
        return replace(data, rows=cut(data.rows, Side("mask", rest, f"true {rest}")))
    if others is None or not data.rows:
        return data
    index = replace(gone, rows=others)
    return index if data.index else select(data, index, name, line)


def _column_of(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    return column_expression(tuple(text for v in arguments.given for text in v.texts()))


def column_statistic(machine: Machine, arguments: Arguments, line: int, name: str) -> Value:
    """Return what Spark's `avg("column")` is of: the columns of a frame that it is used on."""
    return column_expression(tuple(text for v in arguments.given for text in v.texts()))


Function = Callable[[Machine, Arguments, int, str], Value]
_BY_FUNCTION: dict[Function, str] = {
    _stack: " ".join(sorted(functions.STACKERS - {"r_"})),
    _resample: "resample",
    _repeat: "repeat tile",
    _positions: " ".join(sorted(functions.READ_ONCE)),
    _series: "DataFrame Series",
    _zip: "zip",
    _enumerate: "enumerate",
    _next: "next",
    _mapping: "defaultdict OrderedDict",
    _sampled: "sample",
    _distinct: "set frozenset Counter",
    _same: "list tuple iter tqdm reversed dict",
    _range: "range",
    _slice_object: "slice",
    _isin: "isin in1d",
    _length: "len",
    _unseen: "open isinstance",
    _where: "where flatnonzero nonzero argwhere",
    _subset: "Subset SubsetRandomSampler",
    _column_of: "col",
    _equal_parts: "array_split split",
    _all_but: "setdiff1d delete",
    flags: "ones zeros",
}
ACTIONS: dict[str, Function] = {
    name: function for function, names in _BY_FUNCTION.items() for name in names.split()
}
