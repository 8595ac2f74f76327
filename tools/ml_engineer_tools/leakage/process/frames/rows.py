"""Methods that keep, drop, add or draw rows of a table."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from ml_engineer_tools.leakage.process import (
    splitting,
)
from ml_engineer_tools.leakage.process.arguments import Arguments
from ml_engineer_tools.leakage.process.comparing import SIGNS
from ml_engineer_tools.leakage.process.events import PutIn, Split
from ml_engineer_tools.leakage.process.facts import Columns, Influence, Made, Trait
from ml_engineer_tools.leakage.process.frames.columns import passed_on
from ml_engineer_tools.leakage.process.iteration import CENTRED
from ml_engineer_tools.leakage.process.machine import Machine
from ml_engineer_tools.leakage.process.rows import (
    NO_ROWS,
    SAMPLE,
    Side,
    apart,
    covers,
    cut,
    is_held_out,
    rows_key,
    share_rows,
    sources,
)
from ml_engineer_tools.leakage.process.selecting import bounds_of, select, settled
from ml_engineer_tools.leakage.process.values import NOTHING, UNKNOWN, Value, flat, join, shaped
from ml_engineer_tools.leakage.process.variants import is_variant


def _drop(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    given = arguments.value(0, "columns", "labels", "index")
    names = [text for value in arguments.given for text in value.texts()]
    names += arguments.value(None, "columns", "labels").texts()
    if given.index and given.rows:
        last = _last_side(given)
        if last is not None:
            other = Side(last.kind, last.key, _other_side(last.name))
            outer = cut(owner.rows, other)
            if last.key.startswith(SAMPLE) and not owner.index:
                # `d.sample(frac=0.8)`, and the rest of `d`: a split in two.
                drawn = int(last.key.removeprefix(SAMPLE).split(" ", 1)[0])
                machine.note(Split(drawn, "sample", "random", "parts", owner,
                                   held_out=outer, key=last.key))  # fmt: skip
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
        more = Influence("oversampling", owner.rows, line, "sample(replace=True)", machine.site)
        return replace(settled(owner), influences=owner.influences | {more})
    share = arguments.value(None, "frac", "fraction").constant
    if isinstance(share, int | float) and share >= 1:
        mixed = Trait("shuffled", line, "sample(frac=1)")
        return replace(settled(owner), traits=owner.traits | {mixed})
    seed = arguments.value(None, "random_state", "seed").constant
    key = f"{SAMPLE}{line} {seed if seed is not NOTHING else ''} of {rows_key(owner.rows)}"
    return replace(settled(owner), rows=cut(owner.rows, Side("random", key, "train")))


def isin(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return which rows hold one of some values."""
    members = arguments.value(0, "values", "other")
    subject = "index" if owner.index else owner.columns.only() or "rows"
    between = bounds_of(members)
    if between is not None:
        return replace(owner, index=False, tests=((subject, f"within {between}"),))
    # Members that can't be told may be others each time.
    bound = repr(members.texts() or f"{line} {machine.steps}")
    bound = rows_key(members.rows) if members.rows else bound
    result = replace(owner, index=False, tests=((subject, f"in {bound}"),), constant=NOTHING)
    if members.rows:
        looked = Influence("membership", members.rows, line, "isin", machine.site)
        result = replace(result, influences=result.influences | {looked})
    return shaped(result, Value(choices=members.choices))


def _reindex(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return the rows under some labels: `temperature.reindex(years)`."""
    labels = arguments.value(0, "labels", "index")
    if bounds_of(labels) is None and not (labels.index and labels.rows):
        return passed_on(owner, arguments)
    return select(owner, labels, "reindex", line, by_rows=True)


def _in_common(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return the labels that two indexes share: `frame.index.intersection(other.index)`."""
    other = flat(arguments.value(0, "other"))
    if not owner.rows or not other.rows:
        return owner
    if covers(owner.rows, other.rows):
        return replace(other, index=True)
    if covers(other.rows, owner.rows):
        return replace(owner, index=True)
    # Of other rows it can't be told which are shared.
    where = machine.spot(line)
    return replace(owner, rows=cut(owner.rows, Side("mask", where, f"true {where}")), index=True)


def _between(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    bounds = ",".join(repr(value.constant) for value in arguments.given)
    if any(value.constant is NOTHING for value in arguments.given):
        bounds = f"{bounds} at {machine.spot(line)}"
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
    whole = replace(shaped(plain, known), made=made, columns=owner.columns.plus(names), name="")
    return _with_centred(whole, owner, [other]) if share_rows(owner.rows, other.rows) else whole


def _append(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return stacked(machine, [owner, *arguments.given], line)


def stacked(machine: Machine, tables: list[Value], line: int, *, parts: bool = False) -> Value:
    """Return the rows of several tables under each other.

    Args:
        machine: the state.
        tables: what is put together.
        line: where.
        parts: it may also be the features of one item that a loop has just read.
    """
    known = [flat(table) for table in tables if flat(table).rows]
    if not known:
        return join(*tables)
    of_one = all(table.item for table in known) or (parts and _are_features(machine, known))
    if of_one and not any(map(is_variant, known)):
        # Parts of one row, put together.
        return beside(known)
    _note_put_in(machine, known, line)
    whole = join(*known)
    whole = replace(whole, tests=(), index=all(table.index for table in known))
    again = [
        one for place, one in enumerate(known) for other in known[:place]
        if share_rows(one.rows, other.rows)
    ]  # fmt: skip
    if again and not whole.index and not whole.predictions and not _windows(whole):
        copies = Influence("duplication", whole.rows, line, "concat", machine.site)
        return replace(whole, influences=whole.influences | {copies})
    return whole


def _note_put_in(machine: Machine, tables: list[Value], line: int) -> None:
    """Note that rows of a held-out part are put among those that they were set apart from."""
    for table in tables:
        others = [other.rows for other in tables if other is not table]
        if is_held_out(table.rows) and any(
            apart(rows, table.rows)
            and not is_held_out(rows)
            and sources(rows) & sources(table.rows)
            for rows in others
        ):
            put = PutIn(line, "concat", table.rows, machine.site)
            if put not in machine.events.put_in:
                machine.events.put_in.append(put)


def _are_features(machine: Machine, tables: list[Value]) -> bool:
    """Tell whether values are made of one item that a loop around has just read, not it itself."""
    made = not all(table.columns.whole for table in tables)
    return made and all(machine.is_of_one_item(table.rows) for table in tables)


def beside(tables: list[Value]) -> Value:
    """Return the columns of several tables beside each other."""
    first, *rest = tables
    names = frozenset(n for t in tables for n in t.columns.names)
    whole = first.columns.whole or any(t.columns.whole for t in rest)
    result = shaped(first, *(replace(t, rows=NO_ROWS) for t in rest))
    without = first.columns.without if first.columns.whole else frozenset()
    made = frozenset(m for t in tables for m in t.made)
    result = replace(result, columns=Columns(whole, names, without - names), made=made, items=None)
    return _with_centred(result, first, rest)


def _with_centred(result: Value, first: Value, others: list[Value]) -> Value:
    """Return tables beside each other, told which columns are windows to both sides of a row.

    Of several such columns only the line that made them is known.
    """
    for table in others:
        for trait in table.traits - first.traits:
            if trait.kind == "future" and trait.text == CENTRED:
                name = table.columns.only() or f"{{{trait.line}}}"
                made = Made(name, frozenset(), True, trait.line, how=CENTRED)
                result = replace(
                    result, traits=result.traits - {trait}, made=result.made | {made},
                    columns=result.columns.plus([name]),
                )  # fmt: skip
    return result


def _windows(value: Value) -> bool:
    return any(trait.kind == "windows" for trait in value.traits)


def _split_dataset(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    train, test = splitting.in_two(machine, [owner], arguments, line, "train_test_split").items or (
        owner, owner,
    )  # fmt: skip
    return Value(entries=(("train", train), ("test", test)))


def _random_split(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return the parts of Spark's `randomSplit(weights)` or H2O's `split_frame(ratios)`."""
    weights = arguments.value(0, "weights", "ratios")
    rest = (UNKNOWN,) if arguments.get(None, "ratios") is not None else ()
    parts = Value(items=(*(weights.items or (UNKNOWN, UNKNOWN)), *rest))
    return splitting.at_random(machine, Arguments((owner, parts)), line, "random split")


def _take(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return _positions(owner, arguments, "take")


def _skip(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return _positions(owner, arguments, "skip")


def _of_each_group(owner: Value) -> Value | None:
    """Return the first or last rows of each group; None if there are no groups."""
    from ml_engineer_tools.leakage.process.frames.order import without_repeats
    from ml_engineer_tools.leakage.process.frames.statistics import GROUPED

    if owner.name != GROUPED:
        return None
    one_each = Trait("one_each", 0, GROUPED)
    return replace(settled(owner), name="", traits=without_repeats(owner.traits) | {one_each})


def _nth(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return _of_each_group(owner) or settled(owner)


def _align(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    return Value(items=(settled(owner), flat(arguments.value(0, "other"))))


def _head(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    if (each := _of_each_group(owner)) is not None:
        return each
    return _end(owner, f":{_count(arguments)}")


def _tail(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    if (each := _of_each_group(owner)) is not None:
        return each
    return _end(owner, f"-{_count(arguments)}:")


def _count(arguments: Arguments) -> str:
    known = arguments.value(0, "n").constant
    return str(known) if isinstance(known, int) else "n"


def _end(owner: Value, bounds: str) -> Value:
    """Return the first or last rows: of one table, they are taken not to meet."""
    if not owner.rows or owner.ranked:
        return _kept(owner)
    key = "slice of " + ",".join(sorted({part.source for part in owner.rows}))
    return replace(settled(owner), rows=cut(owner.rows, Side("slice", key, bounds)), tests=())


def _kept(owner: Value) -> Value:
    return replace(owner, constant=NOTHING)


def _positions(owner: Value, arguments: Arguments, name: str) -> Value:
    picked = arguments.value(0)
    if picked.rows or not owner.rows:
        return select(owner, replace(picked, index=True), name, 0)
    key = "positions of " + rows_key(owner.rows)
    low, high = ("", "0") if name == "take" else ("0", "")
    return replace(settled(owner), rows=cut(owner.rows, Side("slice", key, f"{low}:{high}")))


def _filter(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    if not arguments.given and set(arguments.named or {}) & {"like", "regex", "items"}:
        # pandas: `filter(like="nm_")` keeps columns, and all rows.
        return replace(settled(owner), columns=Columns(), constant=NOTHING)
    if arguments.value(0).text() is not None and owner.rows:
        # Spark, DuckDB: `filter("year <= 2016")`.
        return _query(machine, owner, arguments, line)
    key = flat(arguments.value(0))
    if not key.tests and arguments.value(0).tests:
        key = arguments.value(0)
    if key.things:
        return replace(settled(owner), name="")
    return select(owner, replace(key, rows=owner.rows), machine.spot(line), line)


def _where(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return Spark's `where("year <= 2016")`; what pandas calls so keeps all rows."""
    if arguments.value(0).text() is not None and owner.rows:
        return _query(machine, owner, arguments, line)
    return passed_on(owner, arguments)


def _query(machine: Machine, owner: Value, arguments: Arguments, line: int) -> Value:
    """Return the rows that pass a condition that is written as a text, as in pandas."""
    told = arguments.value(0).text()
    if told is None or not owner.rows:
        return replace(settled(owner), rows=cut(owner.rows, _unknown_mask(machine, line)))
    if "@" in told:
        return replace(settled(owner), rows=cut(owner.rows, _unknown_mask(machine, line)))
    rows = owner.rows
    for part in _AND.split(told):
        subject, test = _condition(part)
        rows = cut(rows, Side("mask", subject, test))
    return replace(settled(owner), rows=rows, tests=())


def _unknown_mask(machine: Machine, line: int) -> Side:
    text = f"condition of {machine.spot(line)}"
    return Side("mask", text, f"true {text}")


_AND = re.compile(r"\s+and\s+(?![^(]*\))|\s*&\s*(?![^(]*\))", re.IGNORECASE)
_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
"""What SQL writes where Python writes `==`."""


def _condition(text: str) -> tuple[str, str]:
    """Return what a condition tests, and for what; the whole of it if it is no plain comparison."""
    plain = text.strip().removeprefix("(").removesuffix(")") if text.count("(") == 1 else text
    try:
        node = ast.parse(_EQUALS.sub("==", plain).replace("<>", "!=").strip(), mode="eval").body
    except SyntaxError:
        node = None
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Name):
        sign = SIGNS.get(type(node.ops[0]))
        bound = node.comparators[0]
        if sign is not None and isinstance(bound, ast.Constant):
            return node.left.id, f"{sign} {bound.value!r}"
    return text, f"true {text}"


Method = Callable[[Machine, Value, Arguments, int], Value]
ACTIONS: dict[str, Method] = {
    "drop": _drop, "sample": _sample, "isin": isin, "is_in": isin, "reindex": _reindex,
    "between": _between, "intersection": _in_common,
    "merge": _merge, "join": _merge, "append": _append, "train_test_split": _split_dataset,
    "take": _take, "skip": _skip, "head": _head, "tail": _tail, "nth": _nth, "align": _align,
    "randomSplit": _random_split, "split_frame": _random_split, "filter": _filter,
    "query": _query, "where": _where,
}  # fmt: skip
